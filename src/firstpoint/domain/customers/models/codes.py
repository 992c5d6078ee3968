"""The codes by which somebody proves a contact point."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.customers.models.customers import ContactPointKind


class CodePurpose(models.TextChoices):
    """What a one-time code opens."""

    TRACK = "track", _("Tracking a case")
    DRAFT = "draft", _("Resuming a form")
    IDENTITY = "identity", _("Proving who somebody is")


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
