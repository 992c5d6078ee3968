"""Contacts, their messages, and the files that came with them."""

from firstpoint.domain.contacts.models.contacts import (
    LOGGED_CHANNELS,
    LOGGED_OUTCOMES,
    Channel,
    Contact,
    ContactOutcome,
    Direction,
)
from firstpoint.domain.contacts.models.messages import Attachment, Delivery, Message, MessageKind

__all__ = (
    "LOGGED_CHANNELS",
    "LOGGED_OUTCOMES",
    "Attachment",
    "Channel",
    "Contact",
    "ContactOutcome",
    "Delivery",
    "Direction",
    "Message",
    "MessageKind",
)
