"""The one clock: everything that asks for the time asks here, so that tests can set it for every process.

A test in the same process uses `frozen`. Tests of really started servers write an offset in seconds to the file that
FIRSTPOINT_CLOCK_FILE names, which each process reads whenever it asks.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

_frozen: datetime | None = None
_file = Path(os.environ["FIRSTPOINT_CLOCK_FILE"]) if "FIRSTPOINT_CLOCK_FILE" in os.environ else None


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + (_offset_from(_file) if _file else timedelta())


def _offset_from(file: Path) -> timedelta:
    """Read the offset in seconds that a test wrote; an absent file means none."""
    try:
        return timedelta(seconds=float(file.read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Stand still at the instant, in this process, until the block ends."""
    global _frozen
    before, _frozen = _frozen, instant
    try:
        yield
    finally:
        _frozen = before
