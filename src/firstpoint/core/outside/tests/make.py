"""A web server on this machine for tests, which notes what it is asked, and the ways out that may reach it."""

import ipaddress
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from firstpoint.core.outside import IPAddress, Outside

HERE = ipaddress.ip_address("127.0.0.1")

Reply = tuple[int, Mapping[str, str], bytes]


@dataclass
class WebServer:
    """Pages by path; a function in place of a reply gets the handler. `asked` are method, host and path."""

    port: int
    pages: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]]
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    sent: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self, method: str = "") -> list[str]:
        return [path for verb, _host, path in self.asked if path != "/robots.txt" and method in ("", verb)]


@contextmanager
def a_web_server(pages: Mapping[str, Any] | None = None) -> Iterator[WebServer]:
    """Serve pages on a port of its own until the block ends; what is not there is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            served.asked.append((self.command, self.headers.get("Host", ""), self.path))
            served.sent.append((dict(self.headers), self.rfile.read(int(self.headers.get("Content-Length", 0)))))
            page = served.pages.get(self.path, (404, {}, b""))
            if callable(page):
                page(self)
                return
            status, headers, body = page
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = answer  # noqa: N815

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = WebServer(server.server_address[1], dict(pages or {}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def here(_host: str, _port: int) -> Sequence[IPAddress]:
    """Resolve every name to this machine."""
    return [HERE]


def a_way_here(**more: Any) -> Outside:
    """Return a way out that may reach this machine alone, under any name."""
    return Outside("FirstpointTest/1", **{"may_reach": lambda address, _port: address == HERE, "resolve": here, **more})
