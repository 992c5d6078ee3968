"""One request to a machine outside: to the very address that was checked, without following, bounded in time and size."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as LateError

from firstpoint.core.outside.addresses import IPAddress, NotAllowed, Target, addresses_of, is_public, read_url

# Seconds without a sign of life, and for all of one request.
PATIENCE, WHOLE_PATIENCE = 10.0, 20.0
# Of a name with several addresses, those after these are not tried.
MOST_ADDRESSES = 3


class Unreachable(Exception):
    """No answer came; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a machine outside answered; `headers` are by names in small letters, `body` is cut at what was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Outside:
    """The way out. `may_reach` judges every address of a name before any of them is connected to.

    Proxies of the environment are not used: they would connect where nobody has checked.
    """

    agent: str
    may_reach: Callable[[IPAddress, int], bool] = is_public
    resolve: Callable[[str, int], Sequence[IPAddress]] = addresses_of
    seconds: float = WHOLE_PATIENCE

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        most_bytes: int = 0,
    ) -> Answer:
        """Return the answer, redirects included, with at most so many bytes of it. Raises NotAllowed, Unreachable."""
        target = read_url(url)
        addresses = self._addresses_of(target)
        sent = {"Host": target.origin.partition("://")[2], "User-Agent": self.agent, **(headers or {})}
        with self._connected(target, addresses) as connection:
            connection.request(method, target.path, body=body, headers=sent, preload_content=False)
            with closing(connection.getresponse()) as answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                said = answer.read(most_bytes, decode_content=False) if most_bytes else b""
                return Answer(answer.status, found, said)

    def _addresses_of(self, target: Target) -> Sequence[IPAddress]:
        """Return the addresses to connect to. One inside among those of a name makes all of them suspect."""
        try:
            addresses = self.resolve(target.host, target.port)
        except OSError:
            raise Unreachable("no_such_name") from None
        if not all(self.may_reach(address, target.port) for address in addresses):
            raise NotAllowed("not_public")
        return addresses[:MOST_ADDRESSES]

    @contextmanager
    def _connected(self, target: Target, addresses: Sequence[IPAddress]) -> Iterator[HTTPConnection]:
        """Yield a connection on which the other side has proved the name; cut it when time is up."""
        is_late = threading.Event()
        try:
            connection = _connect(target, addresses)
            watch = threading.Timer(self.seconds, _cut, [connection.sock, is_late])
            watch.daemon = True
            watch.start()
            try:
                yield connection
            finally:
                watch.cancel()
                connection.close()
            if is_late.is_set():
                # What was cut off looks like an answer that came to its end.
                raise TimeoutError
        except (HTTPError, http.client.HTTPException, OSError) as error:
            raise Unreachable("too_slow" if is_late.is_set() else _reason(error)) from error


def _connect(target: Target, addresses: Sequence[IPAddress]) -> HTTPConnection:
    """Return a connection to the first of the addresses that takes one."""
    for address in addresses:
        connection = _connection(target, address)
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            if address == addresses[-1] or not isinstance(error, ConnectTimeoutError | NewConnectionError):
                raise
        else:
            return connection
    raise Unreachable("no_such_name")


def _connection(target: Target, address: IPAddress) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(str(address), target.port, timeout=PATIENCE)
    return HTTPSConnection(
        str(address),
        target.port,
        timeout=PATIENCE,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _cut(connected: socket.socket, is_late: threading.Event) -> None:
    """End a connection on which bytes trickle so slowly that no single wait is too long."""
    is_late.set()
    with suppress(OSError):
        # That of the plain socket: the encrypted one's own would go on in clear.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(error, ssl.SSLError):
        return "encryption"
    if isinstance(error, NewConnectionError):
        return "no_connection"
    if isinstance(error, LateError | TimeoutError):
        return "too_slow"
    is_spoken = isinstance(error, HTTPError | http.client.HTTPException)
    return "unreadable" if is_spoken else "no_connection"
