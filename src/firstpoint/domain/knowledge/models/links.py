"""Where articles lead outside, and whether anything is there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    NEW = "new", _("Not looked at yet")
    FINE = "fine", _("Fine")
    MOVED = "moved", _("Moved for good")
    FAILING = "failing", _("Failed lately")
    BROKEN = "broken", _("Broken")
    UNKNOWN = "unknown", _("Cannot be checked")


class OutsideLink(models.Model):
    """An address that published articles lead to, as it is written there, and what came of looking.

    `reason` is a code, `status` that of the last answer, 0 when there was none. `failures` counts those in a row.
    """

    url = models.CharField(max_length=2000, unique=True)
    state = models.CharField(max_length=8, choices=LinkState, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    moved_to = models.CharField(max_length=2000, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("next_check_at",), name="knowledge_link_next"),
            models.Index(fields=("state",), name="knowledge_link_state"),
        )

    def __str__(self) -> str:
        return self.url
