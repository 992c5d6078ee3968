"""A contact that was over as soon as it was answered is logged: what it was about and how it ended, and nothing else."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.catalogue.queries import get_enquiry_type
from firstpoint.domain.contacts.models import LOGGED_CHANNELS, LOGGED_OUTCOMES, Contact, Direction

UNDONE_WITHIN = timedelta(hours=1)


@action
def log_contact(*, actor: Actor, enquiry_type: str, outcome: str, channel: str, language: str) -> Contact:
    """Log an anonymous contact by the code of its enquiry type. Records contact.logged.

    Raises NotFound for an enquiry type that is not in use.
    """
    require(actor, "contacts.log")
    if outcome not in LOGGED_OUTCOMES or channel not in LOGGED_CHANNELS:
        raise DomainError(_("Say how the contact ended, and how it came in."))
    kind: EnquiryType = get_enquiry_type(enquiry_type).enquiry_type
    contact = Contact.objects.create(
        channel=channel,
        direction=Direction.INBOUND,
        handler_id=actor.id,
        enquiry_type=kind,
        language=language,
        outcome=outcome,
    )
    _record("contact.logged", contact, actor, kind.code)
    return contact


@action
def unlog_contact(contact_id: int, *, actor: Actor) -> None:
    """Take back a contact that the actor logged within the hour. Records contact.unlogged. Raises NotFound."""
    contact: Contact = lock(actor, "contacts.log", contact_id)
    is_logged = contact.outcome in LOGGED_OUTCOMES and contact.customer_id is None and not contact.messages.exists()
    if not is_logged or contact.handler_id != actor.id or contact.at < clock.now() - UNDONE_WITHIN:
        raise NotFound
    _record("contact.unlogged", contact, actor, contact.enquiry_type.code if contact.enquiry_type else "")
    contact.delete()


def _record(event_type: str, contact: Contact, actor: Actor, enquiry_type: str) -> None:
    record(
        event_type,
        contact,
        actor=actor,
        contact_id=contact.pk,
        channel=contact.channel,
        data={"enquiry_type": enquiry_type, "outcome": contact.outcome},
    )
