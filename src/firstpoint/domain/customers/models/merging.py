"""Who was merged with whom, on what evidence, and who was found to be two people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.customers.models.customers import AccessNeed, Customer
from firstpoint.domain.people.models import User


class Evidence(models.TextChoices):
    """What speaks for two customers being one."""

    PROVED_EMAIL = "proved_email", _("Same e-mail, proved by both")
    PROVED_PHONE = "proved_phone", _("Same phone, proved by both")
    SAME_EMAIL = "same_email", _("Same e-mail")
    SAME_PHONE = "same_phone", _("Same phone")
    SAME_BIRTH_DATE = "same_birth_date", _("Same date of birth")
    SAME_NAME = "same_name", _("Same name")
    SIMILAR_NAME = "similar_name", _("Similar name")
    SAME_ADDRESS = "same_address", _("Same address")


class Merge(models.Model):
    """One customer taken for another, until it is undone.

    The rows of the absorbed customer stay where they are. `needs_added` are the access needs that the kept customer
    gained by it.
    """

    kept = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    evidence = ArrayField(models.CharField(max_length=24, choices=Evidence), default=list)
    needs_added = ArrayField(models.CharField(max_length=24, choices=AccessNeed), default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("absorbed",), condition=models.Q(undone_at=None), name="customers_absorbed_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")), name="customers_merged_with_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kept_id} < {self.absorbed_id}"

    @property
    def evidence_labels(self) -> list[str]:
        """Say in words what spoke for it."""
        return [str(Evidence(code).label) for code in self.evidence]


class NotTheSame(models.Model):
    """Two customers whom somebody found to be two: they are not suggested again. `first` has the smaller id."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="customers_not_the_same"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="customers_two_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} | {self.second_id}"
