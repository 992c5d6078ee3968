"""What a case tells its customer, in the customer's language."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case, CaseContact
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind


def tell(
    case: Case,
    *,
    actor: Actor,
    kind: MessageKind,
    body: str,
    files: Iterable[Attachment] = (),
) -> Message:
    """Send words of a case to its customer and keep them with the case."""
    with override(case.language):
        subject = _("%(name)s: %(reference)s") % {"name": case.version.name, "reference": case.reference}
    message = contacts.send(
        actor=actor,
        customer=case.customer,
        enquiry_type=case.enquiry_type,
        kind=kind,
        subject=subject,
        body=body,
        language=case.language,
        case_id=case.pk,
        files=files,
    )
    CaseContact.objects.create(case=case, contact=message.contact)
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


def tell_promise_moved(case: Case, *, actor: Actor) -> None:
    """Tell that what was promised has moved."""
    _tell_from_template(case, "cases/promise_moved.txt", actor=actor, kind=MessageKind.NOTICE)


def _tell_from_template(case: Case, template: str, *, actor: Actor, kind: MessageKind, **more: object) -> None:
    with override(case.language):
        body = render_to_string(template, {"case": case, "version": case.version, **more}).strip()
    tell(case, actor=actor, kind=kind, body=body)
