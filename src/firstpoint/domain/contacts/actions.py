"""What is done with contacts: they are recorded, messages are sent, and delivery is noted."""

from collections.abc import Iterable

from django.conf import settings

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.contacts.models import (
    Attachment,
    Channel,
    Contact,
    ContactOutcome,
    Delivery,
    Direction,
    Message,
    MessageKind,
)
from firstpoint.domain.customers.models import ContactPointKind, Customer


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
) -> Message:
    """Record an outbound message; it is delivered to the customer's best contact point after the commit.

    Somebody without a contact point reads it on the site. `case_id` is for the journal. Records message.sent.
    """
    require(actor, "contacts.send")
    channel, to = _best_way(customer)
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
    )
    return message


def _attach(message: Message, files: Iterable[Attachment]) -> None:
    attachments = list(files)
    for attachment in attachments:
        attachment.message = message
    if attachments:
        Attachment.objects.bulk_create(attachments)


def _best_way(customer: Customer | None) -> tuple[Channel, str]:
    """Return the channel and the newest address for writing to the customer: e-mail, else text, else the site alone."""
    points = dict(customer.contact_points.order_by("id").values_list("kind", "value")) if customer else {}
    if email := points.get(ContactPointKind.EMAIL):
        return Channel.EMAIL, email
    if settings.SMS_URL and (phone := points.get(ContactPointKind.PHONE)):
        return Channel.SMS, phone
    return Channel.WEB, ""


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
