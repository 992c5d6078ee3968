"""Text messages to customers: short, with one link."""

from django.conf import settings

from firstpoint.channels.adapter import Outgoing, Undeliverable
from firstpoint.channels.sms import fake


def written(outgoing: Outgoing) -> str:
    """Return a text message: what it is about and the link where there is one, else the words themselves."""
    return f"{outgoing.subject}. {outgoing.action_url}" if outgoing.action_url else outgoing.body


def send(outgoing: Outgoing) -> None:
    """Send one text message. Raises Undeliverable where no provider is set."""
    if settings.SMS_URL != "demo:":
        raise Undeliverable("No provider of text messages is set.")
    fake.send(outgoing.to, written(outgoing))
