"""Whether an installation is well: what monitoring asks for, and an operator who wonders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from firstpoint.core import clock
from firstpoint.domain.knowledge.actions.encoding import unencoded
from firstpoint.domain.knowledge.queries.meaning import LANGUAGES, is_on
from firstpoint.domain.routing.queries.triage import can_learn, newest_models
from firstpoint.project.upkeep import PARTITION_YEARS_AHEAD

# A worker tells of itself every ten seconds, and the rescue of its jobs comes every minute.
SILENT = timedelta(seconds=45)
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    is_well: bool
    finding: str


def checks() -> list[Check]:
    """Look at everything; when the database does not answer, at nothing else."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return [Check("database", False, str(error).strip())]
    looks: tuple[Callable[[], Iterator[Check]], ...] = (_tables, _partitions, _workers, _jobs, _meaning, _triage)
    return [Check("database", True, "answers"), *(check for look in looks for check in look())]


def _tables() -> Iterator[Check]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    finding = f"{len(plan)} changes are missing: run firstpoint migrate" if plan else "up to date"
    yield Check("tables", not plan, finding)


def _partitions() -> Iterator[Check]:
    year = clock.now().year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT y FROM generate_series(%s::int, %s::int) y WHERE to_regclass('core_event_' || y) IS NULL",
            (year, year + PARTITION_YEARS_AHEAD),
        )
        missing = [str(row[0]) for row in cursor.fetchall()]
    finding = f"missing for {', '.join(missing)}" if missing else f"made until {year + PARTITION_YEARS_AHEAD}"
    yield Check("journal partitions", not missing, finding)


def _workers() -> Iterator[Check]:
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=clock.now() - SILENT).count()
    yield Check("workers", alive > 0, f"{alive} at work" if alive else "none has told of itself lately")


def _jobs() -> Iterator[Check]:
    now = clock.now()
    waiting = ProcrastinateJob.objects.filter(status="todo")
    since = now - LATE
    is_late = Q(scheduled_at__lt=since) | Q(scheduled_at=None, procrastinateevent__at__lt=since)
    late = waiting.filter(is_late).distinct().count()
    yield Check("waiting jobs", late == 0, f"{waiting.count()}, of which {late} are late")
    held = ProcrastinateJob.objects.filter(status="doing")
    silent = ProcrastinateWorker.objects.filter(last_heartbeat__lt=now - SILENT).values("pk")
    stalled = held.filter(worker=None).count() + held.filter(worker__in=silent).count()
    yield Check("stalled jobs", stalled == 0, str(stalled))
    # A failed job waits for a person, who sees it at the desk; it is no fault of the installation.
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    yield Check("failed jobs", True, f"{failed} to be looked at, at the desk under Jobs" if failed else "none")


def _meaning() -> Iterator[Check]:
    # It may be left out, and what waits is found by its words meanwhile.
    finding = f"{unencoded().count()} articles wait for the worker" if any(map(is_on, LANGUAGES)) else "off"
    yield Check("search by meaning", True, finding)


def _triage() -> Iterator[Check]:
    # Without it, a person decides what each message is about.
    if not can_learn():
        yield Check("triage", True, "off: install Firstpoint with “triage” where the worker runs")
        return
    findings = [
        f"{model.language}: {model.decisions} decisions, "
        + (f"right in {model.top_1:.0%}, among three in {model.top_3:.0%}" if model.top_1 else "too few to measure")
        for model in newest_models()
    ]
    yield Check("triage", True, "; ".join(findings) or "nothing learned yet")
