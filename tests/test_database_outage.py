"""The database stops for ten seconds while people send forms: all are told so, and nothing is lost or doubled."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import psycopg
import pytest

from firstpoint.core.database import embedded
from firstpoint.project.tests.started import Stream, free_port, listens, wait_until

pytestmark = pytest.mark.xdist_group("processes")

OUTAGE_SECONDS = 10
PATIENCE_SECONDS = 60
PASSWORD = "seven quiet herons"
CATALOGUE = """
import django
django.setup()
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_general_question, an_agency
an_agency()
a_general_question()
Agency.objects.update(forms_per_hour=1_000_000)
"""
FIRSTPOINT = [sys.executable, "-m", "firstpoint.project.cli"]


@dataclass
class Answer:
    """What a browser got back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Browser:
    """Keeps cookies, and follows no redirect by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, response.headers, response.read().decode())


def hidden(page: str) -> dict[str, str]:
    """Return the hidden inputs of a page, as a browser posts them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


class Visitor(threading.Thread):
    """Sends one question after another, and does again what the site could not do, as a person would."""

    def __init__(self, port: int, number: int, until: threading.Event) -> None:
        super().__init__(name=f"visitor {number}")
        self.port, self.number, self.until = port, number, until
        self.language = ("en", "es")[number % 2]
        self.references: dict[str, str] = {}
        self.errors: list[Answer] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.until.set()
        self.join(PATIENCE_SECONDS)

    def run(self) -> None:
        while not self.until.is_set():
            self.send(f"Question {len(self.references)} of visitor {self.number}")

    def send(self, words: str) -> None:
        browser, path = Browser(self.port), f"/{self.language}/ask/"
        page = self.insist(lambda: browser.get(path), 200)
        form = {**hidden(page.text), "question": words, "reach-name": "Rosa Vale"}
        form["reach-email"] = f"rosa{self.number}@mail.example"
        self.insist(lambda: browser.post(path, form), 302)
        shown = self.insist(lambda: browser.get(f"/{self.language}/sent/"), 200)
        self.references[words] = re.findall(r'class="fp-secret">([\w-]+)<', shown.text)[0]

    def insist(self, step: Callable[[], Answer], wanted: int) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := step()).status != wanted:
            self.errors.append(answer)
            assert time.monotonic() < deadline, answer.text
            time.sleep(0.5)
        return answer


@dataclass
class Place:
    """Everything that runs, over a database server of its own."""

    folder: Path
    addresses: embedded.Addresses
    port: int
    live_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.addresses.application) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload,no-any-return]

    def is_heard(self) -> bool:
        return bool(json.loads(Browser(self.live_port).get("/live/health").text)["listening"])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "db"
    port, live_port = free_port(), free_port()
    with ExitStack() as ending:
        ending.callback(remove, folder)
        addresses = embedded.start(folder)
        environment = {
            **os.environ,
            "DATABASE_URL": addresses.application,
            "DATABASE_OWNER_URL": addresses.owner,
            "SITE_URL": "http://testserver",
            "LOG_LEVEL": "INFO",
        }

        def run(*command: str, **more: str) -> None:
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, text=True, **more)  # type: ignore[call-overload]

        run(*FIRSTPOINT, "migrate")
        run(sys.executable, "-c", CATALOGUE)
        run(
            *FIRSTPOINT,
            "staff",
            "add-administrator",
            "ana@aldercounty.example",
            "--name=Ana",
            "--password-stdin",
            input=PASSWORD,
        )
        place = Place(folder, addresses, port, live_port)
        for name, command in {
            "pages": ("serve", f"--port={port}", "--workers=2"),
            "live feed": ("live", f"--port={live_port}"),
            "worker": ("worker",),
        }.items():
            with (tmp_path / f"{name}.log").open("wb") as log:
                process = subprocess.Popen([*FIRSTPOINT, *command], env=environment, stdout=log, stderr=log)
            ending.callback(end, process)
            place.processes[name] = process
        wait_until(lambda: listens(port) and listens(live_port) and place.is_heard())
        yield place


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def remove(folder: Path) -> None:
    """Stop the server and remove what it may have outside the folder."""
    home = (folder / "server").resolve()
    embedded.stop(folder)
    shutil.rmtree(home, ignore_errors=True)


