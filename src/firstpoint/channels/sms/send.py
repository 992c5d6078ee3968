"""Text messages to customers: short, with one link."""

from django.conf import settings

from firstpoint.channels.adapter import Outgoing, Undeliverable
from firstpoint.channels.sms import fake


def send(outgoing: Outgoing) -> None:
    """Send one text message. Raises Undeliverable where no provider is set."""
    text = f"{outgoing.subject}. {outgoing.action_url}" if outgoing.action_url else outgoing.body
    if settings.SMS_URL != "demo:":
        raise Undeliverable("No provider of text messages is set.")
    fake.send(outgoing.to, text)
