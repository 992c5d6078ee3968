"""Mail to customers and staff: plain text with one link, marked as automatic so that machines do not answer it."""

from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from firstpoint.channels.adapter import Outgoing, Undeliverable


def written(outgoing: Outgoing) -> str:
    """Return the text of a mail."""
    with override(outgoing.language):
        return render_to_string("email/mail.txt", {"outgoing": outgoing})


def send(outgoing: Outgoing) -> None:
    """Send one mail. Raises Undeliverable when the server refuses the address for good."""
    mail = EmailMessage(
        subject=" ".join(outgoing.subject.split()),
        body=written(outgoing),
        to=[outgoing.to],
        headers={
            "Message-ID": outgoing.message_id,
            # RFC 3834, and the request to Exchange not to answer.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "X-Loop": "firstpoint",
            "Content-Language": outgoing.language,
        },
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        # RFC 5321: a code of the 400s says "not now", one of the 500s "never".
        if any(code < 500 for code, _sentence in refused.recipients.values()):
            raise
        raise Undeliverable(str(refused)) from refused
