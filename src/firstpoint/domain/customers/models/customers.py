"""Customers, how they can be reached and where they live."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.people.models import User


class CustomerKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class AccessNeed(models.TextChoices):
    """What somebody needs in order to be served as well as anybody else."""

    LARGE_PRINT = "large_print", _("Large print")
    INTERPRETER = "interpreter", _("Interpreter")
    RELAY = "relay", _("Relay service")
    SIGN_LANGUAGE = "sign_language", _("Sign language")


class Consent(models.TextChoices):
    """What a customer has agreed to."""

    SURVEYS = "surveys", _("Surveys about the service")
    WEB_HISTORY = "web_history", _("Showing advisers what was read on the site")


class PreferredChannel(models.TextChoices):
    """How somebody would rather hear from the agency."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    POST = "post", _("Letter")


class Customer(models.Model):
    """A person or organisation that the agency serves.

    Somebody who was known twice is two rows, of which one is merged into the other; `queries.identity` reads them as one.
    A member of staff who asks for something internal is a customer of another kind, with `staff`: never taken for somebody
    of the public. `version` counts the changes of the facts, so that a form can tell whether somebody else changed them
    meanwhile.
    """

    kind = models.CharField(max_length=16, choices=CustomerKind, default=CustomerKind.PERSON)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    preferred_channel = models.CharField(max_length=16, choices=PreferredChannel, blank=True)
    born_on = models.DateField(null=True)
    access_needs = ArrayField(models.CharField(max_length=24, choices=AccessNeed), default=list, blank=True)
    consents = ArrayField(models.CharField(max_length=24, choices=Consent), default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1, db_default=1)
    staff = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who asks at the desk"
    )

    class Meta:
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="customers_newest"),
            models.Index(
                fields=("merged_into",), condition=models.Q(merged_into__isnull=False), name="customers_merged_into"
            ),
        )

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class ContactPointKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")


class ContactPoint(models.Model):
    """An e-mail address or phone number of a customer; verified once a code sent there came back.

    The same value may stand with several customers: families share phones. Values are kept normalised: e-mail in lower
    case, phone as E.164.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=16, choices=ContactPointKind)
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("customer", "kind", "value"), name="customers_contact_point"),)
        indexes = (models.Index(fields=("value", "kind"), name="customers_contact_point_value"),)

    def __str__(self) -> str:
        return self.value


# In the order in which they are written; the database keeps no order.
ADDRESS_PARTS = ("line1", "line2", "city", "state", "postal_code")


class Address(models.Model):
    """Where a customer lives or works; the newest is the present one, earlier ones stay.

    `key` says the same place alike however it is written; empty without a street and a postal code.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    lines = models.JSONField(default=dict)
    since = models.DateTimeField(default=clock.now)
    key = models.CharField(max_length=240, blank=True, db_default="")

    class Meta:
        indexes = (models.Index(fields=("key",), condition=~models.Q(key=""), name="customers_address_key"),)

    def __str__(self) -> str:
        return ", ".join(str(self.lines[part]) for part in ADDRESS_PARTS if self.lines.get(part))
