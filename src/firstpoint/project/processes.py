"""The processes that Firstpoint consists of: pages, live feed and worker, how each runs, and one supervisor over them.

Every process ends with the one that started it, even when that was killed, so that a new start finds its ports free.
"""

import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

SUPERVISOR = "FIRSTPOINT_SUPERVISOR"
STOP_SECONDS = 8
LONGEST_PAUSE_SECONDS = 30
AWAY_SECONDS = 2
SETTLED_SECONDS = 60

log = logging.getLogger(__name__)


class CannotStart(Exception):
    """Something outside keeps a command from working; the sentence says what to do about it."""


def serve_pages(host: str, port: int, *, workers: int, threads: int) -> None:
    """Serve pages and API until told to stop."""
    _serve("firstpoint.project.wsgi", Interfaces.WSGI, host, port, workers=workers, blocking_threads=threads)


def serve_live(host: str, port: int) -> None:
    """Serve the live feed until told to stop. Streams hold nothing worth waiting for, so a stop cuts them off."""
    _serve("firstpoint.project.live", Interfaces.ASGI, host, port, workers_kill_timeout=1, backpressure=10_000)


def _serve(module: str, interface: Interfaces, host: str, port: int, **options: Any) -> None:
    end_with_supervisor()
    require_free_port(host, port)
    server = Granian(
        f"{module}:application",
        address=host,
        port=port,
        interface=interface,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        **{"workers_kill_timeout": STOP_SECONDS - 2, **options},
    )
    server.serve(target_loader=partial(_load, module, os.getpid()), wrap_loader=False)


def _load(module: str, parent: int) -> Any:
    """Load the application in a serving process, which shall not outlive the one that forked it."""
    end_with(parent)
    return __import__(module, fromlist=["application"]).application


def run_worker(*, concurrency: int) -> None:
    """Run jobs of every queue until told to stop; jobs that run then have some seconds to end. Needs Django.

    While the database is away it waits.
    """
    from procrastinate.exceptions import ConnectorException

    end_with_supervisor()
    while True:
        try:
            return asyncio.run(_work(concurrency))
        except ConnectorException as error:
            log.warning("The worker has lost the database and tries again: %s", error.__cause__)
        time.sleep(AWAY_SECONDS)


async def _work(concurrency: int) -> None:
    from procrastinate.contrib.django import app

    from firstpoint.project.upkeep import WorkerConnector

    loop = asyncio.get_running_loop()
    with app.replace_connector(WorkerConnector.of_django()):
        async with app.open_async():
            working = loop.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    shutdown_graceful_timeout=STOP_SECONDS - 2,
                    install_signal_handlers=False,
                )
            )

            def stop() -> None:
                working.cancel()
                # No thread can be stopped. What a job in one has not committed is undone, and the next worker runs it.
                loop.call_later(STOP_SECONDS - 1, os._exit, 0)

            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, stop)
            with suppress(asyncio.CancelledError):
                await working


def require_free_port(host: str, port: int, *, patience_seconds: float = 4) -> None:
    """Wait for a port that a killed predecessor is about to leave. Raises CannotStart when it stays taken."""
    deadline = time.monotonic() + patience_seconds
    while not _is_free(host, port):
        if time.monotonic() > deadline:
            raise CannotStart(
                f"Port {port} on {host} is used by another program. Stop that program, or choose another with "
                f"--port or --live-port, for example: firstpoint demo --port {port + 10}, or PORT={port + 10} make demo"
            )
        time.sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise CannotStart(f"Port {port} is for the system's own programs. Choose one above 1023.") from error
        except OSError:
            return False
    return True


def end_with_supervisor() -> None:
    """End this process with the supervisor that started it, if one did."""
    if SUPERVISOR in os.environ:
        end_with(int(os.environ[SUPERVISOR]))


def end_with(parent: int) -> None:
    """End this process soon after its parent has ended, however that came about."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


@dataclass
class Child:
    """One supervised process, and when it may be started next after it died."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    pause_seconds: float = 0.5
    start_at: float = field(default_factory=time.monotonic)

    def tend(self) -> None:
        """Start the process when it is due, and note when it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.process = subprocess.Popen(  # noqa: S603 (our own commands)
                    self.command, env={**os.environ, SUPERVISOR: str(os.getpid())}, process_group=0
                )
                self.started_at = now
        elif (code := self.process.poll()) is not None:
            if now - self.started_at > SETTLED_SECONDS:
                self.pause_seconds = 0.5
            self.start_at = now + self.pause_seconds
            self.pause_seconds = min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
            name = self.command[-1] if len(self.command) < 4 else self.command[3]
            print(f"{name} ended (code {code}); it is started again.", file=sys.stderr)  # noqa: T201
            self.process = None


class Supervisor:
    """Keeps processes running: starts again what dies, ever more slowly, and stops all of them together."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self.children = {name: Child(command) for name, command in commands.items()}
        self._stopping = threading.Event()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._before[number] = signal.signal(number, lambda *_: self._stopping.set())
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def run(self, *, until: Callable[[], bool] = lambda: False) -> bool:
        """Keep everything running until the condition holds or a signal asks to stop; say whether it held."""
        while not self._stopping.is_set():
            for child in self.children.values():
                child.tend()
            if until():
                return True
            self._stopping.wait(0.2)
        return False

    def _stop(self) -> None:
        running = [child.process for child in self.children.values() if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            # What a process has left behind is in its group.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def commands(host: str, port: int, live_port: int, *, workers: int, concurrency: int) -> dict[str, list[str]]:
    """Return the commands of all three processes."""
    firstpoint = [sys.executable, "-m", "firstpoint.project.cli"]
    return {
        "pages": [*firstpoint, "serve", f"--host={host}", f"--port={port}", f"--workers={workers}"],
        "live feed": [*firstpoint, "live", f"--host={host}", f"--port={live_port}"],
        "worker": [*firstpoint, "worker", f"--concurrency={concurrency}"],
    }


def answers(host: str, port: int) -> bool:
    """Say whether something listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
