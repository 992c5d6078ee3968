"""Bars over time: every day is there, and a bar is as high as what was counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.queries.figures import Figures, OfDay, Period
from firstpoint.doors.desk.knowledge.views.charts import HEIGHT, MOST_BARS, chart, nice, spans_of

FIRST = date(2026, 3, 4)
SERIES = {"public": ("Public", lambda each: each.reads), "staff": ("Staff", lambda each: each.staff_reads)}


def a_period(days: int) -> Period:
    return Period(FIRST, FIRST + timedelta(days=days - 1))


def test_days_without_anything_have_their_place() -> None:
    days = [
        OfDay(FIRST + timedelta(days=2), "en", "", Figures(reads=3)),
        OfDay(FIRST + timedelta(days=2), "es", "", Figures(reads=1)),
    ]
    spans = spans_of(days, a_period(4))
    assert [span.figures.reads for span in spans] == [0, 0, 4, 0]
    drawn = chart("reads", "Reads", spans, SERIES)  # type: ignore[arg-type]
    assert (drawn.scale, drawn.width) == (("4", "2", "0"), 4)
    assert [len(bar.pieces) for bar in drawn.bars] == [0, 0, 1, 0]
    assert drawn.bars[2].pieces[0].height == HEIGHT
    assert drawn.bars[2].told.endswith("Public: 4, Staff: 0")
    assert drawn.series == [("public", "Public", "4"), ("staff", "Staff", "0")]


def test_many_days_are_drawn_by_weeks() -> None:
    period = a_period(MOST_BARS + 1)
    days = [OfDay(day, "en", "", Figures(reads=1)) for day in period.days]
    spans = spans_of(days, period)
    # The fourth of March is a Wednesday.
    assert [span.figures.reads for span in spans][:2] == [5, 7]
    assert sum(span.figures.reads for span in spans) == MOST_BARS + 1
    assert spans[0].label == "Week from March 4, 2026"


@given(st.integers(0, 10**9))
def test_a_scale_is_the_next_round_number(number: int) -> None:
    top = nice(number)
    assert number <= top
    assert number * 2.5 > top or top == 1
    assert str(top).rstrip("0") in {"1", "2", "4", "5"}


@pytest.mark.parametrize(("number", "top"), [(0, 1), (1, 1), (3, 4), (6, 10), (11, 20), (41, 50), (100, 100)])
def test_scales(number: int, top: int) -> None:
    assert nice(number) == top
