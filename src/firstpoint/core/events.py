"""The journal: the append-only record of what happened, and what follows from it.

`record` adds one row, enqueues the jobs that the reactions table names for the event type, and wakes live screens
that show it; `record_all` does so for many subjects at once. Rows hold ids and codes only, so that erasing a person
never edits them.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, models, transaction
from django.db.transaction import Atomic
from django.utils.module_loading import import_string

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.models import Event
from firstpoint.core.published import move_revision

CODE = re.compile(r"[\w.:+-]{0,80}")

# One statement for however many: ids are given in the order in which the events were recorded.
INSERT = """
    INSERT INTO core_event
        (at, type, subject_type, subject_id, customer_id, case_id, contact_id, actor_id, channel, is_look, data)
    SELECT * FROM json_to_recordset(%s::json) AS said
        (at timestamptz, type text, subject_type text, subject_id bigint, customer_id bigint, case_id bigint,
         contact_id bigint, actor_id bigint, channel text, is_look boolean, data jsonb)
"""
TELL = "SELECT pg_notify('live', noun) FROM unnest(%s::text[]) AS told (noun)"

Data = Mapping[str, int | str | bool | None]
Row = dict[str, object]


class Job(Protocol):
    """A procrastinate task, as far as the journal needs it."""

    def defer(self, *, subject_id: int) -> int: ...

    def configure(self, *arguments: Any, **options: Any) -> Any: ...

    def batch_defer(self, *jobs: Any) -> list[int]: ...


def record(
    event_type: str,
    subject: models.Model,
    *,
    actor: Actor,
    customer_id: int | None = None,
    case_id: int | None = None,
    contact_id: int | None = None,
    channel: str = "",
    is_look: bool = False,
    data: Data | None = None,
    wait: int = 0,
) -> None:
    """Add one event to the journal: it is written in the caller's transaction, at the end of an action.

    `data` takes ids and codes only; ValueError for anything that looks like free text. Each job that the reactions
    table names for the type is enqueued with `subject_id`, in the same transaction, to be run in `wait` seconds.
    """
    row = _row(event_type, subject, actor, data or {}, channel=channel, is_look=is_look)
    _add(event_type, [{**row, "customer_id": customer_id, "case_id": case_id, "contact_id": contact_id}])
    for job in _reactions().get(event_type, ()):
        (job.configure(schedule_in={"seconds": wait}) if wait else job).defer(subject_id=subject.pk)


def record_all(event_type: str, subjects: Sequence[tuple[models.Model, Data]], *, actor: Actor) -> None:
    """Write an event of this type for each subject of one model, with its data, as `record` does for one.

    However many they are, it takes as many statements as one does.
    """
    if not subjects:
        return
    _add(event_type, [_row(event_type, subject, actor, data) for subject, data in subjects])
    for job in _reactions().get(event_type, ()):
        job.batch_defer(*({"subject_id": subject.pk} for subject, _data in subjects))


def _row(
    event_type: str, subject: models.Model, actor: Actor, data: Data, *, channel: str = "", is_look: bool = False
) -> Row:
    for key, value in data.items():
        if not (CODE.fullmatch(value) if isinstance(value, str) else isinstance(value, int | None)):
            raise ValueError(f"The journal holds ids and codes, not text: {event_type} {key}")
    return {
        "at": clock.now().isoformat(),
        "type": event_type,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "actor_id": actor.id,
        "channel": channel,
        "is_look": is_look,
        "data": dict(data),
    }


def _add(event_type: str, rows: list[Row]) -> None:
    """Write the rows at the end of the action, or at once outside of one; let what was published be read anew."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded inside the transaction of its change.")
    if events := gathering():
        events.rows += rows
    else:
        _write(rows)
    if event_type in import_string(settings.PUBLISHING_EVENTS):
        with connection.cursor() as cursor:
            move_revision(cursor)


def _write(rows: list[Row]) -> None:
    """Write the rows, and wake the screens that show such events."""
    live = import_string(settings.LIVE_EVENTS)
    nouns = sorted({str(row["type"]).split(".")[0] for row in rows if row["type"] in live})
    with connection.cursor() as cursor:
        cursor.execute(INSERT, (json.dumps(rows),))
        if nouns:
            cursor.execute(TELL, (nouns,))


class Gathering(Atomic):
    """A transaction that gathers its events, which are written together when all else is done."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self.rows: list[Row] = []

    def write(self) -> None:
        """Write what was gathered."""
        if self.rows:
            _write(self.rows)


def gathering() -> Gathering | None:
    """Return the action's transaction that this is a part of, unless a savepoint was set in between."""
    block = connection.atomic_blocks[-1] if connection.atomic_blocks else None
    return block if isinstance(block, Gathering) else None


def _reactions() -> Mapping[str, Iterable[Job]]:
    reactions: Mapping[str, Iterable[Job]] = import_string(settings.REACTIONS)
    return reactions


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the journal's commit order, from which a reader goes on."""

    incarnation: int = 0
    xid: int = 0
    id: int = 0


def read_after(position: Position, *, limit: int = 500) -> list[Event]:
    """Return the next events in commit order that no running transaction can still precede.

    A row that commits late is never missed: rows are read only below the oldest transaction still running, in the order
    (incarnation, xid, id). A dump restored elsewhere starts a new incarnation, whose transaction numbers count anew.
    """
    return list(
        Event.objects.raw(
            """
            SELECT * FROM core_event
            WHERE (incarnation, xid, id) > (%s, %s::text::xid8, %s)
              AND (xid < pg_snapshot_xmin(pg_current_snapshot()) OR incarnation < core_incarnation())
            ORDER BY incarnation, xid, id LIMIT %s
            """,
            [position.incarnation, str(position.xid), position.id, limit],
        )
    )


def position_of(event: Event) -> Position:
    """Return the place just after this event."""
    return Position(event.incarnation, int(event.xid), event.id)
