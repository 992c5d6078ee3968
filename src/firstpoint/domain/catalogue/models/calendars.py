"""When the agency works: hours by weekday, holidays, closures, in one time zone."""

from datetime import date, time, timedelta
from functools import cache
from itertools import groupby, islice
from typing import Any

import holidays

from django.db import models
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from firstpoint.core.database.fields import TextField
from firstpoint.core.working_time import WorkingCalendar

# How far ahead closed days are looked for.
DAYS_AHEAD = 800

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Calendar(models.Model):
    """Working hours under a name. `hours` maps "mon".."sun" to pairs of "HH:MM"; "24:00" is the end of the day."""

    code = models.SlugField(unique=True)
    name = TextField()
    time_zone = models.CharField(max_length=64)
    hours = models.JSONField(default=dict)
    holiday_country = models.CharField(max_length=8, blank=True)
    holiday_subdivision = models.CharField(max_length=8, blank=True)
    closures = models.JSONField(default=list, help_text="Further days closed, as ISO dates")

    def __str__(self) -> str:
        return str(self.name)

    def working(self) -> WorkingCalendar:
        """Return the calendar as arithmetic understands it."""
        hours = tuple(tuple((start, end) for start, end in self.hours.get(day, ())) for day in WEEKDAYS)
        return _working(
            self.time_zone,
            hours,
            self.holiday_country,
            self.holiday_subdivision,
            tuple(map(str, self.closures)),
        )

    def closed_days(self, today: date, *, most: int) -> list[tuple[date, str]]:
        """Return the next days closed that would be open by their weekday, each with its holiday's name if it is one."""
        named: Any = {}
        if self.holiday_country:
            named = holidays.country_holidays(self.holiday_country, subdiv=self.holiday_subdivision or None)
        ahead = (today + timedelta(days=number) for number in range(DAYS_AHEAD))
        open_days = (day for day in ahead if self.hours.get(WEEKDAYS[day.weekday()]))
        closed = ((day, str(named.get(day) or "")) for day in open_days if day in named or str(day) in self.closures)
        return list(islice(closed, most))

    def hours_text(self) -> str:
        """Return the weekly hours in words, in the language of the moment; days alike are said together."""
        parts = []
        for spans, days in groupby(range(7), key=lambda day: self.hours.get(WEEKDAYS[day]) or ()):
            first, *others = days
            if not spans:
                continue
            names = WEEKDAY_NAMES[first]
            if others:
                names = _("%(first)s to %(last)s") % {"first": names, "last": WEEKDAY_NAMES[others[-1]]}
            parts.append(f"{names}, {' / '.join(_span_text(start, end) for start, end in spans)}")
        return capfirst("; ".join(parts))


def _span_text(start: str, end: str) -> str:
    if (start, end) == ("00:00", "24:00"):
        return _("all day")
    return _("%(start)s to %(end)s") % {"start": time_format(_time(start)), "end": time_format(_time(end))}


@cache
def _working(
    zone: str, hours: tuple[Any, ...], country: str, subdivision: str, closures: tuple[str, ...]
) -> WorkingCalendar:
    """Make each distinct calendar once per process: its holidays are worked out once."""
    return WorkingCalendar(
        time_zone=zone,
        hours={day: tuple((_time(start), _time(end)) for start, end in spans) for day, spans in enumerate(hours)},
        holiday_country=country,
        holiday_subdivision=subdivision,
        extra_closed_dates=frozenset(date.fromisoformat(day) for day in closures),
    )


def _time(text: str) -> time:
    # The arithmetic reads midnight as a closing time as the end of the day.
    return time.min if text == "24:00" else time.fromisoformat(text)
