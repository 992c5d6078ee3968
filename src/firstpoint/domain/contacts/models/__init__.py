"""Contacts, their messages, and the files that came with them."""

from firstpoint.domain.contacts.models.contacts import Channel, Contact, ContactOutcome, Direction
from firstpoint.domain.contacts.models.messages import Attachment, Delivery, Message, MessageKind

__all__ = (
    "Attachment",
    "Channel",
    "Contact",
    "ContactOutcome",
    "Delivery",
    "Direction",
    "Message",
    "MessageKind",
)
