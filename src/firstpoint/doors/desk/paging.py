"""The way through long lists: by number where they are short, by place where a page costs the same however long."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

PAGE_SIZE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page. The addresses lead to the pages before and after it, empty where there is none."""

    rows: list[Row]
    previous_url: str = ""
    next_url: str = ""


def numbered_page(rows: QuerySet[Row], number: str, **query: str) -> Page[Row]:
    """Return a page by its number; anything that is no number is the first page. `query` stays in the addresses."""
    place = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    found = list(rows[(place - 1) * PAGE_SIZE : place * PAGE_SIZE + 1])
    return Page(
        found[:PAGE_SIZE],
        previous_url=_url(query, page=str(place - 1)) if place > 1 else "",
        next_url=_url(query, page=str(place + 1)) if len(found) > PAGE_SIZE else "",
    )


def newest_page(rows: QuerySet[Row], moment: str, before: str, *, key: str = "before", **query: str) -> Page[Row]:
    """Return the newest rows before a place, by the moment's column and the id; the rows are in that order already.

    `key` is the name under which the address carries the place.
    """
    if place := read_place(before):
        at, pk = place
        # The first condition alone bounds the walk along the index; the second settles rows of one moment.
        rows = rows.filter(Q(**{f"{moment}__lte": at})).filter(Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk))
    found = list(rows[: PAGE_SIZE + 1])
    if len(found) <= PAGE_SIZE:
        return Page(found)
    last: Any = found[PAGE_SIZE - 1]
    return Page(found[:PAGE_SIZE], next_url=_url(query, **{key: write_place(getattr(last, moment), last.pk)}))


def write_place(at: datetime, pk: int) -> str:
    """Return a place in a list, the moment in microseconds and the id, for an address."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def read_place(text: str) -> tuple[datetime, int] | None:
    """Return the place that `write_place` wrote, or None for anything else."""
    moment, _, pk = text.partition("-")
    if not (len(text) < 40 and moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(pk) > 18:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None


def _url(query: dict[str, str], **more: str) -> str:
    return "?" + urlencode({key: text for key, text in (query | more).items() if text})
