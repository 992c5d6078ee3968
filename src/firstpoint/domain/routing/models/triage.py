"""What was learned about which words customers use for which enquiry type."""

from django.db import models

from firstpoint.domain.people.models import User


class TriageModel(models.Model):
    """A model of one language, never changed once made: the newest is used, older ones go.

    `decisions` were learned from; with `measured` of them, each held out once, the right enquiry type was first in the
    share `top_1` and among the first three in `top_3`, and `calibration_error` is how far off confidences were. None
    while there were too few. `numbers` are arrays in numpy's format, `vocabulary` and `types` what their rows and columns
    stand for.
    """

    language = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decisions = models.PositiveIntegerField()
    measured = models.PositiveIntegerField()
    top_1 = models.FloatField(null=True)
    top_3 = models.FloatField(null=True)
    calibration_error = models.FloatField(null=True)
    types = models.JSONField()
    vocabulary = models.JSONField()
    numbers = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=("language", "-id"), name="routing_triage_newest"),)

    def __str__(self) -> str:
        return f"{self.language} {self.made_at}"
