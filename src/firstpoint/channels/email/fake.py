"""Mail in the demo: kept for the page that shows it, sent to nobody."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from firstpoint.channels.models import DemoMessage


class DemoMail(BaseEmailBackend):
    """Django's mail interface over the demo's outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            for to in mail.recipients():
                DemoMessage.objects.create(channel="email", to=to, subject=str(mail.subject), body=str(mail.body))
        return len(email_messages)