def sign_in(port: int) -> str:
    """Come in as the administrator; return the cookie."""
    browser = Browser(port)
    form = hidden(browser.get("/desk/account/sign-in/").text)
    form |= {"login": "ana@aldercounty.example", "password": PASSWORD}
    assert browser.post("/desk/account/sign-in/", form).status == 302
    return f"sessionid={browser.cookies['sessionid']}"


@pytest.mark.req("CH-08")
@pytest.mark.req("OP-02")
def test_ten_seconds_without_the_database_lose_and_double_nothing(place: Place) -> None:
    cookie, until = sign_in(place.port), threading.Event()
    visitors = [Visitor(place.port, number, until) for number in range(6)]
    with Stream(place.live_port, cookie) as stream:
        with ExitStack() as sending:
            for visitor in visitors:
                sending.enter_context(visitor)
            wait_until(lambda: all(visitor.references for visitor in visitors))
            embedded.stop(place.folder)
            outage_ends = time.monotonic() + OUTAGE_SECONDS
            wait_until(lambda: not place.is_heard())
            desk = Browser(place.port, {"sessionid": cookie.partition("=")[2]})
            away = desk.get("/desk/profile/")
            time.sleep(max(0, outage_ends - time.monotonic()))
            embedded.start(place.folder)
            before = {visitor: len(visitor.references) for visitor in visitors}
            wait_until(lambda: all(len(visitor.references) > before[visitor] + 1 for visitor in visitors))
        # The stream of before is told to look again, and hears of new work.
        wait_until(lambda: stream.next_noun() == "refresh")
        visitors[0].send("One more question")
        assert stream.next_noun() == "work"

    tell_of_the_fault([away, *(error for visitor in visitors for error in visitor.errors)])
    assert any(visitor.errors for visitor in visitors)
    assert desk.get("/desk/profile/").status == 200
    assert not [name for name, process in place.processes.items() if process.poll() is not None]

    confirmed = {words: reference for visitor in visitors for words, reference in visitor.references.items()}
    kept = place.ask(
        """
        SELECT message.body, kase.reference FROM contacts_message message
        JOIN contacts_contact contact ON contact.id = message.contact_id
        JOIN cases_casecontact link ON link.contact_id = contact.id
        JOIN cases_case kase ON kase.id = link.case_id
        WHERE message.direction = 'inbound'
        """
    )
    assert not [row for row, times in Counter(kept).items() if times > 1]
    assert dict(kept) == confirmed
    assert place.ask("SELECT state, count(*) FROM intake_rawinput GROUP BY state") == [("received", len(confirmed))]
    assert place.ask("SELECT count(*) FROM cases_case") == [(len(confirmed),)]
    assert place.ask("SELECT count(*) FROM routing_workitem") == [(len(confirmed),)]
    opened = place.ask("SELECT count(*), count(DISTINCT case_id) FROM core_event WHERE type = 'case.opened'")
    assert opened == [(len(confirmed), len(confirmed))]

    wait_until(lambda: place.ask("SELECT count(*) FROM contacts_message WHERE delivery = 'queued'") == [(0,)], 90)
    told = place.ask(
        """
        SELECT DISTINCT substring(body from '[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}') FROM channels_demomessage
        WHERE "to" LIKE 'rosa%'
        """
    )
    assert {reference for (reference,) in told} == set(confirmed.values())
    assert place.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)]
    no_log_holds_what_people_wrote(place.folder)


def tell_of_the_fault(errors: list[Answer]) -> None:
    """Each error is a page of words, in the language of its address, that says to come back."""
    sentences = {"en": "cannot reach its records just now", "es": "no puede consultar sus registros"}
    for error in errors:
        language = re.findall(r'<html lang="(\w+)">', error.text)
        assert error.status == 503, error.text
        assert error.headers["Retry-After"] == "30"
        assert "default-src 'none'" in error.headers["Content-Security-Policy"]
        assert "no-store" in error.headers["Cache-Control"]
        assert language, error.text
        assert sentences[language[0]] in error.text


def no_log_holds_what_people_wrote(folder: Path) -> None:
    """Neither our processes nor the database server wrote down names, addresses or questions, errors or not."""
    logs = [*folder.parent.glob("*.log"), *(folder / "server" / "log").glob("*")]
    assert len(logs) >= 4
    for log in logs:
        text = log.read_text(errors="replace")
        for personal in ("Rosa", "rosa", "Question", "One more", "INSERT INTO"):
            assert personal not in text, f"{log.name}: {text[max(0, text.index(personal) - 500) :][:1000]}"
