"""Cases that a deputy has while their owner is away."""

from django.db import models

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.people.models import Absence, User


class CoveredCase(models.Model):
    """A case that went to a deputy as an absence began; it comes back at the end if it is still with a deputy."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="covered")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="covers")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("absence", "case"), condition=models.Q(ended_at=None), name="routing_covered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.absence_id} {self.case_id}"
