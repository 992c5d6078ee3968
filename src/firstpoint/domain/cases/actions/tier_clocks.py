"""The clock of each tier: nobody's time holds the delay of another."""

from datetime import datetime, timedelta

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case, TierClock


def turn_to_tier(case: Case, tier: int, *, sent_at: datetime | None) -> None:
    """Let the clock of this tier run for a locked case, unless it runs; that of another tier ended when it was sent.

    The first begins when the case was opened: it waited in the tier's own queue.
    """
    last = TierClock.objects.filter(case=case).order_by("-id").first()
    if last and last.ended_at is None:
        if last.tier == tier:
            return
        last.ended_at = sent_at or clock.now()
        last.save(update_fields=["ended_at"])
    _start(case, tier, clock.now() if last else case.opened_at)


def restart_tier_clock(case: Case) -> None:
    """Let the clock of the tier that held a case last run again, as it opened again."""
    last = TierClock.objects.filter(case=case).order_by("-id").first()
    if last and last.ended_at:
        _start(case, last.tier, clock.now())


def _start(case: Case, tier: int, began_at: datetime) -> None:
    minutes = case.version.tier_minutes.get(str(tier)) or case.version.resolution_minutes
    due_at = case.version.calendar.working().add(began_at, timedelta(minutes=minutes))
    TierClock.objects.create(case=case, tier=tier, began_at=began_at, due_at=due_at)


def stand_tier_clock(case_id: int, *, since: datetime) -> None:
    """Let the running clock of a case stand for the working time since then, as the tier could do nothing."""
    running = TierClock.objects.filter(case=case_id, ended_at=None).select_related("case__version__calendar").first()
    if running:
        calendar = running.case.version.calendar.working()
        running.due_at = calendar.add(running.due_at, calendar.between(since, clock.now()))
        running.save(update_fields=["due_at"])


def end_tier_clock(case: Case) -> None:
    """Stop the clock of a case that ends."""
    TierClock.objects.filter(case=case, ended_at=None).update(ended_at=clock.now())


def put_back_tier_clock(case_id: int, last_id: int | None, ended_at: datetime | None) -> None:
    """Let the clocks of a locked case stand as they did, when this was the newest, as what began others is undone."""
    clocks = TierClock.objects.filter(case=case_id)
    clocks.filter(pk__gt=last_id or 0).delete()
    clocks.filter(pk=last_id or 0).update(ended_at=ended_at)
