"""Which open cases have used so much of a promise's time, found along the indexes of what falls due."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from firstpoint.core import clock
from firstpoint.domain.cases.models import Promised
from firstpoint.domain.catalogue.models import Calendar, EnquiryTypeVersion

# A level that was reached longer ago is not told any more: nobody was there to tell it, or the promise is long missed.
LOOKED_BACK = timedelta(days=2)

COLUMNS = {
    Promised.FIRST_ANSWER: ("first_answer_due_at", "IS NULL"),
    Promised.RESOLUTION: ("due_at", "IS NOT NULL"),
}
DUE = """
    SELECT cases_case.id, cases_case.{due}, item.queue_id
    FROM json_to_recordset(%(reach)s::json) AS reach (version bigint, since timestamptz, until timestamptz)
    JOIN cases_case ON cases_case.version_id = reach.version AND cases_case.state = 'open'
        AND cases_case.first_answered_at {answered}
        AND cases_case.{due} > reach.since AND cases_case.{due} <= reach.until
    JOIN routing_workitem item ON item.case_id = cases_case.id
    WHERE (%(queues)s::bigint[] IS NULL OR item.queue_id = ANY (%(queues)s::bigint[]))
      AND NOT EXISTS (
        SELECT FROM routing_escalatedcase told
        WHERE told.case_id = cases_case.id AND told.promise = %(promise)s
          AND told.promise_at = cases_case.{due} AND told.per_cent = %(per_cent)s
      )
    ORDER BY cases_case.{due}, cases_case.id
    LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """A case in a queue, and when the promise is due of which it has used so much."""

    case_id: int
    promise_at: datetime
    queue_id: int


@dataclass(frozen=True, slots=True)
class _Version:
    pk: int
    minutes: dict[Promised, int]
    calendar: int


class Escalating:
    """The versions of enquiry types, read once for all levels.

    So much of a promise's time is used when no more working time is left than the rest of it: a range of due moments
    for each version, however the promise moved meanwhile.
    """

    def __init__(self) -> None:
        self.calendars = {calendar.pk: calendar.working() for calendar in Calendar.objects.all()}
        columns = ("pk", "first_answer_minutes", "resolution_minutes", "calendar")
        self.now = clock.now()
        self.until: dict[tuple[int, float], datetime] = {}
        self.versions = [
            _Version(pk, {Promised.FIRST_ANSWER: answer, Promised.RESOLUTION: resolution}, calendar)
            for pk, answer, resolution, calendar in EnquiryTypeVersion.objects.values_list(*columns)
        ]

    def reached(self, promise: Promised, per_cent: int, queues: Collection[int] | None, *, most: int) -> list[Reached]:
        """Return the cases of these queues, or of all, that were not told of at this level; the soonest due first."""
        due, answered = COLUMNS[promise]
        values = {
            "reach": json.dumps(list(self._reach(promise, per_cent))),
            "queues": None if queues is None else list(queues),
            "promise": promise,
            "per_cent": per_cent,
            "most": most,
        }
        with connection.cursor() as cursor:
            cursor.execute(DUE.format(due=due, answered=answered), values)
            return [Reached(*row) for row in cursor.fetchall()]

    def _reach(self, promise: Promised, per_cent: int) -> Iterator[dict[str, object]]:
        for version in self.versions:
            until = self._moment(version.calendar, version.minutes[promise] * (100 - per_cent) / 100)
            since = min(until, self.now) - LOOKED_BACK
            yield {"version": version.pk, "since": since.isoformat(), "until": until.isoformat()}

    def _moment(self, calendar: int, minutes: float) -> datetime:
        """Return the moment that lies so many working minutes ahead, or back where they are negative."""
        if (calendar, minutes) not in self.until:
            duration = timedelta(minutes=abs(minutes))
            working = self.calendars[calendar]
            moment = working.add(self.now, duration) if minutes >= 0 else working.subtract(self.now, duration)
            self.until[calendar, minutes] = moment
        return self.until[calendar, minutes]
