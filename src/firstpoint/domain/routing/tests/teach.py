"""A centre that has decided what messages are about often enough to learn from it, for tests."""

from itertools import count

from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_closed_case
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import a_general_question, a_restricted_type, a_service, an_enquiry_type
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import a_department, an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import TriageModel

LIBRARY = (
    "How do I get a library card?",
    "I want to borrow books from the library",
    "My library card has expired and I cannot borrow",
    "Can my son have a card for the library too?",
)
POTHOLE = (
    "There is a deep pothole in my street",
    "The road has a hole and cars get damaged",
    "Please fix the pothole on the main road",
    "A pothole opened in the road near the school",
)
BENEFIT = (
    "My benefit payment has not arrived this month",
    "I did not get my payment, the benefits office is silent",
    "Where is the benefit payment for March?",
    "The payment of my benefits is missing again",
)
ASIDES = ("Good morning.", "Hello there,", "Thank you.", "Please answer soon.", "Kind regards to all of you.")
_numbers = count(1)


def a_pothole() -> EnquiryTypeVersion:
    """Return an enquiry type about roads."""
    return an_enquiry_type("pothole", may_be_anonymous=True)


def decide(version: EnquiryTypeVersion, texts: tuple[str, ...], *, times: int) -> list[Case]:
    """Bring in so many messages of as many customers, and let an adviser close each under this enquiry type."""
    adviser = an_adviser(departments=[a_department("benefits", "Benefits", "Beneficios")])
    return [
        a_closed_case(
            adviser,
            version,
            email=f"customer{next(_numbers)}@mail.example",
            body=f"{ASIDES[time % len(ASIDES)]} {texts[time % len(texts)]}",
        )
        for time in range(times)
    ]


def a_taught_centre() -> list[TriageModel]:
    """Let the centre decide some fifty times, and learn from it."""
    a_general_question()
    decide(an_enquiry_type("library-card", service=a_service()), LIBRARY, times=18)
    decide(a_pothole(), POTHOLE, times=18)
    decide(a_restricted_type(), BENEFIT, times=18)
    return actions.train_triage(actor=SYSTEM)
