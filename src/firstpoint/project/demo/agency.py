"""Who works at the demonstration agency, and who its customers are."""

from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from django.contrib.auth.hashers import make_password

from firstpoint.domain.people.actions import invite_staff
from firstpoint.domain.people.models import SYSTEM, Department, Role, User
from firstpoint.project.demo.words import WORDS

# Shown to everybody who starts the demonstration.
PASSWORD = "alder county demo"  # noqa: S105

# Name, language of the desk, roles, tier, departments.
STAFF: tuple[tuple[str, str, tuple[Role, ...], int, tuple[str, ...]], ...] = (
    ("Ana Ruiz", "en", (Role.ADMINISTRATOR,), 0, ()),
    ("Marcus Bell", "en", (Role.SUPERVISOR,), 0, ("customer-services", "public-works", "planning-building")),
    ("Lucía Ferrer", "es", (Role.SUPERVISOR, Role.ADVISER), 2, ("human-services", "customer-services")),
    ("Jordan Kim", "en", (Role.ADVISER,), 1, ("customer-services",)),
    ("Priya Nair", "en", (Role.ADVISER,), 1, ("customer-services", "public-works")),
    ("Tomás Vega", "es", (Role.ADVISER,), 1, ("customer-services", "parks-libraries")),
    ("Grace Osei", "en", (Role.ADVISER,), 1, ("customer-services", "public-safety", "transportation")),
    ("Elena Marsh", "en", (Role.ADVISER,), 2, ("water-utility",)),
    ("Daniel Ortiz", "es", (Role.ADVISER,), 2, ("human-services", "transportation")),
    ("Hannah Cole", "en", (Role.ADVISER,), 2, ("planning-building", "finance")),
    ("Samir Haddad", "en", (Role.ADVISER,), 2, ("county-clerk", "human-resources")),
    ("Noor Aziz", "en", (Role.ADVISER,), 2, ("customer-services", "technology")),
    ("Walter Quinn", "en", (Role.ADVISER,), 3, ("planning-building",)),
    ("Inés Calderón", "es", (Role.ADVISER,), 3, ("county-clerk", "finance")),
    ("Rachel Stone", "en", (Role.EDITOR,), 0, ("customer-services",)),
    ("Victor Lang", "en", (Role.AUDITOR,), 0, ()),
)


def address_of(name: str) -> str:
    """Return the e-mail address of a member of staff."""
    return f"{_plain(name).replace(' ', '.')}@aldercounty.example"


def invite_everybody() -> list[User]:
    """Put the staff on the list, all with the password of the demonstration."""
    departments = {department.code: department for department in Department.objects.all()}
    password = make_password(PASSWORD)
    staff = []
    for name, language, roles, tier, codes in STAFF:
        user = invite_staff(
            actor=SYSTEM,
            email=address_of(name),
            name=name,
            roles=roles,
            tier=tier,
            departments=[departments[code] for code in codes],
            language=language,
        )
        user.password = password
        user.save(update_fields=["password"])
        staff.append(user)
    return staff


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who writes to the agency."""

    name: str
    language: str
    email: str
    phone: str


def draw_residents(random: Random, count: int) -> list[Resident]:
    """Return different people, a third of whom write in Spanish; each has e-mail, phone or both."""
    residents: dict[str, Resident] = {}
    while len(residents) < count:
        language = "es" if random.random() < 0.35 else "en"
        suffix = "_es" if language == "es" else ""
        name = f"{random.choice(WORDS[f'given_names{suffix}'])} {random.choice(WORDS[f'family_names{suffix}'])}"
        number = len(residents)
        mailbox = f"{_plain(name).replace(' ', '.').replace(chr(39), '')}@{random.choice(('mail', 'post'))}.example"
        # Fictional numbers end in 0100 to 0199, and those below 0120 are the agency's.
        phone = f"(555) 555-{120 + number % 80:04}" if random.random() < 0.4 else ""
        email = "" if phone and random.random() < 0.25 else mailbox
        residents.setdefault(name, Resident(name, language, email, phone))
    return list(residents.values())


def _plain(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
