"""A case begins, gathers contacts, and gets an owner."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.core.refs import new_reference
from firstpoint.domain.cases.actions.clocks import end_pause, renew_promises
from firstpoint.domain.cases.actions.owning import ClosedForGood
from firstpoint.domain.cases.actions.telling import tell_promise_moved, tell_receipt, tell_reopened
from firstpoint.domain.cases.models import Case, CaseContact, CaseState
from firstpoint.domain.cases.queries import may_reopen
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.contacts.models import Message

REFERENCE_TRIES = 5


@action
def open_case(
    message: Message,
    *,
    actor: Actor,
    version: EnquiryTypeVersion,
    summary: str,
    answers: dict[str, Any],
    secret_hash: str = "",
) -> Case:
    """Open a case for an inbound message, promise a first answer and a resolution, and send the receipt.

    Records case.opened.
    """
    require(actor, "cases.open")
    contact, kind, now = message.contact, version.enquiry_type, clock.now()
    calendar = version.calendar.working()
    case = _with_new_reference(
        Case(
            customer=contact.customer,
            enquiry_type=kind,
            version=version,
            restricted_to_id=kind.department_id if kind.is_restricted else None,
            channel=contact.channel,
            language=contact.language,
            summary=summary[:200],
            answers=answers,
            opened_at=now,
            customer_wrote_at=now,
            first_answer_due_at=calendar.add(now, timedelta(minutes=version.first_answer_minutes)),
            due_at=calendar.add(now, timedelta(minutes=version.resolution_minutes)),
            secret_hash=secret_hash,
        )
    )
    CaseContact.objects.create(case=case, contact=contact)
    record(
        "case.opened",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        contact_id=contact.pk,
        channel=contact.channel,
        data={"enquiry_type": kind.code, "version": version.number},
    )
    tell_receipt(case, actor=actor)
    return case


def _with_new_reference(case: Case) -> Case:
    """Save the case under a reference that no other has; two that meet by chance draw again."""
    for _attempt in range(REFERENCE_TRIES):
        case.reference = new_reference()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            case.pk = None
        else:
            return case
    raise RuntimeError("No unused reference was found; the reference space is too full.")


@action
def add_to_case(case_id: int, message: Message, *, actor: Actor) -> Case:
    """Add a further message of the customer to a case; a closed case opens again, and a pause ends.

    Records case.customer_wrote, and case.reopened for a closed case. Raises ClosedForGood.
    """
    case: Case = lock(actor, "cases.write", case_id)
    if case.is_closed and not may_reopen(actor, case):
        raise ClosedForGood
    CaseContact.objects.create(case=case, contact=message.contact)
    was_closed, has_moved = case.is_closed, end_pause(case)
    case.state, case.closed_at, case.outcome = CaseState.OPEN, None, ""
    case.customer_wrote_at = clock.now()
    if was_closed:
        renew_promises(case)
    case.save(update_fields=["state", "closed_at", "outcome", "customer_wrote_at", "due_at", "first_answer_due_at"])
    for event_type in ("case.customer_wrote", "case.reopened") if was_closed else ("case.customer_wrote",):
        record(
            event_type,
            case,
            actor=actor,
            customer_id=case.customer_id,
            case_id=case.pk,
            contact_id=message.contact_id,
            channel=message.contact.channel,
        )
    if was_closed:
        tell_reopened(case, actor=actor)
    elif has_moved:
        tell_promise_moved(case, actor=actor)
    return case


@action
def assign_owner(case_id: int, *, actor: Actor, owner_id: int | None) -> Case:
    """Make somebody the owner, or nobody while the case waits in a queue. Records case.owner_changed."""
    case: Case = lock(actor, "cases.take", case_id)
    case.owner_id = owner_id
    case.save(update_fields=["owner"])
    record(
        "case.owner_changed",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"owner": owner_id},
    )
    return case
