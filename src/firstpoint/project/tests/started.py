"""Processes really started for tests, and browsers' streams read over a socket."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from typing import Self

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from firstpoint.domain.people.models import User
from tests import databases

SITE = "http://testserver"


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database: str, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on the database."""
    return {**os.environ, **databases.addresses(database), "SITE_URL": SITE, **more}


@contextmanager
def started(*arguments: str, database: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of Firstpoint until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "firstpoint.project.cli", *arguments],
        env=environment(database, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.communicate()


def run(*arguments: str, database: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Firstpoint to its end."""
    return subprocess.run(
        [sys.executable, "-m", "firstpoint.project.cli", *arguments],
        env=environment(database, COLUMNS="200", **more),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.05)


def get(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of a page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as client:
        client.request("GET", path)
        response = client.getresponse()
        return response.status, response.read()


def listens(port: int) -> bool:
    """Say whether something answers at the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def signed_in(user: User) -> str:
    """Return the cookie of a browser in which the user has signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Stream:
    """One browser's stream of server-sent events."""

    def __init__(self, port: int, cookie: str = "", origin: str = SITE) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        head = f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n\r\n"
        self.socket.sendall(head.encode())
        self.lines = self.socket.makefile()
        self.status = int(self.lines.readline().split()[1])
        self.headers = dict(line.strip().lower().split(": ", 1) for line in iter(self.lines.readline, "\n"))

    def next_noun(self) -> str:
        """Wait for the next event and return what it tells."""
        while not (line := self.lines.readline()).startswith("data: "):
            assert line, "The stream has ended."
        return line.removeprefix("data: ").strip()

    def has_ended(self) -> bool:
        """Read to the end of the stream; fails by its timeout when it does not end."""
        while self.lines.readline():
            pass
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.lines.close()
        self.socket.close()
