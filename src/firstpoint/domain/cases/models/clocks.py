"""The time that each tier holds a case, apart from the customer's own clock, which the case itself carries."""

from django.db import models

from firstpoint.domain.cases.models.cases import Case


class TierClock(models.Model):
    """How long one tier has held a case. It begins when the tier takes the case, and ends when another is offered it.

    `due_at` counts in the times in which the customer was waited for, and in which the case was offered in vain.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tier_clocks")
    tier = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended_at=None), name="cases_one_running_tier_clock"
            ),
        )
        indexes = (models.Index(fields=("due_at",), condition=models.Q(ended_at=None), name="cases_tier_clock_due"),)

    def __str__(self) -> str:
        return f"{self.case_id} tier {self.tier}"
