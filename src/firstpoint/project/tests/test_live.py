"""The live feed, as browsers meet it: a really started process, its streams, and what breaks around it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from django.db import connection
from django.template import Context, Template
from django.urls import reverse

from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.people.actions import deactivate_staff
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_administrator, an_adviser
from firstpoint.project import live
from firstpoint.project.tests.started import Stream, free_port, get, listens, signed_in, started, wait_until

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def port(committed_database: str) -> Iterator[int]:
    port = free_port()
    with started("live", f"--port={port}", database=committed_database):
        wait_until(lambda: listens(port) and health(port)["listening"])
        yield port


def health(port: int) -> dict[str, int]:
    return json.loads(get(port, "/live/health")[1])


@pytest.mark.req("SV-01")
def test_a_change_reaches_every_stream_as_a_noun(port: int) -> None:
    cookie = signed_in(an_adviser())
    a_general_question()
    with Stream(port, cookie) as first, Stream(port, cookie) as second:
        assert first.status == second.status == 200
        assert first.headers["access-control-allow-origin"] == "http://testserver"
        assert first.headers["access-control-allow-credentials"] == "true"
        assert first.headers["vary"] == "origin"
        a_case()
        assert first.next_noun() == second.next_noun() == "work"


def test_streams_are_for_signed_in_staff_and_for_the_site_alone(port: int) -> None:
    staff, gone = an_adviser(), an_adviser()
    cookie, stale = signed_in(staff), signed_in(gone)
    an_administrator()
    deactivate_staff(gone, actor=SYSTEM)
    for refused in ("", "sessionid=forged", "=;;,", stale):
        with Stream(port, refused) as stream:
            assert stream.status == 401
    with Stream(port, cookie, origin="http://elsewhere.example") as stream:
        assert stream.status == 403


def test_the_loss_of_the_listening_connection_is_survived(port: int) -> None:
    cookie = signed_in(an_adviser())
    a_general_question()
    with Stream(port, cookie) as stream:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            assert cursor.fetchone() == (1,)
        assert stream.next_noun() == "refresh"
        a_case()
        assert stream.next_noun() == "work"


@pytest.mark.req("OP-01")
def test_pages_answer_while_two_hundred_streams_are_open(port: int, committed_database: str) -> None:
    cookie = signed_in(an_adviser())
    pages = free_port()
    with ExitStack() as streams:
        for _number in range(200):
            assert streams.enter_context(Stream(port, cookie)).status == 200
        assert health(port)["streams"] == 200
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            (connections,) = cursor.fetchone()
        assert connections <= 8
        with started("serve", f"--port={pages}", "--workers=1", database=committed_database, DEBUG="1"):
            wait_until(lambda: listens(pages))
            assert get(pages, reverse("account_login"))[0] == 200
    wait_until(lambda: health(port)["streams"] == 0)


def test_a_stop_cuts_streams_off_and_takes_no_time(committed_database: str) -> None:
    cookie, port = signed_in(an_adviser()), free_port()
    with started("live", f"--port={port}", database=committed_database) as process:
        wait_until(lambda: listens(port))
        with Stream(port, cookie) as stream:
            process.terminate()
            assert stream.has_ended()
            assert process.wait(5) == 0
    assert not listens(port)


def test_a_stream_ends_when_its_reader_may_no_longer_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0)

    async def written() -> list[str]:
        return [line async for line in live.Feed().lines(live.Stream(), lambda: asyncio.sleep(0, result=False))]

    assert asyncio.run(written()) == ["retry: 3000\n\n", ": still here\n\n"]


def test_a_slow_reader_is_told_each_noun_once() -> None:
    async def told() -> list[str]:
        feed, stream = live.Feed(), live.Stream()
        feed.streams.add(stream)
        for _number in range(1000):
            feed.tell("work")
            feed.tell("case")
        return stream.take() + stream.take()

    assert asyncio.run(told()) == ["case", "work"]


def test_a_page_connects_to_the_feed_by_one_tag() -> None:
    page = Template("{% load live %}{% live_feed %}").render(Context())
    assert '<meta name="live-url" content="http://127.0.0.1:8001/live/"' in page
    assert "js/live.js" in page
    assert "js/live-worker.js" in page
