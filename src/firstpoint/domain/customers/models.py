"""Customers, how they can be reached, where they live, and the codes by which they prove it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock


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


class Customer(models.Model):
    """A person or organisation that the agency serves."""

    kind = models.CharField(max_length=16, choices=CustomerKind, default=CustomerKind.PERSON)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    preferred_channel = models.CharField(max_length=16, blank=True)
    access_needs = ArrayField(models.CharField(max_length=24, choices=AccessNeed), default=list, blank=True)
    consents = ArrayField(models.CharField(max_length=24, choices=Consent), default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="customers_newest"),
            # The beginning of a name, in any case of letters; LIKE needs the pattern class in most collations.
            models.Index(OpClass(Upper("name"), name="text_pattern_ops"), name="customers_name"),
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


class Address(models.Model):
    """Where a customer lives or works; the newest is the present one, earlier ones stay."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    lines = models.JSONField(default=dict)
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return ", ".join(str(line) for line in self.lines.values() if line)


class CodePurpose(models.TextChoices):
    """What a one-time code opens."""

    TRACK = "track", _("Tracking a case")
    DRAFT = "draft", _("Resuming a form")


class OneTimeCode(models.Model):
    """A code sent to a contact point, good once and for a short time.

    The code itself is never stored: it is derived from the row's nonce and the installation's key. A row without a
    destination was asked for by somebody who named nothing real; it is kept so that both look alike from outside.
    """

    purpose = models.CharField(max_length=12, choices=CodePurpose)
    subject_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16, choices=ContactPointKind)
    destination = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12)
    nonce = models.CharField(max_length=32)
    attempts = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("expires_at",), name="customers_code_expiry"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
