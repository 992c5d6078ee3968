"""Starting and stopping, as an operator does it."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection, transaction

from firstpoint.channels.models import DemoMessage
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.project.tests.started import free_port, listens, run, started, wait_until

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def running(committed_database: str, ports: tuple[int, int]) -> Iterator[subprocess.Popen[str]]:
    arguments = (f"--port={ports[0]}", f"--live-port={ports[1]}", "--workers=1")
    with started("start", *arguments, database=committed_database) as process:
        wait_until(lambda: all(map(listens, ports)))
        yield process


def children(process: subprocess.Popen[str], command: str) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        # One that has just ended has no command line any more.
        with suppress(psutil.NoSuchProcess):
            found += [child] if command in child.cmdline() else []
    return found


def test_what_dies_is_started_again_and_nothing_outlives_a_killed_supervisor(
    running: subprocess.Popen[str], ports: tuple[int, int], committed_database: str
) -> None:
    wait_until(lambda: len(children(running, "worker")) == 1)
    (worker,) = children(running, "worker")
    server = children(running, "serve")[0]
    worker.kill()
    server.kill()
    wait_until(lambda: not worker.is_running() and len(children(running, "worker")) == 1)
    wait_until(lambda: len(children(running, "serve")) == 2 and listens(ports[0]))

    family = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    wait_until(lambda: not any(map(listens, ports)) and not any(process.is_running() for process in family))


def test_a_worker_runs_what_was_enqueued_and_stops_gently(committed_database: str) -> None:
    user = an_adviser()
    with started("worker", database=committed_database) as worker:
        wait_until(lambda: DemoMessage.objects.filter(to=user.email).exists())
        worker.terminate()
        assert worker.wait(10) == 0


def test_a_job_that_does_not_end_keeps_no_worker_from_stopping(committed_database: str) -> None:
    an_adviser()
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'channels_demomessage'::regclass"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE channels_demomessage")
        with started("worker", database=committed_database) as worker:
            wait_until(lambda: cursor.execute(waiting) and cursor.fetchone() == (1,))
            worker.terminate()
            assert worker.wait(10) == 0
    assert ProcrastinateJob.objects.filter(task_name="deliver_invitation").get().status == "doing"


@pytest.mark.req("OP-01")
def test_a_taken_port_and_a_silent_database_are_told_in_words(committed_database: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run("start", f"--port={port}", database=committed_database)
        assert refused.returncode == 1
        assert f"Port {port} on 127.0.0.1 is used by another program" in refused.stderr
        assert "Traceback" not in refused.stderr
    nowhere = run("start", f"--port={port}", database=committed_database, DATABASE_URL="postgresql://x@127.0.0.1:1/x")
    assert nowhere.returncode == 1
    assert "The database does not answer" in nowhere.stderr
    assert "Traceback" not in nowhere.stderr


@pytest.mark.req("PV-03")
def test_the_first_administrator_is_made_on_the_command_line(committed_database: str) -> None:
    added = run("staff", "add-administrator", "ana@aldercounty.example", "--name=Ana Ruiz", database=committed_database)
    assert added.returncode == 0
    assert "http://testserver/desk/account/password/choose/" in added.stdout
    ana = User.objects.get(email="ana@aldercounty.example")
    assert ana.roles == ["administrator"]
    assert not ana.has_usable_password()

    again = run("staff", "add-administrator", "ANA@aldercounty.example", "--name=Ana", database=committed_database)
    assert again.returncode == 1
    assert "on the staff list already" in again.stderr

    arguments = ("staff", "add-administrator", "ben@aldercounty.example", "--name=Ben Cole", "--password-stdin")
    weak = run(*arguments, database=committed_database, stdin="short\n")
    assert weak.returncode == 1
    assert User.objects.filter(email="ben@aldercounty.example").count() == 0
    assert run(*arguments, database=committed_database, stdin="a long way to the mill\n").returncode == 0
    assert User.objects.get(email="ben@aldercounty.example").check_password("a long way to the mill")

    listed = run("staff", "list", database=committed_database)
    assert "ana@aldercounty.example" in listed.stdout
    assert "Ben Cole" in listed.stdout


@pytest.mark.req("OP-01")
def test_ctrl_c_stops_everything_and_health_says_so(
    running: subprocess.Popen[str], ports: tuple[int, int], committed_database: str
) -> None:
    wait_until(lambda: run("health", database=committed_database).returncode == 0)
    family = psutil.Process(running.pid).children(recursive=True)
    assert len(family) == 5
    running.send_signal(signal.SIGINT)
    assert running.wait(10) == 0
    assert not any(map(listens, ports))
    assert not [process for process in family if process.is_running()]

    unwell = run("health", database=committed_database)
    assert unwell.returncode == 1
    assert "none has told of itself lately" in unwell.stdout
    assert "made until" in unwell.stdout
