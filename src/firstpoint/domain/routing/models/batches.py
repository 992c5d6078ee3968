"""What a supervisor did to many cases at once, and how each stood before, so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.people.models import User


class BatchKind(models.TextChoices):
    REASSIGN = "reassign", _("Give to a person")
    MOVE = "move", _("Put into another queue")
    PRIORITY = "priority", _("Change the priority")


class Batch(models.Model):
    """One thing done to many cases at once. `to` is what they were given: the id of a person or a queue, or a priority.

    `last_event_id` is the newest event of the journal when it was done: whatever staff did to a case later came after.
    """

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BatchKind)
    to = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    last_event_id = models.BigIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("by", "-at", "-id"), name="routing_batches_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class BatchedCase(models.Model):
    """A case of a batch: how it stood before and after; or why nothing was done, or nothing undone, in a sentence."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    refusal = models.CharField(max_length=300, blank=True)
    kept_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "case"), name="routing_batched_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.case_id}"
