"""Work that waits for an adviser, or is held by one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import Department


class WorkState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    LEFT = "left", _("No longer needed")


class WorkItem(models.Model):
    """The place of one case in a queue. `promise_at` is the next moment promised to the customer.

    Who holds a case is the case's owner; an item says only whether somebody still has to take it. The queue's tier and
    the case's restriction stand here too, so that the list of waiting work is one walk along an index.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="work")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)
    tier = models.PositiveSmallIntegerField()
    restricted_to = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.WAITING)
    promise_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    waiting_since = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("tier", "promise_at", "-priority", "waiting_since", "id"),
                condition=models.Q(state="waiting"),
                name="routing_waiting_of_tier",
            ),
            models.Index(
                fields=("promise_at", "-priority", "waiting_since", "id"),
                condition=models.Q(state="waiting"),
                name="routing_waiting",
            ),
            models.Index(
                fields=("queue", "promise_at", "-priority", "waiting_since", "id"),
                condition=models.Q(state="waiting"),
                name="routing_waiting_in_queue",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.case_id}"


class WaitEstimate(models.Model):
    """How long an answer takes just now, in working time of the agency's calendar; a job keeps the single row true."""

    first_answer_seconds = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_answer_seconds} s"
