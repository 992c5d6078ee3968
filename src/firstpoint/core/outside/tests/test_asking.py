"""A request reaches the address that was judged and no other, and ends in time, whatever the other side does."""

import time
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address

import pytest

from firstpoint.core.outside import IPAddress, NotAllowed, Outside, Unreachable
from firstpoint.core.outside.tests.make import HERE, a_way_here, a_web_server


def test_an_answer_is_returned_as_it_was_given_and_cut_where_asked() -> None:
    with a_web_server({"/": (200, {"X-Note": "yes"}, b"0123456789")}) as server:
        answer = a_way_here().ask("GET", f"{server.url}/", most_bytes=4)
        assert (answer.status, answer.headers["x-note"], answer.body) == (200, "yes", b"0123")
        assert a_way_here().ask("GET", f"{server.url}/").body == b""


def test_something_can_be_sent() -> None:
    with a_web_server({"/hook": (202, {}, b"taken")}) as server:
        answer = a_way_here().ask(
            "POST", f"{server.url}/hook", body=b'{"a": 1}', headers={"X-Signature": "abc"}, most_bytes=100
        )
        assert (answer.status, answer.body) == (202, b"taken")
        headers, body = server.sent[0]
        assert (headers["X-Signature"], headers["User-Agent"], body) == ("abc", "FirstpointTest/1", b'{"a": 1}')


def test_moves_are_not_followed() -> None:
    with a_web_server({"/": (302, {"Location": "/there"}, b"")}) as server:
        assert a_way_here().ask("GET", f"{server.url}/").headers["location"] == "/there"
        assert server.paths() == ["/"]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost"])
def test_as_it_is_in_use_this_machine_is_never_asked(host: str) -> None:
    with a_web_server({"/": (200, {}, b"secret")}) as server:
        with pytest.raises(NotAllowed):
            Outside("FirstpointTest/1").ask("GET", f"http://{host}:{server.port}/", most_bytes=10)
        assert server.asked == []


def test_one_address_inside_makes_the_whole_name_suspect() -> None:
    way = Outside("FirstpointTest/1", resolve=lambda _host, _port: [IPv4Address("8.8.8.8"), IPv4Address("10.0.0.1")])
    with pytest.raises(NotAllowed) as refusal:
        way.ask("GET", "http://rebound.example/")
    assert refusal.value.reason == "not_public"


def test_a_name_is_resolved_once_and_what_was_judged_is_connected_to() -> None:
    """A name that changes its address after it was judged gains nothing by it."""
    resolved: list[str] = []
    judged: list[IPAddress] = []

    def resolve(host: str, _port: int) -> list[IPAddress]:
        resolved.append(host)
        return [HERE] if len(resolved) == 1 else [IPv4Address("192.0.2.1")]

    def may_reach(address: IPAddress, _port: int) -> bool:
        judged.append(address)
        return True

    with a_web_server({"/": (200, {}, b"")}) as server:
        way = a_way_here(resolve=resolve, may_reach=may_reach)
        assert way.ask("GET", f"http://pages.example:{server.port}/").status == 200
        assert server.asked == [("GET", f"pages.example:{server.port}", "/")]
    assert (resolved, judged) == (["pages.example"], [HERE])


def test_where_one_address_of_a_name_takes_nobody_the_next_is_tried() -> None:
    with a_web_server({"/": (200, {}, b"")}) as server:
        way = a_way_here(resolve=lambda _host, _port: [IPv6Address("::1"), HERE], may_reach=lambda _a, _p: True)
        assert way.ask("GET", f"http://pages.example:{server.port}/").status == 200


def test_encryption_without_a_certificate_is_no_answer() -> None:
    with a_web_server() as server, pytest.raises(Unreachable) as fault:
        a_way_here().ask("GET", f"https://pages.example:{server.port}/")
    assert fault.value.reason == "encryption"


def test_nobody_listens() -> None:
    with a_web_server() as server:
        url = f"{server.url}/"
    with pytest.raises(Unreachable) as fault:
        a_way_here().ask("GET", url)
    assert fault.value.reason == "no_connection"


@pytest.mark.parametrize("found", [[], OSError("unknown")])
def test_a_name_without_an_address_is_said_so(found: list[IPAddress] | OSError) -> None:
    def resolve(_host: str, _port: int) -> list[IPAddress]:
        if isinstance(found, OSError):
            raise found
        return found

    with pytest.raises(Unreachable) as fault:
        a_way_here(resolve=resolve).ask("GET", "http://gone.example/")
    assert fault.value.reason == "no_such_name"


def _nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"I speak no HTTP\r\n\r\n")


def _nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def _many_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n")


@pytest.mark.parametrize("page", [_nonsense, _nothing, _many_headers])
def test_an_answer_that_is_none_is_said_so(page: object) -> None:
    with a_web_server({"/": page}) as server, pytest.raises(Unreachable) as fault:
        a_way_here().ask("GET", f"{server.url}/", most_bytes=100)
    assert fault.value.reason in ("unreadable", "no_connection")


def _trickle(part: bytes) -> object:
    def page(handler: BaseHTTPRequestHandler) -> None:
        try:
            for _drop in range(100):
                handler.wfile.write(part)
                handler.wfile.flush()
                part_sent.append(part)
                time.sleep(0.05)
        except OSError:
            pass

    part_sent: list[bytes] = []
    return page


@pytest.mark.parametrize(
    "page",
    [
        _trickle(b"HTTP/1.1 200 OK\r\nX: "),
        _trickle(b"HTTP/1.1 200 OK\r\n\r\n"),
    ],
    ids=["headers", "body"],
)
def test_an_answer_that_trickles_is_cut_off(page: object) -> None:
    with a_web_server({"/": page}) as server:
        began = time.monotonic()
        with pytest.raises(Unreachable) as fault:
            a_way_here(seconds=0.3).ask("GET", f"{server.url}/", most_bytes=10_000_000)
        assert fault.value.reason == "too_slow"
        assert time.monotonic() - began < 3
