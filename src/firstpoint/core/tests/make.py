"""What tests of the core stand on: events of a row, readers of them, and sessions with connections of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, connections, transaction

from firstpoint.core.access import Actor
from firstpoint.core.events import Position, position_of, read_after, record
from firstpoint.core.models import Event, StoredFile

P = ParamSpec("P")
T = TypeVar("T")

ACTOR = Actor(id=2, roles=frozenset({"system"}))


def record_event(event_type: str = "file.counted", **more: Any) -> None:
    """Record an event of some row, inside the caller's transaction."""
    record(event_type, StoredFile(pk=1), actor=ACTOR, **more)


class Session:
    """A thread with a database connection of its own, in which one call is made after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._transaction: transaction.Atomic | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_error: object) -> None:
        if self.is_open:
            self.roll_back()
        self.call(lambda: connection.close())
        self._thread.shutdown()

    def start(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Begin a call, which may have to wait for another session."""
        return self._thread.submit(function, *args, **kwargs)

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Make a call and return what it returns."""
        return self.start(function, *args, **kwargs).result(timeout=60)

    @property
    def is_open(self) -> bool:
        """Say whether a transaction is open."""
        return self._transaction is not None

    def begin(self) -> None:
        """Open a transaction."""
        self._transaction = transaction.atomic()
        self.call(self._transaction.__enter__)

    def commit(self) -> None:
        """Commit the open transaction."""
        self._end(None)

    def roll_back(self) -> None:
        """Roll the open transaction back."""
        self._end(RuntimeError("rolled back"))

    def _end(self, error: Exception | None) -> None:
        assert self._transaction is not None
        ended, self._transaction = self._transaction, None
        self.call(ended.__exit__, type(error) if error else None, error, None)


class Reader:
    """Reads the journal in commit order, from where it stands."""

    def __init__(self, position: Position | None = None) -> None:
        self.position = position or Position()
        self.read: list[Event] = []

    def go_on(self, *, limit: int = 500) -> list[Event]:
        """Read what can be read now, `limit` events at a time."""
        found: list[Event] = []
        while events := read_after(self.position, limit=limit):
            self.position = position_of(events[-1])
            found += events
        self.read += found
        return found


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Have Django's connections lead to another database until the block ends."""
    from firstpoint.project.settings import database

    before = {key: settings.DATABASES["default"][key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    _lead_to({key: database(url)[key] for key in before})
    try:
        yield
    finally:
        _lead_to(before)


def _lead_to(place: dict[str, Any]) -> None:
    default = connections["default"]
    default.close()
    default.close_pool()
    settings.DATABASES["default"].update(place)
    default.settings_dict.update(place)
