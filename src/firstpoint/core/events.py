"""The journal: the append-only record of what happened, and what follows from it.

`record` writes one row, enqueues the jobs that the reactions table names for the event type, and wakes live screens
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
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.models import Event
from firstpoint.core.published import move_revision

CODE = re.compile(r"[\w.:+-]{0,80}")

INSERT = """
    INSERT INTO core_event
        (at, type, subject_type, subject_id, customer_id, case_id, contact_id, actor_id, channel, is_look, data)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
INSERT_ALL = """
    INSERT INTO core_event (at, type, subject_type, subject_id, actor_id, channel, is_look, data)
    SELECT %s, %s, %s, subject_id, %s, '', false, data::jsonb
    FROM unnest(%s::bigint[], %s::text[]) AS said (subject_id, data)
"""

Data = Mapping[str, int | str | bool | None]


class Job(Protocol):
    """A procrastinate task, as far as the journal needs it."""

    def defer(self, *, subject_id: int) -> int: ...

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
) -> None:
    """Write one event to the journal, inside the caller's transaction.

    `data` takes ids and codes only; ValueError for anything that looks like free text. Each job that the reactions
    table names for the type is enqueued with `subject_id`, in the same transaction.
    """
    _check(event_type, data or {})
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            (
                clock.now(),
                event_type,
                subject._meta.label_lower,
                subject.pk,
                customer_id,
                case_id,
                contact_id,
                actor.id,
                channel,
                is_look,
                json.dumps(dict(data or {})),
            ),
        )
        _tell(cursor, event_type)
    for job in _reactions().get(event_type, ()):
        job.defer(subject_id=subject.pk)


def record_all(event_type: str, subjects: Sequence[tuple[models.Model, Data]], *, actor: Actor) -> None:
    """Write an event of this type for each subject of one model, with its data, as `record` does for one.

    However many they are, it takes two or three statements, and one for each job of the reactions table.
    """
    if not subjects:
        return
    for _subject, data in subjects:
        _check(event_type, data)
    ids = [subject.pk for subject, _data in subjects]
    said = [json.dumps(dict(data)) for _subject, data in subjects]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ALL, (clock.now(), event_type, subjects[0][0]._meta.label_lower, actor.id, ids, said))
        _tell(cursor, event_type)
    for job in _reactions().get(event_type, ()):
        job.batch_defer(*({"subject_id": pk} for pk in ids))


def _check(event_type: str, data: Data) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded inside the transaction of its change.")
    for key, value in data.items():
        if not (CODE.fullmatch(value) if isinstance(value, str) else isinstance(value, int | None)):
            raise ValueError(f"The journal holds ids and codes, not text: {event_type} {key}")


def _tell(cursor: CursorWrapper, event_type: str) -> None:
    """Wake the screens that show such an event, and let what was published be read anew."""
    if event_type in import_string(settings.LIVE_EVENTS):
        cursor.execute("SELECT pg_notify('live', %s)", (event_type.split(".")[0],))
    if event_type in import_string(settings.PUBLISHING_EVENTS):
        move_revision(cursor)


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
