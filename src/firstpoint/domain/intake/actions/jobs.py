"""A job that failed or lost its worker is run again, or given up, by a person who has seen it."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.intake.queries import stuck_jobs


@action
def retry_job(job_id: int, *, actor: Actor) -> None:
    """Have a worker run the job once more, now. Records job.retried."""
    require(actor, "intake.retry_job")
    job = _lock_stuck(job_id, actor)
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job.pk, retry_at=clock.now())
    except UniqueViolation as error:
        raise DomainError(_("The same job is waiting to run already. Give this one up.")) from error
    record("job.retried", job, actor=actor, data={"task": job.task_name})


@action
def abandon_job(job_id: int, *, actor: Actor) -> None:
    """Never run the job again: what it was for stays undone. Records job.abandoned."""
    require(actor, "intake.abandon_job")
    job = _lock_stuck(job_id, actor)
    with connection.cursor() as cursor:
        # The queue's own functions end a job only when it is waiting or at work.
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", (job.pk,))
    record("job.abandoned", job, actor=actor, data={"task": job.task_name})


def _lock_stuck(job_id: int, actor: Actor) -> ProcrastinateJob:
    job = stuck_jobs(actor).select_for_update(of=("self",)).filter(pk=job_id).first()
    if job is None:
        raise DomainError(_("This job runs again already, or was given up."))
    return job
