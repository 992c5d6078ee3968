"""The tables of figures: which columns each has, how a number reads in them, and in which order the rows stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal, format_percent

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.queries.figures import Figures
from firstpoint.doors.desk.csv_files import Cell

NAME = "name"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: what stands in it as a number, and how that reads."""

    key: str
    heading: str | Promise
    number: Callable[[Figures], float | None]
    text: Callable[[Figures], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, the place of that in an order of names, and its figures."""

    name: str
    place: Any
    figures: Figures
    small: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading with the address that sorts by it; `sorted` says how the rows stand already, if by it."""

    key: str
    words: str | Promise
    query: str
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What is shown of one kind of rows: its columns, and the order that it has at first."""

    title: str | Promise
    named: str | Promise
    columns: Sequence[Column]
    order: str

    def sorted_rows(self, rows: Sequence[Row], order: str) -> list[Row]:
        """Return the rows by a column, the largest first, or the smallest with a hyphen before it; empty ones last."""
        key = order.removeprefix("-")
        column = next((column for column in self.columns if column.key == key), None)
        if column is None:
            return sorted(rows, key=lambda row: row.place, reverse=order.startswith("-"))
        numbered = [(column.number(row.figures), row) for row in rows]
        full = [pair for pair in numbered if pair[0] is not None]
        full.sort(key=lambda pair: pair[0] or 0, reverse=not order.startswith("-"))
        return [row for _number, row in full] + [row for number, row in numbered if number is None]

    def order_of(self, asked_for: str) -> str:
        """Return an order that was asked for, or the table's own where it has no such column."""
        known = {NAME, *(column.key for column in self.columns)}
        return asked_for if asked_for.removeprefix("-") in known else self.order

    def headings(self, order: str) -> list[Heading]:
        """Return the headings; that of the order leads to the opposite one."""
        named = [(NAME, self.named), *((column.key, column.heading) for column in self.columns)]
        return [Heading(key, words, f"-{key}" if order == key else key, _way(order, key)) for key, words in named]

    def cells(self, row: Row) -> list[tuple[str | Promise, str]]:
        """Return the figures of a row as they read, each with its heading."""
        return [(column.heading, column.text(row.figures)) for column in self.columns]

    def file_row(self, row: Row) -> list[Cell]:
        """Return the figures of a row as numbers."""
        return [row.name, *(column.number(row.figures) for column in self.columns)]


def _way(order: str, key: str) -> str:
    if order.removeprefix("-") != key:
        return ""
    # Names stand from A to Z at first, numbers from the largest.
    return "ascending" if order.startswith("-") == (key != NAME) else "descending"


def decimal(number: float | None) -> str:
    """Write a number as the language does; a dash for none."""
    return "–" if number is None else str(format_decimal(round(number, 1), locale=get_language()))


def percent(share: float | None) -> str:
    """Write a share in whole percents; a dash for none."""
    return "–" if share is None else str(format_percent(share, locale=get_language()))


def _figure(key: str, heading: str | Promise) -> Column:
    return Column(key, heading, lambda each: getattr(each, key), lambda each: decimal(getattr(each, key)))


def _share(key: str, heading: str | Promise) -> Column:
    return Column(key, heading, lambda each: getattr(each, key), lambda each: percent(getattr(each, key)))


READING = (
    _figure("reads", _("Reads by the public")),
    _figure("staff_reads", _("Reads by staff")),
    _figure("votes", _("Votes")),
    _share("helpful_share", _("Helpful")),
)
OUTCOMES = (
    _figure("position", _("Mean position of the first click")),
    _figure("answered", _("Answered")),
    _figure("asked", _("Asked anyway")),
    _figure("left", _("Left")),
    _share("deflection", _("Deflection")),
)
SEARCHING = (
    _figure("searches", _("Searches")),
    _figure("empty", _("Without a result")),
    _figure("unsure", _("Without a good answer")),
    _share("opened_share", _("Opened a result")),
    *OUTCOMES,
)
LED_HERE = (_figure("searches", _("Searches that led here")), *OUTCOMES)

TABLES = {
    "article": Table(_("By article"), _("Article"), (*READING, *LED_HERE), "reads"),
    "service": Table(_("By service"), _("Service"), (*READING, *LED_HERE), "reads"),
    "language": Table(_("By language"), _("Language"), (*READING, *SEARCHING), "reads"),
    "place": Table(_("By place"), _("Where the search was made"), SEARCHING, "searches"),
    "day": Table(_("By day"), _("Day"), (*READING, *SEARCHING), "-name"),
}
