"""When staff get their notices of a day in one mail."""

from zoneinfo import ZoneInfo

from firstpoint.core import clock
from firstpoint.domain.routing.queries.front_desk import front_desk

HOUR = 7
# The job asks every quarter of an hour: some places are half an hour off their neighbours.
MINUTES = 15


def is_digest_time() -> bool:
    """Say whether it is seven in the morning by the clock on the agency's wall. Raises NotSetUp."""
    now = clock.now().astimezone(ZoneInfo(front_desk().agency.calendar.time_zone))
    return now.hour == HOUR and now.minute < MINUTES
