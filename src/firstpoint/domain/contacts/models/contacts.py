"""One touch on one channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import User


class Channel(models.TextChoices):
    WEB = "web", _("Web form")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    SMS = "sms", _("Text message")
    POST = "post", _("Letter")
    COUNTER = "counter", _("Counter")
    SOCIAL = "social", _("Social media")


class Direction(models.TextChoices):
    INBOUND = "inbound", _("From the customer")
    OUTBOUND = "outbound", _("To the customer")


class ContactOutcome(models.TextChoices):
    """How a contact ended."""

    CASE = "case", _("Became part of a case")
    ANSWERED = "answered", _("Answered")
    SIGN_POSTED = "sign_posted", _("Sign-posted")
    ARTICLE_GIVEN = "article_given", _("Article given")


# How a contact ended that left no case, and how it can have come in: somebody was there to be told at once.
LOGGED_OUTCOMES = (ContactOutcome.ANSWERED, ContactOutcome.SIGN_POSTED, ContactOutcome.ARTICLE_GIVEN)
LOGGED_CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.CHAT, Channel.SOCIAL, Channel.EMAIL, Channel.SMS)


class Contact(models.Model):
    """A call, a visit, a web form, a turn of an e-mail thread. Anonymous when it has no customer."""

    channel = models.CharField(max_length=16, choices=Channel)
    direction = models.CharField(max_length=8, choices=Direction)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="contacts")
    handler = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    enquiry_type = models.ForeignKey(EnquiryType, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16, choices=ContactOutcome, blank=True)
    at = models.DateTimeField(default=clock.now)
    journey = models.JSONField(default=dict, help_text="What was searched and read on the site just before")

    class Meta:
        indexes = (models.Index(fields=("customer", "-at"), name="contacts_of_customer"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
