"""What a message looks like where it arrives: made by what delivers it, and sent to nobody."""

from firstpoint.channels.email.send import written as written_mail
from firstpoint.channels.sms.send import written as written_text
from firstpoint.channels.tasks import letter_of
from firstpoint.domain.contacts.models import Channel, Message
from firstpoint.domain.contacts.queries import Delivered


def as_delivered(message: Message, reference: str) -> Delivered:
    """Return the message as its reader gets it; one that is read on the site is its words alone."""
    channel, letter = message.contact.channel, letter_of(message, reference)
    if channel == Channel.EMAIL:
        text = written_mail(letter)
    elif channel == Channel.SMS:
        text = written_text(letter)
    else:
        text = message.body
    return Delivered(channel, message.to, message.subject, text)
