"""A visitor asks first, hurries nobody, follows step by step, and says what it found without reading it."""

from ipaddress import IPv4Address
from typing import Any

import pytest

from firstpoint.core.outside import Outcome, Outside, Visit, Visitor
from firstpoint.core.outside.tests.make import HERE, a_way_here, a_web_server


def a_visitor(slept: list[float] | None = None, **more: Any) -> Visitor:
    return Visitor(a_way_here(), "Firstpoint", **{"sleep": (slept if slept is not None else []).append, **more})


OK = (200, {}, b"here")


def moved(to: str, status: int = 302) -> tuple[int, dict[str, str], bytes]:
    return (status, {"Location": to}, b"")


def test_a_page_that_is_there_is_found_by_its_head_alone() -> None:
    with a_web_server({"/page": OK}) as server:
        assert a_visitor().visit(f"{server.url}/page#part") == Visit(Outcome.FOUND, 200)
        assert server.paths() == server.paths("HEAD") == ["/page"]
        assert server.sent[0][0]["User-Agent"] == "FirstpointTest/1"


@pytest.mark.parametrize("status", [404, 410, 500, 400])
def test_what_is_not_there_is_missing_and_asked_for_twice(status: int) -> None:
    with a_web_server({"/page": (status, {}, b"")}) as server:
        assert a_visitor().visit(f"{server.url}/page") == Visit(Outcome.MISSING, status, "not_there")
        assert [method for method, _host, path in server.asked if path == "/page"] == ["HEAD", "GET"]


def test_a_server_that_gives_no_heads_is_asked_for_the_page() -> None:
    def no_heads(handler: Any) -> None:
        if handler.command == "HEAD":
            handler.send_error(405)
        else:
            handler.send_response(200)
            handler.end_headers()

    def hangs_up(handler: Any) -> None:
        if handler.command != "HEAD":
            no_heads(handler)

    with a_web_server({"/one": no_heads, "/two": hangs_up}) as server:
        for path in ("/one", "/two"):
            assert a_visitor().visit(f"{server.url}{path}") == Visit(Outcome.FOUND, 200)


@pytest.mark.parametrize("status", [401, 403])
def test_what_wants_a_password_or_a_person_is_not_called_missing(status: int) -> None:
    with a_web_server({"/page": (status, {}, b"")}) as server:
        assert a_visitor().visit(f"{server.url}/page") == Visit(Outcome.UNKNOWN, status, "closed")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_left_alone_for_the_rest_of_the_round(status: int) -> None:
    with a_web_server({"/page": (status, {}, b""), "/other": OK}) as server:
        visits = a_visitor().visit_all([f"{server.url}/page", f"{server.url}/other"], seconds=60)
        assert [visit.reason for visit in visits.values()] == ["closed", "busy"]
        assert server.paths() == ["/page"]


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    rules = b"User-agent: firstpoint\nDisallow: /private\n\nUser-agent: *\nDisallow: /"
    with a_web_server({"/robots.txt": (200, {}, rules), "/private/x": OK, "/open": OK}) as server:
        visitor = a_visitor()
        assert visitor.visit(f"{server.url}/private/x") == Visit(Outcome.UNKNOWN, reason="robots")
        assert visitor.visit(f"{server.url}/open").outcome == Outcome.FOUND
        assert server.paths() == ["/open"]
        assert [path for _method, _host, path in server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "outcome"), [(404, Outcome.FOUND), (403, Outcome.FOUND), (500, Outcome.UNKNOWN)])
def test_no_rules_allow_all_and_rules_that_cannot_be_read_nothing(status: int, outcome: Outcome) -> None:
    with a_web_server({"/robots.txt": (status, {}, b"User-agent: *\nDisallow: /"), "/page": OK}) as server:
        assert a_visitor().visit(f"{server.url}/page").outcome == outcome


