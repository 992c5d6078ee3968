"""How an import ends: everything stored, or nothing and a list of what to mend."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max

from firstpoint.core.errors import DomainError
from firstpoint.core.models import Event

# The journal tells what the import has done: each subject once, new if the first event of its life is among them.
DONE = """
    SELECT subject_type, count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM (
        SELECT subject_type, subject_id, coalesce(bool_or((data ->> 'is_new')::boolean), false) AS is_new
        FROM core_event WHERE id > %s AND xid = pg_current_xact_id() GROUP BY subject_type, subject_id
    ) AS subject GROUP BY subject_type
"""


@dataclass(slots=True)
class Outcome:
    """What an import found, did and could not do. `rows` and `changes` are by the journal's subject type."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    changes: dict[str, tuple[int, int]] = field(default_factory=dict)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Gather a rule's objection under the place it belongs to, and go on; an action that objects undoes itself."""
        try:
            yield
        except DomainError as error:
            self.problems.append(f"{place}: {error}")

    def sentences(self) -> list[str]:
        """Return a line per kind of thing: how many are new, changed and unchanged."""
        lines = []
        for subject, rows in self.rows.items():
            new, changed = self.changes.get(subject, (0, 0))
            name = apps.get_model(subject)._meta.verbose_name
            lines.append(f"{name}: {new} new, {changed} changed, {rows - new - changed} unchanged")
        return lines


def carry_out(work: Callable[[Outcome], None], *, dry_run: bool) -> Outcome:
    """Do the work in one transaction, which is undone when anything is wrong or when it is a dry run."""
    outcome = Outcome()
    with transaction.atomic():
        before = Event.objects.aggregate(last=Max("id"))["last"] or 0
        work(outcome)
        with connection.cursor() as cursor:
            cursor.execute(DONE, (before,))
            outcome.changes = {subject: (new, changed) for subject, new, changed in cursor.fetchall()}
        if dry_run or outcome.problems:
            transaction.set_rollback(True)
    return outcome
