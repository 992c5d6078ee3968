"""Reads of waiting work, and of how long an answer takes."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import CaseState
from firstpoint.domain.catalogue.models import Agency, Queue
from firstpoint.domain.routing.models import WaitEstimate, WorkItem, WorkState
from firstpoint.domain.routing.rights import visible_to


def waiting_work(actor: Actor, *, queue: str = "") -> QuerySet[WorkItem]:
    """Return the waiting work that the actor may take, the most urgent promise first."""
    items = (
        visible_to(actor)
        .filter(state=WorkState.WAITING)
        .exclude(case__state=CaseState.CLOSED)
        .select_related("case__customer", "case__version", "queue")
        .order_by("promise_at", "-priority", "waiting_since", "id")
    )
    return items.filter(queue__code=queue) if queue else items


@dataclass(frozen=True, slots=True)
class QueueLength:
    """How much waits in one queue."""

    queue: Queue
    waiting: int


def queue_lengths(actor: Actor) -> list[QueueLength]:
    """Return how much waits in each queue that the actor sees something in."""
    counts = dict(
        visible_to(actor)
        .filter(state=WorkState.WAITING)
        .values_list("queue")
        .annotate(waiting=Count("pk"))
        .values_list("queue", "waiting")
    )
    return [
        QueueLength(queue, counts[queue.pk]) for queue in Queue.objects.filter(pk__in=counts).order_by("tier", "id")
    ]


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What every public page says about reaching the agency."""

    agency: Agency
    is_open: bool
    first_answer_seconds: int | None


def front_desk() -> FrontDesk:
    """Return the agency, whether it is open now, and how long a first answer takes; one query."""
    agency = (
        Agency.objects.select_related("calendar")
        .annotate(first_answer_seconds=Subquery(WaitEstimate.objects.filter(pk=1).values("first_answer_seconds")[:1]))
        .get()
    )
    return FrontDesk(agency, agency.calendar.working().is_open(clock.now()), agency.first_answer_seconds)
