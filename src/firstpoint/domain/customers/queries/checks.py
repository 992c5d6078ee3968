"""Whether somebody has proved who they are here and now, and what they can be asked for it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import IdentityLevel
from firstpoint.domain.customers.models import Customer, IdentityCheck
from firstpoint.domain.customers.queries.facts import known_facts
from firstpoint.domain.customers.queries.identity import identity_ids

HIDDEN = "•"
LETTERS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask: the code of the fact, and the end of it, by which an adviser tells whether the answer is right."""

    code: str
    masked: str


def checks_in(
    customer: Customer, *, contact_id: int | None = None, case_id: int | None = None
) -> QuerySet[IdentityCheck]:
    """Return the checks that count here: of this contact, and of this case today; newest first."""
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Q(contact_id=contact_id) if contact_id else Q()
    if case_id:
        here |= Q(case_id=case_id, at__gte=midnight)
    if not here:
        return IdentityCheck.objects.none()
    return IdentityCheck.objects.filter(here, customer__in=identity_ids(customer.pk)).order_by("-at", "-pk")


def is_identified(customer: Customer, *, level: int, contact_id: int | None = None, case_id: int | None = None) -> bool:
    """Say whether the customer need not be asked any more in this contact, or in this case today."""
    if level <= IdentityLevel.NONE:
        return True
    return checks_in(customer, contact_id=contact_id, case_id=case_id).filter(passed=True, level__gte=level).exists()


def knowledge_questions(customer: Customer) -> list[Question]:
    """Return what only the customer should know, with all but the end of each answer hidden."""
    facts = known_facts(customer)
    address = facts.get("address")
    lines = address if isinstance(address, dict) else {}
    answers = {
        "birth_date": str(facts.get("birth_date", "")),
        "postal_code": str(lines.get("postal_code", "")),
        "phone": str(facts.get("phone", "")),
        "email": str(facts.get("email", "")),
    }
    return [Question(code, masked(answer)) for code, answer in answers.items() if answer]


def masked(answer: str) -> str:
    """Hide all letters and digits but the last two; of an e-mail address, of its part before the @."""
    name, at, domain = answer.partition("@")
    places = [place for place, letter in enumerate(name) if letter.isalnum()]
    # Of a short answer half is shown at most.
    shown = set(places[-min(LETTERS_SHOWN, len(places) // 2) :]) if len(places) > 1 else set()
    hidden = [letter if place in shown or not letter.isalnum() else HIDDEN for place, letter in enumerate(name)]
    return "".join(hidden) + at + domain
