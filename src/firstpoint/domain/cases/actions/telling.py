"""What a case tells its customer, in the customer's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import override

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case, CaseContact
from firstpoint.domain.cases.queries.replies import subject_of
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that words to a customer gave: the version of an article, the text of a standard response, or neither."""

    article_version_id: int | None = None
    response_text_id: int | None = None


NOTHING = Given()


def tell(
    case: Case,
    *,
    actor: Actor,
    kind: MessageKind,
    body: str,
    files: Iterable[Attachment] = (),
    hold: int = 0,
    given: Given = NOTHING,
) -> Message:
    """Send words of a case to its customer and keep them with the case; they can be taken back for `hold` seconds."""
    message = contacts.send(
        actor=actor,
        customer=case.customer,
        enquiry_type=case.enquiry_type,
        kind=kind,
        subject=subject_of(case),
        body=body,
        language=case.language,
        case_id=case.pk,
        files=files,
        hold=hold,
        article_version_id=given.article_version_id,
        response_text_id=given.response_text_id,
    )
    CaseContact.objects.create(case=case, contact=message.contact)
    if case.customer and case.customer.staff and kind != MessageKind.RECEIPT:
        give_notice([case.customer.staff], NoticeKind.ANSWERED, case_id=case.pk, by_id=actor.id)
    return message


def tell_receipt(case: Case, *, actor: Actor) -> None:
    """Confirm a new case: its reference, what happens next, and by when."""
    _tell_from_template(case, "cases/receipt.txt", actor=actor, kind=MessageKind.RECEIPT)


def tell_outcome(case: Case, *, actor: Actor, note: str) -> None:
    """Tell how the case ended."""
    _tell_from_template(case, "cases/outcome.txt", actor=actor, kind=MessageKind.OUTCOME, note=note)


def tell_reopened(case: Case, *, actor: Actor) -> None:
    """Tell that work on the case goes on, and the new promise."""
    _tell_from_template(case, "cases/reopened.txt", actor=actor, kind=MessageKind.NOTICE)


def tell_promise_moved(case: Case, *, actor: Actor, hold: int = 0) -> Message:
    """Tell that what was promised has moved; where words that moved it can be taken back, so can this."""
    return _tell_from_template(case, "cases/promise_moved.txt", actor=actor, kind=MessageKind.NOTICE, hold=hold)


def tell_promise_renewed(case: Case, *, actor: Actor) -> None:
    """Tell the promise of a case that is about something else than was thought."""
    _tell_from_template(case, "cases/promise_renewed.txt", actor=actor, kind=MessageKind.NOTICE)


def tell_promise_extended(case: Case, *, actor: Actor, reason: str) -> None:
    """Tell to which day an answer was put off, and why."""
    _tell_from_template(case, "cases/promise_extended.txt", actor=actor, kind=MessageKind.NOTICE, reason=reason)


def tell_merged(case: Case, into: Case, *, actor: Actor) -> None:
    """Tell that work goes on in another case of the customer."""
    _tell_from_template(case, "cases/merged.txt", actor=actor, kind=MessageKind.OUTCOME, into=into)


def _tell_from_template(
    case: Case, template: str, *, actor: Actor, kind: MessageKind, hold: int = 0, **more: object
) -> Message:
    with override(case.language):
        body = render_to_string(template, {"case": case, "version": case.version, **more}).strip()
    return tell(case, actor=actor, kind=kind, body=body, hold=hold)
