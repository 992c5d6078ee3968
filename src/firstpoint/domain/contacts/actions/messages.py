"""Contacts with messages are recorded; messages are sent, taken back while they are held, and delivered."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.contacts.models import (
    Attachment,
    Contact,
    ContactOutcome,
    Delivery,
    Direction,
    Message,
    MessageKind,
)
from firstpoint.domain.contacts.queries import best_way
from firstpoint.domain.customers.models import Customer


class TooLate(DomainError):
    """The message has gone out."""

    sentence = _("It has gone out already. Write once more if something in it was wrong.")


@action
def record_contact(
    *,
    actor: Actor,
    channel: str,
    customer: Customer | None,
    enquiry_type: EnquiryType | None,
    language: str,
    subject: str = "",
    body: str = "",
    files: Iterable[Attachment] = (),
    journey: dict[str, object] | None = None,
) -> Message:
    """Record an inbound contact with its message; return the message.

    `files` are unsaved attachments whose bytes are in the store already. Records contact.received.
    """
    require(actor, "contacts.record")
    contact = Contact.objects.create(
        channel=channel,
        direction=Direction.INBOUND,
        customer=customer,
        enquiry_type=enquiry_type,
        language=language,
        outcome=ContactOutcome.CASE,
        journey=journey or {},
    )
    message = Message.objects.create(
        contact=contact,
        direction=Direction.INBOUND,
        kind=MessageKind.ENQUIRY,
        subject=subject[:300],
        body=body,
        language=language,
    )
    _attach(message, files)
    record(
        "contact.received",
        contact,
        actor=actor,
        customer_id=contact.customer_id,
        contact_id=contact.pk,
        channel=channel,
        data={"enquiry_type": enquiry_type.code if enquiry_type else ""},
    )
    return message


@action
def send(
    *,
    actor: Actor,
    customer: Customer | None,
    enquiry_type: EnquiryType | None,
    kind: MessageKind,
    subject: str,
    body: str,
    language: str,
    case_id: int | None = None,
    files: Iterable[Attachment] = (),
    hold: int = 0,
    article_version_id: int | None = None,
    response_text_id: int | None = None,
) -> Message:
    """Record an outbound message; it is delivered to the customer's best contact point after the commit.

    Somebody without a contact point reads it on the site. `case_id` is for the journal. For `hold` seconds nobody gets
    it, and it can be taken back. The two other ids are the answer that it gave. Records message.sent.
    """
    require(actor, "contacts.send")
    channel, to = best_way(customer)
    contact = Contact.objects.create(
        channel=channel,
        direction=Direction.OUTBOUND,
        customer=customer,
        handler_id=actor.id,
        enquiry_type=enquiry_type,
        language=language,
    )
    message = Message.objects.create(
        contact=contact,
        direction=Direction.OUTBOUND,
        kind=kind,
        author_id=actor.id,
        subject=subject[:300],
        body=body,
        language=language,
        to=to,
        delivery=Delivery.QUEUED if to else Delivery.NOT_NEEDED,
        held_until=clock.now() + timedelta(seconds=hold) if hold else None,
        article_version_id=article_version_id,
        response_text_id=response_text_id,
    )
    _attach(message, files)
    record(
        "message.sent" if to else "message.left",
        message,
        actor=actor,
        customer_id=contact.customer_id,
        contact_id=contact.pk,
        case_id=case_id,
        channel=channel,
        data={"kind": kind},
        wait=hold,
    )
    return message


@action
def take_back(message_id: int, *, actor: Actor, case_id: int | None = None) -> None:
    """Take back a message that is still held: it never went out, so it goes with its contact and files.

    Records message.withdrawn. Raises TooLate.
    """
    require(actor, "contacts.take_back")
    message = Message.objects.select_for_update(of=("self",)).select_related("contact").filter(pk=message_id).first()
    # Asked only when the row is locked: a worker that delivers it has locked it at its own moment.
    if message is None or not message.is_held:
        raise TooLate
    contact = message.contact
    record(
        "message.withdrawn",
        message,
        actor=actor,
        customer_id=contact.customer_id,
        contact_id=contact.pk,
        case_id=case_id,
        channel=contact.channel,
        data={"kind": message.kind},
    )
    for stored_as in message.attachments.values_list("stored_as", flat=True):
        transaction.on_commit(partial(default_storage.delete, stored_as))
    contact.delete()


def lock_outgoing(message_id: int, *, actor: Actor) -> Message | None:
    """Return a message that waits for its delivery, None for one that was delivered or taken back.

    It waits for whoever takes it back at this moment.
    """
    require(actor, "contacts.deliver")
    with transaction.atomic():
        waiting = Message.objects.filter(pk=message_id, delivery=Delivery.QUEUED)
        return waiting.select_for_update(of=("self",)).select_related("contact").first()


def _attach(message: Message, files: Iterable[Attachment]) -> None:
    attachments = list(files)
    for attachment in attachments:
        attachment.message = message
    if attachments:
        Attachment.objects.bulk_create(attachments)


@action
def note_delivery(message: Message, *, actor: Actor, failure: str = "") -> None:
    """Note that a message went out, or why it could not. Records message.delivered or message.failed."""
    require(actor, "contacts.deliver")
    message.delivery = Delivery.FAILED if failure else Delivery.SENT
    message.delivered_at = None if failure else clock.now()
    message.failure = failure[:300]
    message.save(update_fields=["delivery", "delivered_at", "failure"])
    record(
        "message.failed" if failure else "message.delivered",
        message,
        actor=actor,
        customer_id=message.contact.customer_id,
        contact_id=message.contact_id,
        channel=message.contact.channel,
    )
