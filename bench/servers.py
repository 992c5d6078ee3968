"""Servers under test: every side runs in granian with as many processes as cores and as many threads as Firstpoint's.

Also counts the processor time of a server or of PostgreSQL with everything that they have started.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.databases import FIRSTPOINT, ROOT, VAR

CORES = os.cpu_count() or 1
THREADS = 4
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and its first process."""

    port: int
    pid: int


@contextmanager
def firstpoint(environment: Mapping[str, str]) -> Iterator[Server]:
    """Run Firstpoint's pages by the command that an operator uses."""
    port = _free_port()
    command = [*FIRSTPOINT, "serve", f"--port={port}", f"--workers={CORES}", f"--threads={THREADS}"]
    with _running("firstpoint", command, environment, port) as server:
        yield server


@contextmanager
def wsgi(application: str, environment: Mapping[str, str], *, python: str | Path = sys.executable) -> Iterator[Server]:
    """Run another WSGI application in the same server with the same processes and threads."""
    port = _free_port()
    options = {"interface": "wsgi", "port": port, "workers": CORES, "blocking-threads": THREADS, "log-level": "warning"}
    command = [str(python), "-m", "granian", "--no-ws", *(f"--{key}={value}" for key, value in options.items())]
    with _running(application.split(":")[0], [*command, application], environment, port) as server:
        yield server


@contextmanager
def _running(name: str, command: list[str], environment: Mapping[str, str], port: int) -> Iterator[Server]:
    log = VAR / f"{name}.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(process.args)} does not answer: {log.read_text()[-2000:]}") from None
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of all below it, those that have ended included."""
    first = psutil.Process(pid)
    total = 0.0
    for process in (first, *first.children(recursive=True)):
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total
