"""A case turns out to be about something else: staff move it to the enquiry type that it is about."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.owning import lock_own_case
from firstpoint.domain.cases.actions.telling import tell_promise_renewed
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.queries import get_enquiry_type


@action
def change_enquiry_type(case_id: int, *, actor: Actor, code: str) -> Case:
    """Move a case to the current version of another enquiry type; what was promised is only ever brought forward.

    The customer is told when that changes the promise. Records case.enquiry_type_changed. Raises CaseIsClosed,
    NotTheOwner, NotFound for a code that is not in use.
    """
    case = lock_own_case(actor, "cases.retype", case_id)
    version, before, promised = get_enquiry_type(code, case.enquiry_type.audience), case.enquiry_type, case.due_at
    if version.enquiry_type_id == case.enquiry_type_id:
        raise DomainError(_("The case is about this already."))
    case.enquiry_type, case.version, case.step = version.enquiry_type, version, 0
    case.restricted_to_id = version.enquiry_type.department_id if version.enquiry_type.is_restricted else None
    case.due_at = (
        min(case.due_at, version.due_at(case.opened_at))
        if version.statutory
        else _promised(case, case.due_at, version.resolution_minutes)
    )
    if case.first_answered_at is None:
        case.first_answer_due_at = _promised(case, case.first_answer_due_at, version.first_answer_minutes)
    case.retyped_at = clock.now()
    case.save(
        update_fields=[
            "enquiry_type", "version", "step", "restricted_to", "due_at", "first_answer_due_at", "retyped_at"
        ]
    )  # fmt: skip
    record(
        "case.enquiry_type_changed",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"before": before.code, "enquiry_type": version.enquiry_type.code, "version": version.number},
    )
    if case.due_at != promised:
        tell_promise_renewed(case, actor=actor)
    return case


def _promised(case: Case, promised: datetime, minutes: int) -> datetime:
    """Return the new type's promise where it is earlier than what was promised, else that.

    It counts from the opening, less the pauses that ended; where that moment has passed, from now: nothing is promised
    for the past.
    """
    calendar, now, within = case.version.calendar.working(), clock.now(), timedelta(minutes=minutes)
    pauses = case.pauses.filter(ended_at__isnull=False).values_list("began_at", "ended_at")
    renewed = calendar.due_at(case.opened_at, within, list(pauses), now)
    return min(promised, renewed if renewed > now else calendar.add(now, within))
