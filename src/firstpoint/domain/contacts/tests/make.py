"""Contacts and messages for tests, recorded as a channel records them."""

from typing import Any

from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.contacts import actions
from firstpoint.domain.contacts.models import Channel, Message, MessageKind
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM


def an_inbound_message(**overrides: Any) -> Message:
    """Record a contact of a customer with its message; `customer=None` makes it anonymous."""
    given = {
        "channel": Channel.WEB,
        "enquiry_type": a_general_question().enquiry_type,
        "language": "en",
        "body": "How do I get a library card?",
    }
    if "customer" not in overrides:
        given["customer"] = a_customer()
    return actions.record_contact(actor=SYSTEM, **given | overrides)


def an_outbound_message(**overrides: Any) -> Message:
    """Send a message to a customer; it waits for its delivery where there is a way to deliver it."""
    given = {
        "enquiry_type": a_general_question().enquiry_type,
        "kind": MessageKind.ANSWER,
        "subject": "Your question",
        "body": "You can get the card at any library.",
        "language": "en",
    }
    if "customer" not in overrides:
        given["customer"] = a_customer()
    return actions.send(actor=SYSTEM, **given | overrides)
