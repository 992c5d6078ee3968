"""What is done with contacts: they are recorded or logged, messages are sent, taken back and delivered."""

from firstpoint.domain.contacts.actions.logging import log_contact, unlog_contact
from firstpoint.domain.contacts.actions.messages import (
    TooLate,
    lock_outgoing,
    note_delivery,
    record_contact,
    send,
    take_back,
)

__all__ = (
    "TooLate",
    "lock_outgoing",
    "log_contact",
    "note_delivery",
    "record_contact",
    "send",
    "take_back",
    "unlog_contact",
)
