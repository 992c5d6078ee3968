"""A case begins, gathers contacts, and gets an owner."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import insert_new
from firstpoint.core.errors import DomainError
from firstpoint.core.events import Data, record
from firstpoint.core.refs import new_reference
from firstpoint.domain.cases.actions.clocks import end_pause
from firstpoint.domain.cases.actions.ending import OPENED_AGAIN, open_again
from firstpoint.domain.cases.actions.owning import ClosedForGood
from firstpoint.domain.cases.actions.telling import tell_promise_moved, tell_receipt, tell_reopened
from firstpoint.domain.cases.actions.tier_clocks import turn_to_tier
from firstpoint.domain.cases.models import Case, CaseContact, CaseState
from firstpoint.domain.cases.queries import may_reopen
from firstpoint.domain.catalogue.models import Audience, EnquiryTypeVersion
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind

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
    noted: Data | None = None,
) -> Case:
    """Open a case for an inbound message, promise a first answer and a resolution, and send the receipt.

    Records case.opened; its data has what is `noted` too.
    """
    require(actor, "cases.open")
    contact = message.contact
    case = begin_case(
        contact.customer,
        version,
        channel=contact.channel,
        language=contact.language,
        summary=summary,
        answers=answers,
        secret_hash=secret_hash,
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
        data={"enquiry_type": version.enquiry_type.code, "version": version.number, **(noted or {})},
    )
    tell_receipt(case, actor=actor)
    return case


def begin_case(
    customer: Customer | None,
    version: EnquiryTypeVersion,
    *,
    channel: str,
    language: str,
    summary: str,
    answers: dict[str, Any],
    secret_hash: str = "",
) -> Case:
    """Save a new case with its promises, as a part of opening it."""
    now, calendar, kind = clock.now(), version.calendar.working(), version.enquiry_type
    if (kind.audience == Audience.STAFF) != bool(customer and customer.staff_id):
        raise DomainError(_("What staff ask and what the public asks are kept apart."))
    return _with_new_reference(
        Case(
            customer=customer,
            enquiry_type=kind,
            version=version,
            restricted_to_id=kind.department_id if kind.is_restricted else None,
            channel=channel,
            language=language,
            summary=summary[:200],
            answers=answers,
            opened_at=now,
            customer_wrote_at=now,
            first_answer_due_at=calendar.add(now, timedelta(minutes=version.first_answer_minutes)),
            due_at=version.due_at(now),
            secret_hash=secret_hash,
        )
    )


def _with_new_reference(case: Case) -> Case:
    """Save the case under a reference that no other has; two that meet by chance draw again."""
    for _attempt in range(REFERENCE_TRIES):
        case.reference = new_reference()
        if insert_new(case):
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
    case.state, case.customer_wrote_at = CaseState.OPEN, clock.now()
    if was_closed:
        open_again(case)
    case.save(update_fields=[*OPENED_AGAIN, "customer_wrote_at"])
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
    if case.owner:
        give_notice([case.owner], NoticeKind.CUSTOMER_WROTE, case_id=case.pk, by_id=actor.id)
    if was_closed:
        tell_reopened(case, actor=actor)
    elif has_moved:
        tell_promise_moved(case, actor=actor)
    return case


@action
def assign_owner(
    case_id: int, *, actor: Actor, owner_id: int | None, tier: int | None = None, sent_at: datetime | None = None
) -> Case:
    """Make somebody the owner, or nobody while the case waits in a queue. Records case.owner_changed.

    With a tier, its clock runs from now on; `sent_at` is when the tier before handed the case on.
    """
    case: Case = lock(actor, "cases.take", case_id)
    case.owner_id = owner_id
    case.save(update_fields=["owner"])
    if tier:
        turn_to_tier(case, tier, sent_at=sent_at)
    record(
        "case.owner_changed",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"owner": owner_id},
    )
    return case
