"""Which promises of a case were missed, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firstpoint.core import clock
from firstpoint.domain.cases.models import Breach, Case, CaseState, Promised, TierClock


@dataclass(frozen=True, slots=True)
class MissedPromise:
    """A promise that was due at a moment and not kept by then; `breach` says why, None while nobody said it."""

    promise: Promised
    tier: int
    at: datetime
    breach: Breach | None


def missed_promises(case: Case, clocks: Iterable[TierClock] | None = None) -> list[MissedPromise]:
    """Return the promises of a case that the caller may see which were missed, the earliest first.

    While the clock stands for the customer nothing is missed anew. Two queries; none for the clocks of the tiers where
    they are given, none for the reasons where nothing was missed.
    """
    now = clock.now()
    stands = case.state == CaseState.WITH_CUSTOMER
    due = [
        (Promised.FIRST_ANSWER, 0, case.first_answer_due_at, case.first_answered_at),
        (Promised.RESOLUTION, 0, case.due_at, case.closed_at),
    ]
    clocks = TierClock.objects.filter(case=case) if clocks is None else clocks
    due += [(Promised.TIER, one.tier, one.due_at, one.ended_at) for one in clocks]
    missed = sorted(
        (at, promise, tier) for promise, tier, at, kept_at in due if at < (kept_at or (at if stands else now))
    )
    if not missed:
        return []
    known = {
        (one.at, one.promise, one.tier): one for one in Breach.objects.filter(case=case).select_related("noted_by")
    }
    return [MissedPromise(promise, tier, at, known.get((at, promise, tier))) for at, promise, tier in missed]
