"""The live feed: one small ASGI process that tells signed-in browsers which nouns have changed, and nothing more.

One connection listens to the database for all streams of the process; a stream holds no connection. What changed is
read by the page itself, through the queries that know the reader's rights.
"""

import asyncio
import json
import logging
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

import psycopg

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstpoint.project.settings")
django.setup()

from procrastinate.contrib.django import connector_params  # noqa: E402

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.db import DatabaseError, InterfaceError, close_old_connections  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from firstpoint.domain.people.models import User  # noqa: E402

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CHANNEL = "live"
# Told to everybody when something may have been missed.
REFRESH = "refresh"
HEARTBEAT_SECONDS = 15
RECHECK_SECONDS = 180
RETRY_MILLISECONDS = 3000
LISTEN_CHECK_SECONDS = 30
LONGEST_PAUSE_SECONDS = 15

log = logging.getLogger(__name__)


class Stream:
    """What one browser still has to be told: a set of nouns, so a slow reader hears less often and never overflows."""

    def __init__(self) -> None:
        self.nouns: set[str] = set()
        self.changed = asyncio.Event()

    def tell(self, noun: str) -> None:
        """Note a noun for the next moment at which the browser reads."""
        self.nouns.add(noun)
        self.changed.set()

    def take(self) -> list[str]:
        """Return what is to be told, once."""
        nouns, self.nouns = sorted(self.nouns), set()
        self.changed.clear()
        return nouns


class Feed:
    """The streams of this process and the one connection that listens for all of them."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.is_listening = False

    async def listen(self) -> None:
        """Listen for ever; after a loss connect again, ever more slowly, and tell everybody to look afresh."""
        pause = 0.25
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters()) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause, self.is_listening = 0.25, True
                    self.tell(REFRESH)
                    await self._pass_on(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("The live feed has lost the database: %s", error)
            self.is_listening = False
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 (spreads reconnects)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _pass_on(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notification in connection.notifies(timeout=LISTEN_CHECK_SECONDS):
                self.tell(notification.payload)
            # Nothing came for a while: a connection that a router has dropped silently shows only when it is used.
            await connection.execute("SELECT 1")

    def tell(self, noun: str) -> None:
        """Pass a noun on to every stream."""
        for stream in self.streams:
            stream.tell(noun)

    async def lines(self, stream: Stream, may_stay: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        """Yield what is written to one browser until it may no longer stay."""
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        check_at = time.monotonic() + _spread(RECHECK_SECONDS)
        while True:
            try:
                await asyncio.wait_for(stream.changed.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            if time.monotonic() > check_at:
                if not await may_stay():
                    return
                check_at = time.monotonic() + _spread(RECHECK_SECONDS)
            if nouns := stream.take():
                yield "".join(f"data: {noun}\n\n" for noun in nouns)


def _spread(seconds: float) -> float:
    """Return about as many seconds, so that streams opened together are not all checked together."""
    return seconds * random.uniform(0.7, 1.3)  # noqa: S311


def _parameters() -> dict[str, Any]:
    alive = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    return {"connect_timeout": 10, **connector_params(), **alive, "autocommit": True}


def _is_staff(session_key: str) -> bool:
    """Say whether an active member of staff is signed in under the session; the connection is given back at once."""
    sessions = import_module(settings.SESSION_ENGINE)
    request = cast("HttpRequest", SimpleNamespace(session=sessions.SessionStore(session_key)))
    close_old_connections()
    try:
        user = get_user(request)
        return isinstance(user, User) and user.is_active and not user.is_machine
    finally:
        close_old_connections()


feed = Feed()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer GET /live/ with a stream and GET /live/health with whether the database is heard."""
    if scope["type"] == "lifespan":
        await _live_and_end(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live_and_end(receive: Receive, send: Send) -> None:
    await receive()
    listener = asyncio.create_task(feed.listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listener.cancel()
    with suppress(asyncio.CancelledError):
        await listener
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if scope["path"] == "/live/health":
        await _say(send, 200 if feed.is_listening else 503, listening=feed.is_listening, streams=len(feed.streams))
    elif scope["path"] != "/live/":
        await _say(send, 404)
    elif scope["method"] != "GET":
        await _say(send, 405)
    elif origin not in (None, settings.SITE_URL):
        await _say(send, 403)
    else:
        await _stream(_session_key(headers.get(b"cookie", "")), receive, send)


async def _stream(session_key: str, receive: Receive, send: Send) -> None:
    stream = Stream()
    # It hears of changes from before the check on, so none is lost between the two.
    feed.streams.add(stream)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        if not session_key or not await asyncio.to_thread(_is_staff, session_key):
            await _say(send, 401)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _headers(b"text/event-stream")})
        writing = asyncio.create_task(_write(stream, session_key, send))
        await asyncio.wait((gone, writing), return_when=asyncio.FIRST_COMPLETED)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
    except (DatabaseError, InterfaceError):
        await _say(send, 503)
    finally:
        feed.streams.discard(stream)
        gone.cancel()


async def _write(stream: Stream, session_key: str, send: Send) -> None:
    async def may_stay() -> bool:
        try:
            return await asyncio.to_thread(_is_staff, session_key)
        except (DatabaseError, InterfaceError):
            # Nouns alone tell no secret; the next check decides.
            return True

    async for line in feed.lines(stream, may_stay):
        await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, status: int, **facts: bool | int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _headers(b"application/json")})
    await send({"type": "http.response.body", "body": json.dumps(facts).encode(), "more_body": False})


def _headers(content_type: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        (b"access-control-allow-origin", settings.SITE_URL.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _session_key(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""
