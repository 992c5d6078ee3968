"""What is done to the agency's own frame: the agency, its calendars, its queues."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import Agency, Calendar, Queue

Words = Mapping[str, str]


@action
def save_agency(
    *, actor: Actor, name: Words, calendar: Calendar, phone: str = "", email: str = "", address: str = ""
) -> Agency:
    """Set the agency's name and how it is reached. Records agency.saved when something changed."""
    require(actor, "catalogue.import")
    agency = Agency.objects.select_for_update(of=("self",)).filter(pk=1).first() or Agency(pk=1)
    is_new = agency._state.adding
    values = {"name": name, "calendar_id": calendar.pk, "phone": phone, "email": email, "address": address}
    if alter(agency, values):
        check_words({"name": name})
        check_columns(agency)
        agency.save()
        record("agency.saved", agency, actor=actor, data={"is_new": is_new})
    return agency


@action
def save_calendar(
    code: str,
    *,
    actor: Actor,
    name: Words,
    time_zone: str,
    hours: Mapping[str, Sequence[Sequence[str]]],
    holiday_country: str = "",
    holiday_subdivision: str = "",
    closures: Sequence[str] = (),
) -> Calendar:
    """Set when work is done; hours are pairs of "HH:MM" by "mon" to "sun".

    Records calendar.saved when something changed.
    """
    require(actor, "catalogue.import")
    calendar = Calendar.objects.select_for_update().filter(code=code).first() or Calendar(code=code)
    is_new = calendar._state.adding
    values = {
        "name": name,
        "time_zone": time_zone,
        "hours": hours,
        "holiday_country": holiday_country,
        "holiday_subdivision": holiday_subdivision,
        "closures": list(closures),
    }
    if alter(calendar, values):
        check_words({"name": name})
        check_columns(calendar)
        _check_working(calendar)
        calendar.save()
        record("calendar.saved", calendar, actor=actor, data={"is_new": is_new})
    return calendar


def _check_working(calendar: Calendar) -> None:
    try:
        calendar.working()
    except (ValueError, TypeError, AttributeError) as error:
        raise DomainError(
            _("These hours, holidays or closures cannot be used: %(reason)s") % {"reason": error}
        ) from error


@action
def save_queue(code: str, *, actor: Actor, name: Words, tier: int) -> Queue:
    """Set a queue of one tier. Records queue.saved when something changed."""
    require(actor, "catalogue.import")
    queue = Queue.objects.select_for_update().filter(code=code).first() or Queue(code=code)
    is_new = queue._state.adding
    if alter(queue, {"name": name, "tier": tier}):
        check_words({"name": name})
        check_columns(queue)
        check_tier(tier)
        queue.save()
        record("queue.saved", queue, actor=actor, data={"is_new": is_new})
    return queue


def check_tier(tier: int) -> None:
    """Raise DomainError unless it is one of the three tiers."""
    if tier not in (1, 2, 3):
        raise DomainError(_("tier: use 1, 2 or 3."))
