"""Jobs that keep the installation itself in order: the queue of jobs, the journal's partitions, what has run out.

What belongs to one app is tidied in that app's tasks.
"""

import asyncio
from typing import Any, Self

from procrastinate import JobContext
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import OperationalError

from django.core.management import call_command
from django.db import connection

from firstpoint.core import clock
from firstpoint.core.rate_limits import forget_old_counts

# What failed is kept long enough for somebody to come back from leave and see it.
FAILED_JOBS_HOURS = 60 * 24
SUCCEEDED_JOBS_HOURS = 24
PARTITION_YEARS_AHEAD = 2


class WorkerConnector(PsycopgConnector):
    """A worker's own connections to the queue. What a job enqueues goes through Django's connection instead, so that it
    is committed or rolled back with the job's own transaction."""

    @classmethod
    def of_django(cls) -> Self:
        """Return a connector to the database that Django uses."""
        # A pool waits twice as long after each attempt: given up soon, it is begun anew by who runs the worker.
        return cls(kwargs=connector_params(), min_size=1, max_size=4, timeout=10, reconnect_timeout=4)

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        """Note what a job came to, as soon as the database is there: under a live worker nobody would rescue the job."""
        for pause in (1, 2, 4, 8, 15, 15, 15):
            try:
                await super().execute_query_async(query, **arguments)
                return
            except ConnectorException as error:
                if not isinstance(error.__cause__, OperationalError):
                    raise
                await asyncio.sleep(pause)
        await super().execute_query_async(query, **arguments)

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


@app.periodic(cron="* * * * *")
@app.task(name="rescue_stalled_jobs", queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Let jobs run again whose worker was killed; every job is safe to run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that succeeded a day ago, and those that failed and nobody minded for two months."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=SUCCEEDED_JOBS_HOURS)
    await manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="27 3 * * *")
@app.task(name="ensure_event_partitions", queueing_lock="ensure_event_partitions")
def ensure_event_partitions(timestamp: int) -> None:
    """See to the journal's partitions for this year and the next two."""
    year = clock.now().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_ensure_event_partitions(%s, %s)", (year, year + PARTITION_YEARS_AHEAD))


@app.periodic(cron="*/10 * * * *")
@app.task(name="forget_rate_counts", queueing_lock="forget_rate_counts")
def forget_rate_counts(timestamp: int) -> None:
    """Delete rate counters whose window has ended."""
    forget_old_counts()


@app.periodic(cron="37 3 * * *")
@app.task(name="forget_old_sessions", queueing_lock="forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    """Delete sessions that have run out."""
    call_command("clearsessions")
