"""A local day and time made an instant, where clocks that change skip an hour or have it twice."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from firstpoint.core.errors import DomainError


class Skipped(DomainError):
    """The clocks go forward over this time."""


class Twice(DomainError):
    """The clocks go back, and this time comes twice."""


def moment_of(local: datetime, *, is_second: bool | None = None) -> datetime:
    """Return the instant of a local time in the agency's zone, in UTC.

    Raises Skipped for a time that there is not that day, and Twice for one that comes twice unless `is_second` says
    which one is meant.
    """
    zone = timezone.get_default_timezone()
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    on_the_clock = first.astimezone(zone)
    if on_the_clock.replace(tzinfo=None, fold=0) != local:
        raise Skipped(
            _("The clocks go forward that night and skip %(time)s. Choose another time, for example %(next)s.")
            % {"time": f"{local:%H:%M}", "next": f"{on_the_clock:%H:%M}"}
        )
    if is_second is None:
        raise Twice(
            _("The clocks go back that night, so that %(time)s comes twice. Choose which of the two you mean.")
            % {"time": f"{local:%H:%M}"}
        )
    return second if is_second else first
