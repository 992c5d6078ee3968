"""Who changed what in the catalogue, and why; and what is being written and not published yet."""

from django.core import signing
from django.db import models

from firstpoint.core import clock
from firstpoint.domain.people.models import User

PREVIEW_SALT = "enquiry-type-preview"
PREVIEW_GOOD_FOR_SECONDS = 24 * 60 * 60


class Change(models.Model):
    """A row of the catalogue as it was saved. `says` is the entry that an import would take, so that it can be restored.

    `section` is the import's section, `code` the row's own; the one agency has none.
    """

    section = models.CharField(max_length=20)
    code = models.CharField(max_length=50, blank=True)
    number = models.PositiveIntegerField()
    says = models.JSONField()
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("section", "code", "number"), name="catalogue_change_number"),)

    def __str__(self) -> str:
        return f"{self.section} {self.code} {self.number}"


class EnquiryTypeDraft(models.Model):
    """An enquiry type that is being written: an entry as the import takes it, perhaps not whole yet.

    `number` rises with each save, so that two who write at once do not undo each other's words.
    """

    code = models.SlugField(unique=True)
    says = models.JSONField()
    number = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.code

    @property
    def token(self) -> str:
        """What the link to the preview carries, which nobody can make up; good for a day."""
        return signing.dumps(self.pk, salt=PREVIEW_SALT)

    @staticmethod
    def read_token(token: str) -> int:
        """Return the id of the draft that a preview's link names, 0 for one that is forged or too old."""
        try:
            return int(signing.loads(token, salt=PREVIEW_SALT, max_age=PREVIEW_GOOD_FOR_SECONDS))
        except signing.BadSignature:
            return 0