def test_rules_that_moved_are_followed() -> None:
    rules = (200, {}, b"User-agent: *\nDisallow: /")
    with a_web_server({"/robots.txt": moved("/rules", 301), "/rules": rules, "/page": OK}) as server:
        assert a_visitor().visit(f"{server.url}/page").reason == "robots"


@pytest.mark.parametrize(
    ("first", "second", "moved_to"),
    [(301, 308, "/c"), (301, 302, "/b"), (302, 301, ""), (303, 307, "")],
)
def test_where_a_page_moved_for_good_is_told(first: int, second: int, moved_to: str) -> None:
    with a_web_server({"/a": moved("/b", first), "/b": moved("/c", second), "/c": OK}) as server:
        visit = a_visitor().visit(f"{server.url}/a")
        assert visit == Visit(Outcome.FOUND, 200, moved_to=f"{server.url}{moved_to}" if moved_to else "")


def test_moves_without_end_are_missing() -> None:
    with a_web_server({"/a": moved("/b"), "/b": moved("/a")}) as server:
        assert a_visitor().visit(f"{server.url}/a") == Visit(Outcome.MISSING, 302, "too_many_moves")


@pytest.mark.parametrize(
    "to",
    ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "file:///etc/passwd", "http://2130706433/"],
)
def test_no_move_leads_inside(to: str) -> None:
    """The first hop may be reached; the second is judged as if it had been asked for."""

    def resolve(host: str, port: int) -> Any:
        return [HERE] if host == "pages.example" else [IPv4Address(host) if "." in host else IPv4Address("10.0.0.1")]

    hops: list[int] = []

    def may_reach(_address: Any, _port: int) -> bool:
        hops.append(1)
        # The server's port alone is opened, as for a public site.
        return _port == server.port

    with a_web_server({"/a": moved(to)}) as server:
        visitor = Visitor(Outside("x", may_reach=may_reach, resolve=resolve), "Firstpoint", sleep=lambda _s: None)
        visit = visitor.visit(f"http://pages.example:{server.port}/a")
        assert visit.outcome == Outcome.UNKNOWN
        assert visit.reason in ("not_public", "scheme", "not_an_address")
        assert server.paths() == ["/a"]


def test_one_host_is_asked_once_a_second_and_hosts_take_turns() -> None:
    slept: list[float] = []
    with a_web_server({"/1": OK, "/2": OK}) as server:
        urls = [f"http://{host}.example:{server.port}/{page}" for host in ("a", "b") for page in (1, 2)]
        visits = a_visitor(slept).visit_all(urls, seconds=60)
        assert {visit.outcome for visit in visits.values()} == {Outcome.FOUND}
        hosts = [host.partition(".")[0] for _method, host, path in server.asked if path != "/robots.txt"]
        assert hosts == ["a", "b", "a", "b"]
    # After its robots.txt each page of a host waits its second.
    assert len(slept) == 4 and all(0.5 < pause <= 1 for pause in slept)


def test_a_host_that_asks_for_more_time_gets_it_within_reason() -> None:
    for delay, least, most in ((5, 4, 5), (3600, 9, 10)):
        slept: list[float] = []
        rules = f"User-agent: *\nCrawl-delay: {delay}".encode()
        with a_web_server({"/robots.txt": (200, {}, rules), "/page": OK}) as server:
            a_visitor(slept).visit(f"{server.url}/page")
        assert least < slept[0] <= most


def test_a_round_ends_when_its_time_is_up() -> None:
    with a_web_server({"/page": OK}) as server:
        assert a_visitor().visit_all([f"{server.url}/page"], seconds=0) == {}


def test_without_leave_nothing_inside_is_visited() -> None:
    with a_web_server({"/page": OK}) as server:
        visitor = Visitor(Outside("Firstpoint/1"), "Firstpoint")
        urls = [f"{server.url}/page", f"http://localhost:{server.port}/page", "not an address", "http://10.0.0.1/"]
        visits = visitor.visit_all(urls, seconds=60)
        assert {visit.outcome for visit in visits.values()} == {Outcome.UNKNOWN}
        assert server.asked == []
