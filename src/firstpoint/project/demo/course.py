"""What comes when: moments of the past weeks, gone through in order with the clock standing at each."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection

from firstpoint.core import clock

DELIVERY = timedelta(seconds=20)


class Course:
    """Steps planned for moments; each may plan further ones. What lies beyond the end does not happen."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._numbers = count()
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []

    def plan(self, at: datetime, step: Callable[[], object]) -> None:
        """Plan a step."""
        if at <= self.end:
            heapq.heappush(self._steps, (at, next(self._numbers), step))

    def run(self) -> None:
        """Go through all steps in order; the jobs that a step enqueues run a few seconds after it."""
        while self._steps:
            at, _number, step = heapq.heappop(self._steps)
            with clock.frozen(at):
                step()
            with clock.frozen(min(at + DELIVERY, self.end)):
                run_jobs()


def run_jobs() -> None:
    """Run the jobs that wait, as a worker would, inside the transaction of whoever asks."""
    while waiting := list(ProcrastinateJob.objects.filter(status="todo").order_by("id")):
        for job in waiting:
            app.tasks[job.task_name](**job.args)
            finish_job(job.pk, "succeeded")


def finish_job(job_id: int, status: str) -> None:
    """End a job as succeeded, which forgets it, or as failed, which leaves it to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, %s)", (job_id, status, status == "succeeded"))
