"""Which cases were escalated already."""

from django.db import models

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case, Promised


class EscalatedCase(models.Model):
    """A level that a promise of a case has reached, so that nobody is told twice. A promise that moves counts anew."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalated")
    promise = models.CharField(max_length=16, choices=Promised)
    promise_at = models.DateTimeField()
    per_cent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "promise", "promise_at", "per_cent"), name="routing_escalated_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.promise} {self.per_cent} %"
