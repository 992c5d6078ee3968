"""A worker that is killed in the middle of its work, again and again, loses no input and doubles none."""

import asyncio
import os
import random
import signal
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
TASKS = ("receive_input", "deliver_message")


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.004)


def waiting() -> int:
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing"), task_name__in=TASKS).count()


# Forks a worker for each line that it reads: starting fifteen from nothing would take most of the test's time.
NURSERY = """
import os, sys
from firstpoint.project.cli import set_up_django
set_up_django()
from firstpoint.project import processes
for _line in sys.stdin:
    worker = os.fork()
    if worker == 0:
        processes.end_with(os.getppid())
        processes.run_worker(concurrency=2)
        os._exit(0)
    print(worker, flush=True)
    os.waitpid(worker, 0)
    print("dead", flush=True)
"""


@contextmanager
def started(database: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python with these arguments on the database; whatever happens, it is dead at the end."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **addresses(database)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_a_worker_in_the_middle(nursery: subprocess.Popen[str], chance: random.Random) -> None:
    """Start a worker, let it do some of what waits, and kill it at any moment after."""
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    worker = int(nursery.stdout.readline())
    goal = waiting() - chance.randint(1, 3)
    wait_until(lambda: waiting() <= goal)
    time.sleep(chance.random() * 0.03)
    os.kill(worker, signal.SIGKILL)
    assert nursery.stdout.readline() == "dead\n"


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
    with started(committed_database, "-c", NURSERY) as nursery:
        for _kill in range(KILLS):
            kill_a_worker_in_the_middle(nursery, chance)
            rescued += rescue()
    assert rescued >= 1, "no kill hit a job in the middle"
    with started(committed_database, "-m", "firstpoint.project.cli", "worker"):
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
