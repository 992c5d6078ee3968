"""That somebody proved who they are, how well, and in which contact or case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import IdentityLevel
from firstpoint.domain.customers.models.customers import Customer
from firstpoint.domain.people.models import User


class CheckHow(models.TextChoices):
    CODE = "code", _("One-time code")
    QUESTIONS = "questions", _("Questions")
    DOCUMENT = "document", _("Document shown")


class IdentityCheck(models.Model):
    """One check of who somebody is. It holds for its contact, or for its case on the day of the check."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identity_checks")
    contact_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    level = models.PositiveSmallIntegerField(choices=IdentityLevel)
    how = models.CharField(max_length=16, choices=CheckHow)
    passed = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(contact_id__isnull=False) | models.Q(case_id__isnull=False),
                name="customers_check_has_its_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer_id} {self.level} {self.how}"
