"""The promises of a case: they stand still while the customer is asked for something."""

from datetime import datetime, timedelta

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case, Pause


def renew_promises(case: Case) -> None:
    """Promise anew from now on for a locked case that opens again. The caller saves the case."""
    calendar, now = case.version.calendar.working(), clock.now()
    case.due_at = calendar.add(now, timedelta(minutes=case.version.resolution_minutes))
    if case.first_answered_at is None:
        case.first_answer_due_at = calendar.add(now, timedelta(minutes=case.version.first_answer_minutes))


def begin_pause(case: Case) -> None:
    """Stop the clock of a locked case, unless it stands already."""
    Pause.objects.get_or_create(case=case, ended_at=None, defaults={"began_at": clock.now()})


def end_pause(case: Case) -> bool:
    """Let the clock of a locked case run on: what was promised moves by the working time of the pause.

    Returns whether the promise moved. The caller saves the case.
    """
    pause = Pause.objects.filter(case=case, ended_at=None).first()
    if pause is None:
        return False
    before = case.due_at
    pause.ended_at = clock.now()
    pause.save(update_fields=["ended_at"])
    case.due_at = _moved(case, case.due_at, pause)
    if case.first_answered_at is None:
        case.first_answer_due_at = _moved(case, case.first_answer_due_at, pause)
    return case.due_at != before


def _moved(case: Case, due_at: datetime, pause: Pause) -> datetime:
    calendar = case.version.calendar.working()
    paused = calendar.between(pause.began_at, pause.ended_at or clock.now())
    return calendar.add(due_at, paused)
