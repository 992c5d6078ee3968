"""What staff do about a case among themselves: notes with mentions, tasks, and who else is part of the matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models.cases import Case
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import User


class Note(models.Model):
    """Words of staff about a case, which its customer does not see."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mentioned = models.ManyToManyField(User, related_name="+")
    body = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("case", "at"), name="cases_notes_of_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class Task(models.Model):
    """One thing to do for a case, by somebody or by whoever owns it, perhaps by a day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("case", "id"), name="cases_tasks_of_case"),
            models.Index(fields=("person", "due_on"), condition=models.Q(done_at=None), name="cases_open_tasks_of"),
        )

    def __str__(self) -> str:
        return self.title


class PartyRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("Speaks for the customer")
    CONCERNED = "concerned", _("Concerned by it")
    WITNESS = "witness", _("Witness")
    PROVIDER = "provider", _("Provides the service")
    PROFESSIONAL = "professional", _("Professional involved")


class Party(models.Model):
    """Somebody besides the customer who is part of a case: another customer, or only a name and how to reach them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=16, choices=PartyRole)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    reached_at = models.CharField(max_length=254, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(customer__isnull=False), name="cases_party_is_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.customer)
