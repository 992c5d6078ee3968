"""The days that laws give, against the examples of their guidance and a walk from day to day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.statutory_time import (
    day_of,
    end_of,
    is_working_day,
    months_after,
    working_days_after,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTRIES = st.sampled_from(["GB", "US", ""])


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # A Monday in a month without holidays: four weeks later.
        (date(2025, 6, 2), date(2025, 6, 30)),
        # Received on a Saturday: Monday is the first working day.
        (date(2026, 9, 5), date(2026, 10, 2)),
        # Christmas, Boxing Day observed, New Year, 2 January in Scotland.
        (date(2025, 12, 12), date(2026, 1, 15)),
        # 17 March is a bank holiday in Northern Ireland and therefore counts nowhere.
        (date(2026, 3, 2), date(2026, 3, 31)),
    ],
)
def test_freedom_of_information_is_due_on_the_twentieth_working_day(received: date, due: date) -> None:
    assert working_days_after(received, 20, "GB") == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October 2026 is a Saturday
        (date(2025, 9, 3), date(2025, 10, 3)),
        (date(2025, 1, 31), date(2025, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2025, 1, 30), date(2025, 2, 28)),
        (date(2025, 11, 25), date(2025, 12, 29)),  # Christmas Day is a Thursday, then Boxing Day and a weekend
    ],
)
def test_subject_access_is_due_a_month_later(received: date, due: date) -> None:
    assert months_after(received, 1, "GB") == due


@given(DAYS, st.integers(1, 60), COUNTRIES)
def test_working_days_are_counted_one_by_one(day: date, count: int, country: str) -> None:
    due = working_days_after(day, count, country)
    walked = [day + timedelta(days=step) for step in range(1, (due - day).days + 1)]
    assert sum(is_working_day(one, country) for one in walked) == count
    assert is_working_day(due, country)
    assert working_days_between(day, due, country) == count


@given(DAYS, st.integers(1, 6), COUNTRIES)
def test_months_keep_the_date_or_end_the_month_and_end_on_a_working_day(day: date, count: int, country: str) -> None:
    due = months_after(day, count, country)
    assert is_working_day(due, country)
    # At the most a long weekend later than the date itself.
    assert timedelta(days=27) < due - day - timedelta(days=30 * (count - 1)) < timedelta(days=42)


@given(DAYS, st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland"]))
def test_a_day_ends_in_its_own_zone(day: date, zone: str) -> None:
    assert day_of(end_of(day, zone), zone) == day
    assert day_of(end_of(day, zone) + timedelta(minutes=1), zone) == day + timedelta(days=1)


def test_a_day_is_that_of_the_agency() -> None:
    assert day_of(datetime(2026, 3, 3, 3, tzinfo=UTC), "America/New_York") == date(2026, 3, 2)
