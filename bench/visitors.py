"""Visitors over HTTP: a small client on asyncio, cheap enough that two cores go to the servers and not to it.

A connection stays open as a proxy in front of the site keeps it; each visitor on it is somebody new, with cookies and
a network address of their own.
"""

import asyncio
import re
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

_numbers = count(1)
_FORM = re.compile(rb"""<form\b[^>]*\bmethod=["']post["'][^>]*>.*?</form>""", re.S | re.I)
_INPUT = re.compile(rb"<input\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w-]+)=["']([^"']*)["']""")


class Failed(Exception):
    """The server answered otherwise than it should; a bench that meets this measures nothing."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `size` is what came over the wire with its head, in bytes."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Return a header's value, empty without it."""
        found = re.search(rb"\r\n%s: *([^\r]*)" % name, self.head, re.I)
        return found[1] if found else b""


class Connection(asyncio.Protocol):
    """One connection of HTTP/1.1, one request at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._waiting: asyncio.Future[Response] | None = None

    async def __aenter__(self) -> Self:
        await self._connect()
        return self

    async def __aexit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._transport:
            self._transport.close()

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _protocol = await loop.create_connection(lambda: self, "127.0.0.1", self.port)

    async def fetch(self, request: bytes) -> Response:
        """Send a request and return its answer."""
        if self._transport is None or self._transport.is_closing():
            await self._connect()
        self._buffer = b""
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)  # type: ignore[union-attr]
        return await self._waiting

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, between, body = self._buffer.partition(b"\r\n\r\n")
        if not between or self._waiting is None:
            return
        lower = head.lower()
        if b"\r\ntransfer-encoding: chunked" in lower:
            if not body.endswith(b"0\r\n\r\n"):
                return
            body = _unchunked(body)
        else:
            length = re.search(rb"\r\ncontent-length: *(\d+)", lower)
            if len(body) < (int(length[1]) if length else 0):
                return
        self._waiting.set_result(Response(int(head[9:12]), head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(exc or Failed("The server hung up."))


def _unchunked(body: bytes) -> bytes:
    parts = []
    while True:
        size, _, rest = body.partition(b"\r\n")
        if not (length := int(size, 16)):
            return b"".join(parts)
        parts.append(rest[:length])
        body = rest[length + 2 :]


@dataclass
class Visitor:
    """Somebody new on a connection: gets pages, follows redirects, fills in forms."""

    connection: Connection
    number: int = field(default_factory=lambda: next(_numbers))
    cookies: dict[bytes, bytes] = field(default_factory=dict)

    async def get(self, path: str) -> Response:
        """Get a page; redirects are followed."""
        response = await self._send(f"GET {path} HTTP/1.1\r\n".encode(), b"")
        while response.status in (301, 302, 303):
            response = await self._send(b"GET %s HTTP/1.1\r\n" % response.header(b"location"), b"")
        if response.status != 200:
            raise Failed(f"{path}: {response.status}\n{response.body[:3000].decode(errors='replace')}")
        return response

    async def submit(self, path: str, answers: dict[str, str]) -> Response:
        """Get the page of a form, fill it in, send it with its hidden inputs, and return where that leads.

        Raises Failed when no redirect answers, which is how a form says that all is well.
        """
        page = await self.get(path)
        form = max(_FORM.findall(page.body), key=len)
        fields = {**_hidden(form), **answers}
        if b"multipart/form-data" in form[: form.index(b">")]:
            kind, body = _multipart(fields)
        else:
            kind, body = b"application/x-www-form-urlencoded", urlencode(fields).encode()
        action = dict(_ATTRIBUTE.findall(form[: form.index(b">")])).get(b"action") or path.encode()
        response = await self._send(b"POST %s HTTP/1.1\r\ncontent-type: %s\r\n" % (action, kind), body)
        if response.status not in (302, 303):
            raise Failed(f"{path}: {response.status}\n{response.body.decode(errors='replace')[-6000:]}")
        return await self.get(response.header(b"location").decode())

    async def post(self, path: str, fields: dict[str, str]) -> Response:
        """Send a form whose hidden inputs are known, and return where that leads. Raises Failed when no redirect answers."""
        head = b"POST %s HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n" % path.encode()
        response = await self._send(head, urlencode(fields).encode())
        if response.status not in (302, 303):
            raise Failed(f"{path}: {response.status}\n{response.body.decode(errors='replace')[-3000:]}")
        return await self.get(response.header(b"location").decode())

    async def _send(self, first: bytes, body: bytes) -> Response:
        cookies = b"; ".join(b"%s=%s" % pair for pair in self.cookies.items())
        address = b"10.%d.%d.%d" % (self.number >> 16 & 255, self.number >> 8 & 255, self.number & 255)
        head = b"host: 127.0.0.1\r\naccept-encoding: br, gzip\r\nx-forwarded-for: %s\r\n" % address
        if cookies:
            head += b"cookie: %s\r\n" % cookies
        if body:
            head += b"content-length: %d\r\norigin: http://127.0.0.1\r\n" % len(body)
        response = await self.connection.fetch(b"%s%s\r\n%s" % (first, head, body))
        for line in re.findall(rb"\r\nset-cookie: *([^;\r]*)", response.head, re.I):
            name, _, value = line.partition(b"=")
            self.cookies[name] = value
        return response


def _hidden(form: bytes) -> dict[str, str]:
    fields = {}
    for tag in _INPUT.findall(form):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get(b"type") == b"hidden":
            fields[attributes[b"name"].decode()] = attributes.get(b"value", b"").decode()
    return fields


def _multipart(fields: dict[str, str]) -> tuple[bytes, bytes]:
    mark = "----bench-0123456789"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    return f"multipart/form-data; boundary={mark}".encode(), "".join([*parts, f"--{mark}--\r\n"]).encode()
