"""Working time agrees with a walk that looks at the clock on the wall minute by minute."""

import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstpoint.core.working_time import CalendarNeverOpens, Pause, WorkingCalendar

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NONE = timedelta(0)
WINDOW_DAYS = 6

# Zones, and instants at which their clocks change or a holiday is observed over the end of the year.
TURNS = [
    ("America/New_York", datetime(2024, 3, 10, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2024, 11, 3, 6, tzinfo=UTC)),
    ("America/New_York", datetime(2022, 1, 1, 5, tzinfo=UTC)),
    ("Europe/Madrid", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ("Europe/Madrid", datetime(2024, 10, 27, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 4, 6, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 10, 5, 15, 30, tzinfo=UTC)),
    ("America/Havana", datetime(2024, 3, 10, 5, tzinfo=UTC)),  # forward at midnight
    ("America/St_Johns", datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),  # back over midnight
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a date that never was
]
ZONES = ["America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "UTC", "Asia/Kolkata"]
COUNTRIES = [("", ""), ("US", "NY"), ("ES", "MD"), ("AU", "NSW"), ("IN", "")]
MIDNIGHT_TO_MIDNIGHT = {day: [(time(0), time(0))] for day in range(7)}
NINE_TO_FIVE = {day: [(time(9), time(17))] for day in range(5)}


@dataclass(frozen=True)
class Walk:
    """A calendar's parts as plain minutes of the day, and a window of minutes, looked at one by one."""

    calendar: WorkingCalendar
    minutes: dict[int, list[tuple[int, int]]]
    base: datetime

    @property
    def end(self) -> datetime:
        return self.base + timedelta(days=WINDOW_DAYS)

    def open_minutes(self) -> list[int]:
        """Return the numbers of the minutes at which the wall clock shows an open time on an open day."""
        zone = ZoneInfo(self.calendar.time_zone)
        closed = set(self.calendar.extra_closed_dates)
        if country := self.calendar.holiday_country:
            years = range(self.base.year - 1, self.base.year + 3)
            closed |= set(holidays.country_holidays(country, self.calendar.holiday_subdivision or None, years=years))
        found = []
        for number in range(WINDOW_DAYS * 1440):
            wall = (self.base + number * MINUTE).astimezone(zone)
            shown = wall.hour * 60 + wall.minute
            spans = self.minutes.get(wall.weekday(), [])
            if any(opens <= shown < closes for opens, closes in spans) and wall.date() not in closed:
                found.append(number)
        return found

    def passed(self, open_minutes: list[int], start: datetime, end: datetime) -> timedelta:
        first, last = self._seconds(start), self._seconds(end)
        return SECOND * sum(max(0, min(number * 60 + 60, last) - max(number * 60, first)) for number in open_minutes)

    def forward(self, open_minutes: list[int], start: datetime, duration: timedelta) -> datetime:
        at, left = self._seconds(start), duration // SECOND
        for number in open_minutes:
            if left and number * 60 + 60 > at:
                at = max(number * 60, at)
                step = min(left, number * 60 + 60 - at)
                at, left = at + step, left - step
        assert not left, "the window is too short"
        return self.base + at * SECOND

    def backward(self, open_minutes: list[int], end: datetime, duration: timedelta) -> datetime:
        at, left = self._seconds(end), duration // SECOND
        for number in reversed(open_minutes):
            if left and number * 60 < at:
                at = min(number * 60 + 60, at)
                step = min(left, at - number * 60)
                at, left = at - step, left - step
        assert not left, "the window is too short"
        return self.base + at * SECOND

    def _seconds(self, instant: datetime) -> int:
        return (instant - self.base) // SECOND


def as_time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    if draw(st.booleans()):
        zone, turn = draw(st.sampled_from(TURNS))
    else:
        zone = draw(st.sampled_from(ZONES))
        turn = draw(st.datetimes(datetime(2005, 1, 1), datetime(2033, 1, 1))).replace(
            second=0, microsecond=0, tzinfo=UTC
        )
    base = turn - draw(st.integers(1, 4)) * timedelta(days=1)
    # Many edges in the small hours, when clocks change.
    edges = st.lists(st.one_of(st.integers(0, 240), st.integers(0, 1440)), max_size=6, unique=True).map(sorted)
    minutes: dict[int, list[tuple[int, int]]] = {}
    for weekday in range(7):
        marks = draw(edges)
        if draw(st.booleans()) and len(marks) > 2:
            marks = [marks[0], marks[1], *marks[1:]]  # two spans that touch
        minutes[weekday] = list(zip(marks[::2], marks[1::2], strict=False))
    if not any(minutes.values()):
        minutes[draw(st.integers(0, 6))] = [(0, 1440)]
    country, subdivision = draw(st.sampled_from(COUNTRIES))
    closed = draw(st.frozensets(st.integers(0, WINDOW_DAYS), max_size=2))
    calendar = WorkingCalendar(
        zone,
        {day: [(as_time(opens), as_time(closes)) for opens, closes in spans] for day, spans in minutes.items()},
        country,
        subdivision,
        frozenset(base.date() + timedelta(days=number) for number in closed),
    )
    return Walk(calendar, minutes, base)


def instants(walk: Walk, open_minutes: list[int], last_day: int = WINDOW_DAYS) -> st.SearchStrategy[datetime]:
    """Draw instants of the window, often the very ones at which work begins or ends."""
    opened = set(open_minutes)
    edges = [n for n in range(last_day * 1440) if (n in opened) != (n - 1 in opened)] or [0]
    return st.one_of(
        st.sampled_from(edges).map(lambda minute: walk.base + minute * MINUTE),
        st.integers(0, last_day * 1440).map(lambda minute: walk.base + minute * MINUTE),
        st.integers(0, last_day * 86400).map(lambda second: walk.base + second * SECOND),
    )


def share_of(whole: timedelta) -> st.SearchStrategy[timedelta]:
    return st.one_of(
        st.integers(0, whole // SECOND).map(lambda seconds: seconds * SECOND),
        st.integers(0, whole // MINUTE).map(lambda minutes: minutes * MINUTE),
        st.just(whole),
    )


@given(st.data(), walks())
@settings(deadline=None, max_examples=100)
def test_add_subtract_between_and_opening_agree_with_the_walk(data: st.DataObject, walk: Walk) -> None:
    calendar, open_minutes = walk.calendar, walk.open_minutes()
    start, end = data.draw(instants(walk, open_minutes)), data.draw(instants(walk, open_minutes))

    if start <= end:
        assert calendar.between(start, end) == walk.passed(open_minutes, start, end)
    assert calendar.between(start, end) == -calendar.between(end, start)

    ahead = data.draw(share_of(walk.passed(open_minutes, start, walk.end)))
    assert calendar.add(start, ahead) == walk.forward(open_minutes, start, ahead)
    behind = data.draw(share_of(walk.passed(open_minutes, walk.base, start)))
    assert calendar.subtract(start, behind) == walk.backward(open_minutes, start, behind)

    now = (start - walk.base) // MINUTE
    coming = [number for number in open_minutes if number >= now]
    if coming:
        assert calendar.next_opening(start) == max(walk.base + coming[0] * MINUTE, start)


@given(walks())
@settings(deadline=None, max_examples=40)
def test_every_minute_is_open_when_the_wall_clock_says_so(walk: Walk) -> None:
    every = range(WINDOW_DAYS * 1440)
    assert [n for n in every if walk.calendar.is_open(walk.base + n * MINUTE)] == walk.open_minutes()


@given(st.data(), walks())
@settings(deadline=None, max_examples=100)
def test_due_at_agrees_with_a_walk_that_skips_the_pauses(data: st.DataObject, walk: Walk) -> None:
    open_minutes = walk.open_minutes()
    start = data.draw(instants(walk, open_minutes, last_day=3))
    now = walk.base + data.draw(st.integers(0, WINDOW_DAYS * 1440)) * MINUTE
    pauses: list[Pause] = []
    for _ in range(data.draw(st.integers(0, 4))):
        since = data.draw(instants(walk, open_minutes)).replace(second=0)
        minutes = data.draw(st.one_of(st.none(), st.integers(0, 600), st.integers(0, 3 * 1440)))
        pauses.append((since, None if minutes is None else since + minutes * MINUTE))

    working = [
        number
        for number in open_minutes
        if not any(since <= walk.base + number * MINUTE < (ended or now) for since, ended in pauses)
    ]
    duration = data.draw(share_of(walk.passed(working, start, walk.end)))

    due = walk.calendar.due_at(start, duration, pauses, now)
    assert due == walk.forward(working, start, duration)
    assert walk.calendar.due_at(start, duration, list(reversed(pauses)), now) == due
    assert walk.calendar.due_at(start, duration, pauses, now + timedelta(hours=5)) >= due


@given(st.data(), walks(), st.timedeltas(NONE, timedelta(days=20)), st.timedeltas(NONE, timedelta(days=3)))
@settings(deadline=None, max_examples=120)
def test_long_durations_come_back_and_order_is_kept(
    data: st.DataObject, walk: Walk, duration: timedelta, more: timedelta
) -> None:
    calendar, start = walk.calendar, data.draw(instants(walk, walk.open_minutes()))
    if calendar.between(walk.base, walk.base + timedelta(days=365)) < timedelta(days=5):
        duration, more = duration / 100, more / 100
    later = start + more
    end = calendar.add(start, duration)
    assert end >= start + duration
    assert calendar.between(start, end) == duration
    assert calendar.add(start, duration + more) >= end
    assert calendar.add(later, duration) >= end
    assert calendar.add(calendar.add(start, duration), more) == calendar.add(start, duration + more)

    begin = calendar.subtract(start, duration)
    assert begin <= start - duration
    assert calendar.between(begin, start) == duration
    assert calendar.subtract(later, duration) >= begin
    assert calendar.subtract(end, duration) >= start
    assert calendar.between(start, later) <= more


def in_new_york(*parts: int) -> datetime:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("America/New_York"))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_a_night_when_clocks_change_is_shorter_or_longer() -> None:
    nights = {day: [(time(0), time(6))] for day in range(7)}
    calendar = WorkingCalendar("America/New_York", nights)
    assert calendar.between(in_new_york(2024, 3, 10), in_new_york(2024, 3, 11)) == hours(5)
    assert calendar.between(in_new_york(2024, 11, 3), in_new_york(2024, 11, 4)) == hours(7)
    lord_howe = WorkingCalendar("Australia/Lord_Howe", nights)
    zone = ZoneInfo("Australia/Lord_Howe")
    first, next_day = datetime(2024, 10, 6, tzinfo=zone), datetime(2024, 10, 7, tzinfo=zone)
    assert lord_howe.between(first, next_day) == hours(5.5)


def test_hours_that_begin_in_the_gap_begin_when_the_clocks_have_changed() -> None:
    calendar = WorkingCalendar("America/New_York", {6: [(time(2, 30), time(5))]})
    assert calendar.next_opening(in_new_york(2024, 3, 10)) == in_new_york(2024, 3, 10, 3)


def test_the_day_ends_at_midnight_and_the_result_is_utc() -> None:
    calendar = WorkingCalendar("America/New_York", {4: [(time(20), time(0))]})
    due = calendar.add(in_new_york(2024, 5, 31, 12), hours(4))
    assert due == in_new_york(2024, 6, 1)
    assert due.tzinfo is UTC
    assert calendar.next_opening(due) == in_new_york(2024, 6, 7, 20)
    assert calendar.add(in_new_york(2024, 5, 31, 12), hours(4) + SECOND) == in_new_york(2024, 6, 7, 20) + SECOND


def test_holidays_observed_over_the_year_end_are_closed() -> None:
    calendar = WorkingCalendar("America/New_York", NINE_TO_FIVE, "US", "NY")
    thursday = in_new_york(2021, 12, 30, 16)
    assert not calendar.is_open(in_new_york(2021, 12, 31, 10))  # New Year's Day 2022 was a Saturday
    assert calendar.add(thursday, hours(2)) == in_new_york(2022, 1, 3, 10)
    assert calendar.subtract(in_new_york(2022, 1, 3, 10), hours(2)) == thursday


def test_extra_closed_dates_are_closed() -> None:
    calendar = WorkingCalendar("America/New_York", NINE_TO_FIVE, extra_closed_dates=frozenset({date(2024, 6, 4)}))
    assert calendar.add(in_new_york(2024, 6, 3, 16), hours(2)) == in_new_york(2024, 6, 5, 10)


def test_pauses_push_the_moment_on_by_the_working_time_they_cover() -> None:
    calendar = WorkingCalendar("America/New_York", NINE_TO_FIVE)
    start, now = in_new_york(2024, 6, 3, 9), in_new_york(2024, 6, 4, 11)  # Monday
    due = calendar.due_at(start, hours(6), [], now)
    assert due == in_new_york(2024, 6, 3, 15)
    overnight: Pause = (in_new_york(2024, 6, 3, 14), in_new_york(2024, 6, 4, 10))  # four working hours
    assert calendar.due_at(start, hours(6), [overnight], now) == in_new_york(2024, 6, 4, 11)
    open_pause: Pause = (in_new_york(2024, 6, 3, 14), None)  # five so far
    assert calendar.due_at(start, hours(6), [open_pause], now) == in_new_york(2024, 6, 4, 12)
    outside: Pause = (in_new_york(2024, 6, 2, 9), in_new_york(2024, 6, 3, 8))
    too_late: Pause = (due, None)
    assert calendar.due_at(start, hours(6), [outside, too_late], now) == due
    inside: Pause = (in_new_york(2024, 6, 3, 15), in_new_york(2024, 6, 3, 16))
    assert calendar.due_at(start, hours(6), [inside, overnight], now) == in_new_york(2024, 6, 4, 11)


@pytest.mark.parametrize("empty", [{}, {0: []}])
def test_a_calendar_without_hours_is_refused(empty: dict[int, list[tuple[time, time]]]) -> None:
    with pytest.raises(CalendarNeverOpens):
        WorkingCalendar("UTC", empty)


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: WorkingCalendar("Alder/County", NINE_TO_FIVE), "time zone"),
        (lambda: WorkingCalendar("", NINE_TO_FIVE), "time zone"),
        (lambda: WorkingCalendar("../etc", NINE_TO_FIVE), "time zone"),
        (lambda: WorkingCalendar("America", NINE_TO_FIVE), "time zone"),
        (lambda: WorkingCalendar("UTC", NINE_TO_FIVE, "ZZ"), "Holidays"),
        (lambda: WorkingCalendar("UTC", NINE_TO_FIVE, "US", "ZZ"), "Holidays"),
        (lambda: WorkingCalendar("UTC", {7: [(time(9), time(17))]}), "weekday"),
        (lambda: WorkingCalendar("UTC", {0: [(time(17), time(9))]}), "order"),
        (lambda: WorkingCalendar("UTC", {0: [(time(9), time(9))]}), "order"),
        (lambda: WorkingCalendar("UTC", {0: [(time(9), time(13)), (time(12), time(17))]}), "overlap"),
        (lambda: WorkingCalendar("UTC", {0: [(time(14), time(17)), (time(9), time(13))]}), "order"),
    ],
)
def test_parts_that_make_no_calendar_are_refused(build: Callable[[], WorkingCalendar], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build()


def test_a_search_ends_after_ten_years() -> None:
    start = in_new_york(2024, 1, 1)
    mondays = frozenset(date(2012, 1, 2) + timedelta(weeks=number) for number in range(25 * 52))
    closed = WorkingCalendar("America/New_York", {0: [(time(9), time(17))]}, extra_closed_dates=mondays)
    searches: list[Callable[[], datetime]] = [
        lambda: closed.next_opening(start),
        lambda: closed.add(start, MINUTE),
        lambda: closed.subtract(start, MINUTE),
        lambda: WorkingCalendar("UTC", MIDNIGHT_TO_MIDNIGHT).add(start, timedelta(days=3660)),
    ]
    for search in searches:
        with pytest.raises(CalendarNeverOpens, match="ten years"):
            search()
    assert closed.between(start, start + timedelta(days=3000)) == NONE


def test_naive_instants_and_negative_durations_are_refused() -> None:
    calendar = WorkingCalendar("UTC", NINE_TO_FIVE)
    with pytest.raises(ValueError, match="time zone"):
        calendar.add(datetime(2024, 1, 1), MINUTE)
    with pytest.raises(ValueError, match="negative"):
        calendar.add(datetime(2024, 1, 1, tzinfo=UTC), -MINUTE)
    with pytest.raises(ValueError, match="negative"):
        calendar.subtract(datetime(2024, 1, 1, tzinfo=UTC), -MINUTE)


def test_ten_working_days_are_added_in_well_under_a_millisecond() -> None:
    start = in_new_york(2024, 6, 3, 10)
    WorkingCalendar("America/New_York", NINE_TO_FIVE, "US", "NY").add(start, hours(80))  # warms the holidays
    times = []
    for _ in range(20):
        began = clock.perf_counter()
        WorkingCalendar("America/New_York", NINE_TO_FIVE, "US", "NY").add(start, hours(80))
        times.append(clock.perf_counter() - began)
    assert min(times) < 0.0005
