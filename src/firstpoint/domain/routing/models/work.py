"""Work that waits for an adviser, or is held by one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.people.models import Department, User
from firstpoint.domain.routing.models.hand_offs import HandOff


class WorkState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    LEFT = "left", _("No longer needed")


class WorkItem(models.Model):
    """The place of one case in a queue. `promise_at` is the next moment promised to the customer.

    Who holds a case is the case's owner; an item says only whether somebody still has to take it. Work that is handed
    on waits here, too, with its `hand_off`, while its owner still answers for it. The queue's tier and what decides
    who may take it stand here, so that the list of waiting work is one walk along an index. Until `kept_until` it
    waits for `kept_for` alone: the person to whom it was handed or offered, or who has the customer's other case;
    `pushed_at` is when it was offered.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="work")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)
    tier = models.PositiveSmallIntegerField()
    restricted_to = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, default="", db_default="")
    channel = models.CharField(max_length=16, choices=Channel, default="", db_default="")
    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.WAITING)
    promise_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    waiting_since = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True)
    kept_for = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_until = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    hand_off = models.ForeignKey(HandOff, null=True, on_delete=models.SET_NULL, related_name="+")

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
            models.Index(
                fields=("kept_for", "kept_until"), condition=models.Q(state="waiting"), name="routing_kept_work"
            ),
            models.Index(fields=("taken_at",), condition=models.Q(state="taken"), name="routing_taken_work"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.case_id}"
