"""What every public page says about reaching the agency, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import DomainError
from firstpoint.core.published import note_revision
from firstpoint.domain.catalogue.models import Agency, Calendar


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
