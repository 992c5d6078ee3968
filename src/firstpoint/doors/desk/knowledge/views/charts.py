"""Bars over time, drawn on the server: each bar is a day, or a week where the days would be too many to see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstpoint.domain.knowledge.queries.figures import Figures, OfDay, Period, together
from firstpoint.doors.desk.knowledge.views.columns import decimal

MOST_BARS = 100
HEIGHT = 100
# What of its place a bar leaves free on each side.
GAP = 0.12


@dataclass(frozen=True, slots=True)
class Span:
    """A day or a week with what was counted in it."""

    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Piece:
    """One coloured piece of a bar, in the units of the drawing; `y` is its upper edge."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the sentence that tells it."""

    told: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars, `len(bars)` wide and HEIGHT high. `top` is what the full height stands for.

    `series` are the kinds of pieces, from below, with words and sums.
    """

    name: str
    title: str
    series: Sequence[tuple[str, str, str]]
    bars: Sequence[Bar]
    top: int

    @property
    def width(self) -> int:
        """The width of the drawing, one for each bar."""
        return len(self.bars)

    @property
    def scale(self) -> tuple[str, str, str]:
        """What the height, half of it and nothing stand for, the half only where it is a whole number."""
        return decimal(self.top), "" if self.top % 2 else decimal(self.top // 2), decimal(0)


def spans_of(days: Sequence[OfDay], period: Period) -> list[Span]:
    """Return the period in days or weeks, also those in which nothing was counted."""
    counted = {day: [each.figures for each in found] for day, found in groupby(days, key=lambda each: each.day)}
    is_weekly = len(period.days) > MOST_BARS

    def begin(day: date) -> date:
        return max(period.first, day - timedelta(days=day.weekday())) if is_weekly else day

    return [
        Span(
            (_("Week from %(day)s") if is_weekly else "%(day)s") % {"day": date_format(first, "DATE_FORMAT")},
            together(figures for day in within for figures in counted.get(day, ())),
        )
        for first, within in groupby(period.days, key=begin)
    ]


def chart(
    name: str, title: str, spans: Sequence[Span], series: Mapping[str, tuple[Any, Callable[[Figures], int]]]
) -> Chart:
    """Return a chart of the series: by kind the words and what is counted, from below."""
    counts = [{kind: count(span.figures) for kind, (_words, count) in series.items()} for span in spans]
    top = nice(max((sum(each.values()) for each in counts), default=0))
    bars = []
    for place, (span, each) in enumerate(zip(spans, counts, strict=True)):
        said = ", ".join(f"{series[kind][0]}: {number}" for kind, number in each.items())
        bars.append(Bar(f"{span.label}. {said}", _pieces(place, each, top)))
    sums = [(kind, str(words), decimal(sum(each[kind] for each in counts))) for kind, (words, _count) in series.items()]
    return Chart(name, title, sums, bars, top)


def _pieces(place: int, counts: Mapping[str, int], top: int) -> list[Piece]:
    pieces, below = [], 0
    for kind, number in counts.items():
        if number:
            height = HEIGHT * number / top
            y = HEIGHT - HEIGHT * below / top - height
            pieces.append(Piece(kind, round(place + GAP, 3), round(y, 3), round(1 - 2 * GAP, 3), round(height, 3)))
            below += number
    return pieces


def nice(number: int) -> int:
    """Return the next number of the kind 1, 2, 4, 5 or 10, 20, 40, 50 … that is not below this one."""
    step = 1
    while True:
        for times in (1, 2, 4, 5):
            if number <= times * step:
                return times * step
        step *= 10
