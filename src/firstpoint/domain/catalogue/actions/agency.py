"""What is done to the agency's own frame: the agency and its calendars."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict, Unpack

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.actions.changes import keep_change
from firstpoint.domain.catalogue.models import Agency, Calendar

Words = Mapping[str, str]

LONGEST_UNDO = 300
ABOVE_ZERO = ("forms_per_hour", "codes_per_hour", "draft_days", "reading_grade", "reader_words_days")


class Limits(TypedDict):
    """The limits that an agency sets; what is not said stays as it is."""

    forms_per_hour: NotRequired[int]
    codes_per_hour: NotRequired[int]
    draft_days: NotRequired[int]
    reopen_days: NotRequired[int]
    reading_grade: NotRequired[int]
    reader_words_days: NotRequired[int]
    reply_address_days: NotRequired[int]
    triage_threshold: NotRequired[int]
    undo_send_seconds: NotRequired[int]


@action
def save_agency(
    *,
    actor: Actor,
    name: Words,
    calendar: Calendar,
    phone: str = "",
    email: str = "",
    address: str = "",
    why: str = "",
    **limits: Unpack[Limits],
) -> Agency:
    """Set the agency's name, how it is reached, and the limits it sets. Records agency.saved when something changed."""
    require(actor, "catalogue.change")
    agency = Agency.objects.select_for_update(of=("self",)).filter(pk=1).first() or Agency(pk=1)
    is_new = agency._state.adding
    values = {"name": name, "calendar_id": calendar.pk, "phone": phone, "email": email, "address": address}
    if alter(agency, {**values, **limits}):
        check_words({"name": name})
        check_columns(agency)
        _check_limits(agency)
        agency.save()
        keep_change(agency, by=actor, why=why)
        record("agency.saved", agency, actor=actor, data={"is_new": is_new})
    return agency


def _check_limits(agency: Agency) -> None:
    if not 1 <= agency.triage_threshold <= 100:
        raise DomainError(_("triage_threshold: use 1 to 100, in per cent."))
    if not 0 <= agency.undo_send_seconds <= LONGEST_UNDO:
        raise DomainError(_("undo_send_seconds: use 0 to %(most)s.") % {"most": LONGEST_UNDO})
    for name in ABOVE_ZERO:
        if not getattr(agency, name):
            raise DomainError(_("%(name)s: use a number above zero.") % {"name": name})


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
    why: str = "",
) -> Calendar:
    """Set when work is done; hours are pairs of "HH:MM" by "mon" to "sun".

    Records calendar.saved when something changed.
    """
    require(actor, "catalogue.change")
    calendar = Calendar.objects.select_for_update().filter(code=code).first() or Calendar(code=code)
    is_new = calendar._state.adding
    values = {
        "name": name,
        "time_zone": time_zone,
        "hours": {day: spans for day, spans in hours.items() if spans} if isinstance(hours, Mapping) else hours,
        "holiday_country": holiday_country,
        "holiday_subdivision": holiday_subdivision,
        "closures": list(closures),
    }
    if alter(calendar, values):
        check_words({"name": name})
        check_columns(calendar)
        _check_working(calendar)
        calendar.save()
        keep_change(calendar, by=actor, why=why)
        record("calendar.saved", calendar, actor=actor, data={"is_new": is_new})
    return calendar


def _check_working(calendar: Calendar) -> None:
    try:
        calendar.working()
    except (ValueError, TypeError, AttributeError) as error:
        raise DomainError(
            _("These hours, holidays or closures cannot be used: %(reason)s") % {"reason": error}
        ) from error


def check_tier(tier: int) -> None:
    """Raise DomainError unless it is one of the three tiers."""
    if tier not in (1, 2, 3):
        raise DomainError(_("tier: use 1, 2 or 3."))
