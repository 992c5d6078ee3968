"""When a law says an answer is due: it counts in days, not in hours of work, and has rules of its own.

Freedom of information, United Kingdom (Freedom of Information Act 2000, section 10): by the twentieth working day after
the day of receipt, which is day 0 whatever day it is; a day that is a bank holiday in any part of the United Kingdom is
no working day. United States (5 U.S.C. 552(a)(6)(A)): twenty days without Saturdays, Sundays and legal public holidays.
Subject access (UK GDPR, article 12, as the Information Commissioner reads it): one month from the day of receipt, to the
same date of the next month or its last day; when that is no working day, on the next one.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

FREEDOM_OF_INFORMATION_DAYS = 20
SUBJECT_ACCESS_MONTHS = 1
SUBJECT_ACCESS_MONTHS_AT_MOST = 3
ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Countries in which a holiday of any part counts everywhere.
ANY_PART = frozenset({"GB"})


def is_working_day(day: date, country: str, subdivision: str = "") -> bool:
    """Say whether a law counts the day: no weekend, and no holiday of the country, or of any part of it."""
    return day.weekday() < SATURDAY and day not in _holidays(country, subdivision, day.year)


def working_days_after(day: date, count: int, country: str, subdivision: str = "") -> date:
    """Return the last of so many working days that follow a day, which itself does not count."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day, country, subdivision)
    return day


def working_days_between(first: date, last: date, country: str, subdivision: str = "") -> int:
    """Return how many working days there are after the first day, up to the last; none when it is not later."""
    days = (last - first).days
    return sum(is_working_day(first + number * ONE_DAY, country, subdivision) for number in range(1, days + 1))


def months_after(day: date, count: int, country: str, subdivision: str = "") -> date:
    """Return the same date so many months later, or that month's last day; on the next working day if it is none."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    later = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    while not is_working_day(later, country, subdivision):
        later += ONE_DAY
    return later


def day_of(instant: datetime, time_zone: str) -> date:
    """Return the day on which an instant falls in a zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def end_of(day: date, time_zone: str) -> datetime:
    """Return the last minute of a day in a zone, in UTC: what is due on a day may come until it is over."""
    return datetime.combine(day, time(23, 59), ZoneInfo(time_zone)).astimezone(UTC)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    if country not in ANY_PART:
        return frozenset(holidays.country_holidays(country, subdivision or None, years=year))
    parts = holidays.country_holidays(country).subdivisions
    return frozenset(day for part in parts for day in holidays.country_holidays(country, part, years=year))
