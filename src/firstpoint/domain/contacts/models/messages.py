"""What was said inside a contact, and the files that came with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.contacts.models.contacts import Contact, Direction
from firstpoint.domain.knowledge.models import ArticleVersion, StandardResponseText
from firstpoint.domain.people.models import User


class MessageKind(models.TextChoices):
    """Why a message was written."""

    ENQUIRY = "enquiry", _("Enquiry")
    RECEIPT = "receipt", _("Receipt")
    ANSWER = "answer", _("Answer")
    REQUEST = "request", _("Question to the customer")
    NOTICE = "notice", _("Notice")
    OUTCOME = "outcome", _("Outcome")


class Delivery(models.TextChoices):
    """Where an outbound message stands."""

    NOT_NEEDED = "not_needed", _("To be read on the site")
    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be delivered")


class Message(models.Model):
    """One message. Outbound ones have an author; `to` is the address used, empty where it is read on the site alone."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=8, choices=Direction)
    kind = models.CharField(max_length=12, choices=MessageKind)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)
    to = models.CharField(max_length=254, blank=True)
    delivery = models.CharField(max_length=12, choices=Delivery, default=Delivery.NOT_NEEDED)
    delivered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    held_until = models.DateTimeField(null=True, help_text="Until when it can be taken back; it goes out then")
    article_version = models.ForeignKey(
        ArticleVersion, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The answer given"
    )
    response_text = models.ForeignKey(
        StandardResponseText, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The answer given"
    )

    class Meta:
        indexes = (models.Index(fields=("contact", "at"), name="contacts_message_of_contact"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_inbound(self) -> bool:
        """Say whether the customer wrote it."""
        return self.direction == Direction.INBOUND

    @property
    def is_held(self) -> bool:
        """Say whether it can still be taken back, so that its reader does not see it yet."""
        return self.held_until is not None and self.held_until > clock.now()


class Attachment(models.Model):
    """A file of a message. `stored_as` is its name in the file store; `name` is what the sender called it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name
