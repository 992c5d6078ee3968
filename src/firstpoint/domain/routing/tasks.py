"""Jobs that keep the queues in line with what happened elsewhere."""

from contextlib import suppress

from procrastinate.contrib.django import app

from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.queries import NotSetUp


@app.task(name="follow_case", retry=5)
def follow_case(subject_id: int) -> None:
    """Take a case that ended out of its queue, or put one that opened again back."""
    actions.follow_case(subject_id, actor=SYSTEM)


@app.task(name="return_work_of", retry=5)
def return_work_of(subject_id: int) -> None:
    """Put the work of somebody who left back into its queues."""
    actions.return_work_of(subject_id, actor=SYSTEM)


@app.periodic(cron="*/5 * * * *")
@app.task(name="estimate_wait")
def estimate_wait(timestamp: int) -> None:
    """Refresh the wait that the site shows, once there is an agency."""
    with suppress(NotSetUp):
        actions.estimate_wait(actor=SYSTEM)
