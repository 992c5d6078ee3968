"""Reads of waiting work, and of how long an answer takes."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError
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


def queues_with_work(actor: Actor) -> QuerySet[Queue]:
    """Return the queues in which something waits for the actor; how much is not counted, so that it costs the same."""
    waiting = visible_to(actor).filter(queue=OuterRef("pk"), state=WorkState.WAITING)
    return Queue.objects.filter(Exists(waiting)).order_by("tier", "id")


class NotSetUp(DomainError):
    """The operator has not brought in a catalogue yet."""

    sentence = _("This site is being set up. Please come back soon.")


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What every public page says about reaching the agency."""

    agency: Agency
    is_open: bool
    first_answer_seconds: int | None


def front_desk() -> FrontDesk:
    """Return the agency, whether it is open now, and how long a first answer takes; one query. Raises NotSetUp."""
    agency = (
        Agency.objects.select_related("calendar")
        .annotate(first_answer_seconds=Subquery(WaitEstimate.objects.filter(pk=1).values("first_answer_seconds")[:1]))
        .first()
    )
    if agency is None:
        raise NotSetUp
    return FrontDesk(agency, agency.calendar.working().is_open(clock.now()), agency.first_answer_seconds)
