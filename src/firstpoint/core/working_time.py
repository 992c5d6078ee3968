"""Arithmetic of working time: when a promise falls due, and how much working time has passed.

Hours are wall-clock times in the calendar's zone: it is open at every instant at which the clock on its wall
shows an open time on a day that is not closed. A night when the clocks change is therefore really shorter or
longer. Durations are exact, seconds and below included; instants come back in UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_NONE = timedelta(0)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LONGEST_SEARCH = timedelta(days=3653)  # ten years

Pause = tuple[datetime, datetime | None]
_Period = tuple[datetime, datetime]


class CalendarNeverOpens(ValueError):
    """A calendar has no working hours, or a search passed ten years without finding enough of them."""


@dataclass(frozen=True)
class WorkingCalendar:
    """When work is done: hours by weekday (0 is Monday) in a time zone, less holidays and other closed dates.

    A closing time of 00:00 is the end of the day. Country and subdivision are codes of the `holidays` library
    and bring observed days too; without a country there are no holidays. Raises CalendarNeverOpens if there
    are no hours, and ValueError for hours that overlap or are out of order and for an unknown zone or code.
    """

    time_zone: str
    hours: Mapping[int, Sequence[tuple[time, time]]]
    holiday_country: str = ""
    holiday_subdivision: str = ""
    extra_closed_dates: frozenset[date] = frozenset()
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _spans: dict[int, list[tuple[timedelta, timedelta]]] = field(init=False, repr=False, compare=False)
    _known_days: dict[date, tuple[_Period, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Check the parts and keep the hours as times since midnight."""
        object.__setattr__(self, "_zone", _find_zone(self.time_zone))
        object.__setattr__(self, "_spans", {day: _spans(day, hours) for day, hours in self.hours.items()})
        if not any(self._spans.values()):
            raise CalendarNeverOpens("A working calendar needs working hours on at least one weekday.")
        _check_holidays_are_known(self.holiday_country, self.holiday_subdivision)

    def is_open(self, instant: datetime) -> bool:
        """Say whether work is done at this instant; an opening time is open, a closing time is not."""
        instant = _utc(instant)
        return any(opens <= instant < closes for opens, closes in self._open_periods(instant.date()))

    def next_opening(self, instant: datetime) -> datetime:
        """Return the first open instant that is not before this one: itself, if it is open."""
        instant = _utc(instant)
        for opens, closes in self._periods_after(instant):
            if instant < closes:
                return max(opens, instant)
        raise _never_enough(instant)

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Return the earliest instant at which that much working time has passed since the start.

        A duration that fills a day ends at its closing time, not at the next opening; none ends at the start.
        Raises ValueError for a negative duration.
        """
        start, left = _utc(start), _not_negative(duration)
        if not left:
            return start
        for opens, closes in self._periods_after(start):
            opens = max(opens, start)
            if opens < closes:
                if left <= closes - opens:
                    return opens + left
                left -= closes - opens
        raise _never_enough(start)

    def subtract(self, end: datetime, duration: timedelta) -> datetime:
        """Return the latest instant from which that much working time passes until the end.

        Mirrors `add`: a duration that fills a day reaches back to its opening time. Raises ValueError for a
        negative duration.
        """
        end, left = _utc(end), _not_negative(duration)
        if not left:
            return end
        for opens, closes in self._periods_before(end):
            closes = min(closes, end)
            if opens < closes:
                if left <= closes - opens:
                    return closes - left
                left -= closes - opens
        raise _never_enough(end)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from start to end, exact; negative if the end is earlier."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.between(end, start)
        total = _NONE
        day, last = start.date(), end.date()
        while day <= last:
            for opens, closes in self._open_periods(day):
                total += max(_NONE, min(closes, end) - max(opens, start))
            day += _DAY
        return total

    def due_at(self, start: datetime, duration: timedelta, pauses: Sequence[Pause], now: datetime) -> datetime:
        """Return when a promise of so much working time falls due, not counting the pauses.

        Pauses may come in any order and overlap; one without an end lasts until `now`. A pause that begins
        when the promise is already due, or later, moves nothing.
        """
        due = self.add(start, duration)
        counted_until = _utc(start)
        for since, until in sorted((_utc(since), _utc(until or now)) for since, until in pauses):
            since = max(since, counted_until)
            if since >= due:
                break
            if since < until:
                due = self.add(due, self.between(since, until))
                counted_until = until
        return due

    def _periods_after(self, instant: datetime) -> Iterator[_Period]:
        day = instant.date()
        last = day + _LONGEST_SEARCH
        while day <= last:
            yield from self._open_periods(day)
            day += _DAY

    def _periods_before(self, instant: datetime) -> Iterator[_Period]:
        day = instant.date()
        first = day - _LONGEST_SEARCH
        while day >= first:
            yield from reversed(self._open_periods(day))
            day -= _DAY

    def _open_periods(self, utc_day: date) -> tuple[_Period, ...]:
        """Return the open periods within one day of UTC, in order."""
        periods = self._known_days.get(utc_day)
        if periods is None:
            periods = self._known_days[utc_day] = tuple(self._work_out_periods(utc_day))
        return periods

    def _work_out_periods(self, utc_day: date) -> Iterator[_Period]:
        # Days of UTC follow one another without gap or overlap; days of a zone do not when its clocks go back
        # over midnight. Within a stretch of one offset, wall-clock times are plain arithmetic.
        for since, until, offset in _stretches(self._zone, utc_day):
            local_day, last = (since + offset).date(), (until + offset).date()
            while local_day <= last:
                midnight = datetime.combine(local_day, time.min, UTC) - offset
                for opens, closes in self._spans_on(local_day):
                    start, end = max(midnight + opens, since), min(midnight + closes, until)
                    if start < end:
                        yield start, end
                local_day += _DAY

    def _spans_on(self, day: date) -> Sequence[tuple[timedelta, timedelta]]:
        spans = self._spans.get(day.weekday(), [])
        if not spans or day in self.extra_closed_dates:
            return []
        return [] if day in _holidays(self.holiday_country, self.holiday_subdivision, day.year) else spans


def _find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {name!r}.") from error


def _spans(weekday: int, hours: Sequence[tuple[time, time]]) -> list[tuple[timedelta, timedelta]]:
    if weekday not in range(7):
        raise ValueError(f"{weekday!r} is no weekday: 0 is Monday, 6 is Sunday.")
    spans = [(_since_midnight(opens), _since_midnight(closes) or _DAY) for opens, closes in hours]
    edges = [edge for span in spans for edge in span]
    if edges != sorted(edges) or any(opens == closes for opens, closes in spans):
        raise ValueError(f"The hours of weekday {weekday} overlap or are out of order.")
    return spans


def _since_midnight(wall: time) -> timedelta:
    return datetime.combine(date.min, wall) - datetime.min


@lru_cache(maxsize=256)
def _check_holidays_are_known(country: str, subdivision: str) -> None:
    if country:
        try:
            holidays.country_holidays(country, subdivision or None)
        except NotImplementedError as error:
            raise ValueError(f"Holidays of {country} {subdivision} are not known.") from error


@lru_cache(maxsize=1024)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdivision or None, years=year))


def _stretches(zone: ZoneInfo, utc_day: date) -> list[tuple[datetime, datetime, timedelta]]:
    """Split a day of UTC where the zone's clocks change: (since, until, offset from UTC)."""
    since = datetime.combine(utc_day, time.min, UTC)
    until = since + _DAY
    before, after = _offset(zone, since), _offset(zone, until)
    if before == after:
        return [(since, until, before)]
    unchanged, change = since, until
    while change - unchanged > _SECOND:  # clocks change at a whole second
        middle = unchanged + (change - unchanged) // _SECOND // 2 * _SECOND
        if _offset(zone, middle) == after:
            change = middle
        else:
            unchanged = middle
    return [(since, change, before), (change, until, after)]


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or _NONE


def _utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(UTC)


def _not_negative(duration: timedelta) -> timedelta:
    if duration < _NONE:
        raise ValueError("A duration cannot be negative.")
    return duration


def _never_enough(instant: datetime) -> CalendarNeverOpens:
    return CalendarNeverOpens(f"There is not enough working time within ten years of {instant:%Y-%m-%d}.")
