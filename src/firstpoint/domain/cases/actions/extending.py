"""The day by which a law wants an answer is moved where that law allows it, and the customer is told why."""

from datetime import date

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.core.statutory_time import (
    FREEDOM_OF_INFORMATION_DAYS,
    SUBJECT_ACCESS_MONTHS_AT_MOST,
    day_of,
    end_of,
    months_after,
    working_days_after,
)
from firstpoint.domain.cases.actions.owning import lock_own_case
from firstpoint.domain.cases.actions.telling import tell_promise_extended
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import StatutoryKind


@action
def extend_promise(case_id: int, *, actor: Actor, due_on: date, reason: str) -> Case:
    """Move the day by which a statutory case is due, and tell the customer with the reason.

    Subject access: to three months from the request at most, told before the first month is over. Freedom of
    information, to weigh the public interest: to forty working days at most. Of an ombudsman's enquiry it is the day
    that the ombudsman names. Records case.promise_extended. Raises CaseIsClosed, NotTheOwner.
    """
    case = lock_own_case(actor, "cases.answer", case_id)
    calendar = case.version.calendar
    if not reason.strip():
        raise DomainError(_("Write the reason: the customer reads it."))
    if due_on <= day_of(clock.now(), calendar.time_zone):
        raise DomainError(_("Choose a day after today."))
    if case.version.statutory != StatutoryKind.OMBUDSMAN:
        _check_law(case, due_on)
    case.due_at = end_of(due_on, calendar.time_zone)
    case.save(update_fields=["due_at"])
    tell_promise_extended(case, actor=actor, reason=reason.strip())
    record("case.promise_extended", case, actor=actor, customer_id=case.customer_id, case_id=case.pk)
    return case


def latest_day(case: Case) -> date | None:
    """Return the day to which the law lets the answer be put off, None where it names none."""
    calendar = case.version.calendar
    place = (calendar.holiday_country, calendar.holiday_subdivision)
    received_on = day_of(case.opened_at, calendar.time_zone)
    if case.version.statutory == StatutoryKind.SUBJECT_ACCESS:
        return months_after(received_on, SUBJECT_ACCESS_MONTHS_AT_MOST, *place)
    if case.version.statutory == StatutoryKind.FREEDOM_OF_INFORMATION:
        return working_days_after(received_on, 2 * FREEDOM_OF_INFORMATION_DAYS, *place)
    return None


def _check_law(case: Case, due_on: date) -> None:
    latest, now = latest_day(case), clock.now()
    if latest is None:
        raise DomainError(_("Only the day of a statutory case can be moved. What was promised here stands."))
    if now > case.due_at:
        raise DomainError(_("The day has passed: the law lets it be moved only before."))
    if due_on <= day_of(case.due_at, case.version.calendar.time_zone):
        raise DomainError(_("Choose a later day than the present one."))
    if due_on > latest:
        raise DomainError(_("The law allows %(day)s at the latest.") % {"day": latest.isoformat()})
