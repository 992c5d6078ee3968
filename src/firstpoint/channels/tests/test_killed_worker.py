"""A worker that is killed in the middle of its work, again and again, loses no input and doubles none."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db.models import Count

from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.tests.make import an_agency
from firstpoint.domain.contacts.models import Channel, Contact, Delivery, Direction, Message
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import RawInput, RawState
from firstpoint.domain.intake.tests.make import an_incoming
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.routing.models import WorkItem
from firstpoint.project.upkeep import WorkerConnector
from tests.databases import addresses

INPUTS = 60
KILLS = 15
PATIENCE_SECONDS = 120


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def waiting() -> int:
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing"), task_name__in=TASKS).count()


TASKS = ("receive_input", "deliver_message")


@contextmanager
def a_worker(database: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the real command; whatever happens, it is dead at the end."""
    command = [sys.executable, "-m", "firstpoint.project.cli", "worker", "--concurrency=2"]
    worker = subprocess.Popen(command, env={**os.environ, **addresses(database)})
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def rescue() -> int:
    """Do as the periodic rescue does, without the half minute in which a silent worker may still come back."""

    async def retry_all() -> int:
        with app.replace_connector(WorkerConnector.of_django()) as queue:
            async with queue.open_async():
                stalled = list(await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=0))
                for job in stalled:
                    await queue.job_manager.retry_job(job)
                return len(stalled)

    return asyncio.run(retry_all())


@pytest.mark.req("CH-08")
def test_a_worker_killed_many_times_leaves_every_input_received_once(committed_database: str) -> None:
    an_agency()
    for number in range(INPUTS):
        incoming = an_incoming(name=f"Rosa {number}", email=f"rosa{number}@mail.example", body=f"Question {number}")
        intake.accept(actor=SYSTEM, channel=Channel.WEB, external_id=uuid4().hex, content=incoming.to_bytes())
    chance, rescued = random.Random(7), 0
    for _kill in range(KILLS):
        with a_worker(committed_database) as worker:
            goal = waiting() - chance.randint(1, 3)
            wait_until(lambda: waiting() <= goal or worker.poll() is not None)  # noqa: B023
            assert worker.poll() is None
            time.sleep(chance.random() * 0.03)
        rescued += rescue()
    assert rescued >= 1, "no kill hit a job in the middle"
    with a_worker(committed_database):
        wait_until(lambda: waiting() == 0)
    assert set(RawInput.objects.values_list("state", flat=True)) == {RawState.RECEIVED}
    assert Case.objects.count() == RawInput.objects.count() == WorkItem.objects.count() == INPUTS
    inbound = Contact.objects.filter(direction=Direction.INBOUND)
    assert inbound.count() == inbound.values("messages__body").distinct().count() == INPUTS
    assert Event.objects.filter(type="input.received").count() == INPUTS
    assert not RawInput.objects.values("contact").annotate(n=Count("pk")).filter(n__gt=1)
    assert set(Message.objects.filter(direction=Direction.OUTBOUND).values_list("delivery", flat=True)) == {
        Delivery.SENT
    }
    assert not ProcrastinateJob.objects.filter(status="failed").exists()
