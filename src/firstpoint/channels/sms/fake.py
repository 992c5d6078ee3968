"""Text messages in the demo: kept for the page that shows them, sent to nobody."""

from firstpoint.channels.models import DemoMessage


def send(to: str, text: str) -> None:
    """Keep one text message."""
    DemoMessage.objects.create(channel="sms", to=to, subject="", body=text)
