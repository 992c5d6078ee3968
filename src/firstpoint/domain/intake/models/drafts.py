"""Forms that somebody saved to finish later."""

from django.core import signing
from django.db import models

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.customers.models import ContactPointKind

LINK_SALT = "draft-link"


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

    @property
    def token(self) -> str:
        """What the link to the draft carries, which nobody can make up."""
        return signing.dumps(self.pk, salt=LINK_SALT)

    @staticmethod
    def read_token(token: str) -> int:
        """Return the id of the draft that a link names, 0 for a forged one."""
        try:
            return int(signing.loads(token, salt=LINK_SALT))
        except signing.BadSignature:
            return 0
