"""How a case stands, in the words of the desk's badges: who has to act, and whether its promise is in danger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case, CaseState

# A promise is at risk in the last quarter of its time: long promises warn days ahead, short ones in minutes.
RISKY_PART = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with its badges: `state` is always there, `promise` only when it is at_risk or overdue.

    `promise_at` is None while no clock runs.
    """

    case: Case
    state: str
    promise: str
    promise_at: datetime | None


def standings(cases: Iterable[Case]) -> list[Standing]:
    """Return how each of the cases stands."""
    return [standing_of(case) for case in cases]


def standing_of(case: Case) -> Standing:
    """Return how a case stands now."""
    if case.state == CaseState.CLOSED:
        return Standing(case, "closed", "", None)
    if case.state == CaseState.WITH_CUSTOMER:
        return Standing(case, "with_customer", "", None)
    state = "waiting" if case.owner_id is None else "working"
    return Standing(case, state, _danger(case, clock.now()), case.promise_at)


def _danger(case: Case, now: datetime) -> str:
    left = case.promise_at - now
    if left.total_seconds() < 0:
        return "overdue"
    return "at_risk" if left * RISKY_PART < case.promise_at - case.opened_at else ""
