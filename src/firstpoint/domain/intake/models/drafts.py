"""Forms that somebody saved to finish later."""

from django.db import models

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.customers.models import ContactPointKind


class Draft(models.Model):
    """A saved form. `answers` are the fields as they were typed, not checked yet. `kind` and `destination` say where
    the link and the code were sent."""

    version = models.ForeignKey(EnquiryTypeVersion, on_delete=models.CASCADE)
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=16, choices=ContactPointKind)
    destination = models.CharField(max_length=254)
    answers = models.JSONField(default=dict)
    journey = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("expires_at",), name="intake_draft_expiry"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.pk}"
