"""Reads of waiting work, and of how long an answer takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import DomainError
from firstpoint.core.published import note_revision
from firstpoint.domain.cases.models import CaseState
from firstpoint.domain.catalogue.models import Agency, Calendar, Queue
from firstpoint.domain.routing.models import WorkItem, WorkState
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


def count_waiting(actor: Actor, *, most: int) -> int:
    """Count the waiting work that the actor may see, to `most` at the most.

    A case that closed this second may still count: asking every case would cost more than the figure is worth.
    """
    return visible_to(actor).filter(state=WorkState.WAITING)[:most].count()


def queues_with_work(actor: Actor) -> QuerySet[Queue]:
    """Return the queues in which something waits for the actor; how much is not counted, so that it costs the same."""
    # The tier follows from the queue; said here, it spares a walk through the queues of other tiers.
    waiting = visible_to(actor).filter(queue=OuterRef("pk"), tier=OuterRef("tier"), state=WorkState.WAITING)
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


# One statement for what every public page needs, the revision of what is published included.
FRONT_DESK = """
    SELECT published.number, estimate.first_answer_seconds, to_json(agency), to_json(calendar)
    FROM core_revision published
    LEFT JOIN routing_waitestimate estimate ON estimate.id = 1
    LEFT JOIN catalogue_agency agency ON true
    LEFT JOIN catalogue_calendar calendar ON calendar.id = agency.calendar_id
"""


def front_desk() -> FrontDesk:
    """Return the agency, whether it is open now, and how long a first answer takes; one query. Raises NotSetUp."""
    with connection.cursor() as cursor:
        cursor.execute(FRONT_DESK)
        number, first_answer_seconds, agency_row, calendar_row = cursor.fetchone()
    note_revision(number)
    if agency_row is None:
        raise NotSetUp
    agency = Agency(**_known(Agency, {**agency_row, "name": Text(agency_row["name"])}))
    agency.calendar = Calendar(**_known(Calendar, calendar_row))
    return FrontDesk(agency, agency.calendar.working().is_open(clock.now()), first_answer_seconds)


def _known(model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that this code knows: while a new version is being installed, the database may have more."""
    columns = {field.attname for field in model._meta.concrete_fields}
    return {name: value for name, value in row.items() if name in columns}
