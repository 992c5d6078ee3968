"""Running everything together: pages, live feed and worker over a database that answers and is up to date."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from firstpoint.core.database import embedded
from firstpoint.project import env
from firstpoint.project.processes import Supervisor, answers, commands, require_free_port


def start(host: str, port: int, live_port: int, *, workers: int, concurrency: int) -> None:
    """Run everything until a signal asks to stop."""
    require_free_port(host, port)
    require_free_port(host, live_port)
    with database():
        run(host, port, live_port, workers=workers, concurrency=concurrency, announce=lambda: _say(host, port))


def run(host: str, port: int, live_port: int, *, workers: int, concurrency: int, announce: Callable[[], None]) -> None:
    """Start pages, live feed and worker, announce them once both ports answer, and keep them running."""
    with Supervisor(commands(host, port, live_port, workers=workers, concurrency=concurrency)) as supervisor:
        if supervisor.run(until=lambda: answers(host, port) and answers(host, live_port)):
            announce()
            supervisor.run()


def _say(host: str, port: int) -> None:
    print(f"Firstpoint answers at http://{host}:{port}. Stop it with ctrl-C.", flush=True)  # noqa: T201


def require_database() -> None:
    """Raise OperationalError when the database does not answer."""
    psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=10).close()


def migrate() -> None:
    """Bring the tables up to date in a process of its own, which alone has the owner's role."""
    made = subprocess.run(
        [sys.executable, "-m", "firstpoint.project.cli", "migrate"], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise RuntimeError(f"The tables could not be brought up to date.\n{made.stdout}{made.stderr}")


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)


@contextmanager
def database() -> Iterator[None]:
    """Have the operator's database, or the embedded one until the block ends."""
    from firstpoint.project.cli import addresses

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    folder = env.read().data_folder / "postgres"
    is_embedded = not os.environ.get("DATABASE_URL")
    try:
        addresses()
        require_database()
        yield
    finally:
        if is_embedded:
            embedded.stop(folder)
