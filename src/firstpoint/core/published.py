"""What is published is read often and changes seldom: each process keeps what it has read, until anything is published.

One number in the database moves with every publication, in the same transaction. It is read once for each request, so
that a page is drawn of one state, and what was published is seen by the very next request of every process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper

P = ParamSpec("P")
R = TypeVar("R")

MOST_KEPT = 2000

_of_request: ContextVar[list[int] | None] = ContextVar("revision_of_request", default=None)
_memories: list[Callable[[], None]] = []


def revision() -> int:
    """Return the number that moves whenever anything is published."""
    known = _of_request.get()
    if known:
        return known[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_revision")
        number = int(cursor.fetchone()[0])
    note_revision(number)
    return number


def note_revision(number: int) -> None:
    """Take the number as read for the rest of the request, for a query that brought it along."""
    known = _of_request.get()
    if known is not None and not known:
        known.append(number)


def move_revision(cursor: CursorWrapper) -> None:
    """Let every process read anew once the present transaction has committed. No number ever comes twice."""
    cursor.execute("UPDATE core_revision SET number = nextval('core_revision_number')")


@contextmanager
def one_revision() -> Iterator[None]:
    """Read the number once at most until the block ends."""
    token = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


def kept(read: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function of plain arguments reads, until anything is published. Nobody may change what it returns."""

    @lru_cache(MOST_KEPT)
    def at_revision(_number: int, *arguments: Any, **named: Any) -> R:
        return read(*arguments, **named)

    newest = 0

    @wraps(read)
    def reading(*arguments: P.args, **named: P.kwargs) -> R:
        nonlocal newest
        number = revision()
        if number > newest:
            # What was read of former revisions would only fill the memory.
            at_revision.cache_clear()
            newest = number
        return at_revision(number, *arguments, **named)  # type: ignore[arg-type]

    _memories.append(at_revision.cache_clear)
    return reading


def also_forget(clear: Callable[[], None]) -> None:
    """Have forget clear what a module keeps in a way of its own."""
    _memories.append(clear)


def forget() -> None:
    """Drop everything that this process has kept; for tests, whose transactions are undone."""
    for clear in _memories:
        clear()
