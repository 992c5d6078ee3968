"""Promises that were missed, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models.cases import Case
from firstpoint.domain.people.models import User


class Promised(models.TextChoices):
    """What was promised, and to whom: the first two to the customer, the last to the house."""

    FIRST_ANSWER = "first_answer", _("First answer")
    RESOLUTION = "resolution", _("Resolution")
    TIER = "tier", _("Time of the tier")


class BreachReason(models.TextChoices):
    STAFFING = "staffing", _("Too few staff")
    CUSTOMER_LATE = "customer_late", _("The customer was late")
    OTHER_AGENCY = "other_agency", _("Waiting for another agency")
    SYSTEM = "system", _("A system failed")
    COMPLEXITY = "complexity", _("More complex than usual")
    OVERLOOKED = "overlooked", _("Overlooked")


class Breach(models.Model):
    """Why a promise was missed that was due at a moment; `tier` is 0 for what was promised to the customer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="breaches")
    promise = models.CharField(max_length=16, choices=Promised)
    tier = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=BreachReason)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "promise", "tier", "at"), name="cases_breach_explained_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.promise} {self.reason}"
