"""The promises of a case: they stand still while the customer is asked for something."""

from datetime import datetime, timedelta

from firstpoint.core import clock
from firstpoint.core.statutory_time import day_of, end_of, working_days_after, working_days_between
from firstpoint.domain.cases.actions.tier_clocks import stand_tier_clock
from firstpoint.domain.cases.models import Case, Pause
from firstpoint.domain.catalogue.models import StatutoryKind


def renew_promises(case: Case) -> None:
    """Promise anew from now on for a locked case that opens again. The caller saves the case."""
    calendar, now = case.version.calendar.working(), clock.now()
    case.due_at = case.version.due_at(now)
    if case.first_answered_at is None:
        case.first_answer_due_at = calendar.add(now, timedelta(minutes=case.version.first_answer_minutes))


def begin_pause(case: Case) -> None:
    """Stop the clock of a locked case, unless it stands already."""
    Pause.objects.get_or_create(case=case, ended_at=None, defaults={"began_at": clock.now()})


def end_pause(case: Case) -> bool:
    """Let the clock of a locked case run on: what was promised moves by the working time of the pause.

    Where a law counts days, freedom of information moves by the working days of the pause, and subject access begins
    anew on the day on which what was asked for came.

    Returns whether the promise moved. The caller saves the case.
    """
    pause = Pause.objects.filter(case=case, ended_at=None).first()
    if pause is None:
        return False
    before = case.due_at
    pause.ended_at = clock.now()
    pause.save(update_fields=["ended_at"])
    case.due_at = _moved_by_law(case, pause)
    if case.first_answered_at is None:
        case.first_answer_due_at = _moved(case, case.first_answer_due_at, pause)
    stand_tier_clock(case.pk, since=pause.began_at)
    return case.due_at != before


def _moved_by_law(case: Case, pause: Pause) -> datetime:
    version, calendar = case.version, case.version.calendar
    place, zone = (calendar.holiday_country, calendar.holiday_subdivision), calendar.time_zone
    ended_at = pause.ended_at or clock.now()
    if version.statutory == StatutoryKind.SUBJECT_ACCESS:
        return max(case.due_at, version.due_at(ended_at))
    if version.statutory == StatutoryKind.FREEDOM_OF_INFORMATION:
        paused = working_days_between(day_of(pause.began_at, zone), day_of(ended_at, zone), *place)
        return end_of(working_days_after(day_of(case.due_at, zone), paused, *place), zone)
    return _moved(case, case.due_at, pause)


def _moved(case: Case, due_at: datetime, pause: Pause) -> datetime:
    calendar = case.version.calendar.working()
    paused = calendar.between(pause.began_at, pause.ended_at or clock.now())
    return calendar.add(due_at, paused)
