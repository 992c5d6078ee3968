"""Really started servers over a database of their own, and Debian's Chromium to visit them with."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests import databases

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-results"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
NARROW, WIDE = (360, 740), (1280, 900)


@dataclass
class Servers:
    """Running servers: the site's address, the database's, and what was sent."""

    url: str
    database_url: str
    clock: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def latest_mail(self, to: str, *, containing: str = "") -> str:
        """Return the newest mail or text message to an address, waiting some seconds for it."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            for _attempt in range(100):
                row = connection.execute(
                    'SELECT body FROM channels_demomessage WHERE "to" = %s AND body LIKE %s ORDER BY id DESC LIMIT 1',
                    (to, f"%{containing}%"),
                ).fetchone()
                if row:
                    return str(row[0])
                time.sleep(0.2)
        raise AssertionError(f"nothing was sent to {to}")

    def latest_code(self, to: str) -> str:
        """Return the digits of the newest one-time code sent to an address; each is handed out once."""
        mail = self.latest_mail(to, containing="15 min")
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute('DELETE FROM channels_demomessage WHERE "to" = %s AND body = %s', (to, mail))
        found = re.search(r"\b\d{6}\b", mail)
        assert found, mail
        return found.group()

    def query(self, sql: str, *values: object) -> list[Any]:
        """Return rows of the servers' database, for what no page shows."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Start pages, live feed and worker over a fresh database with the demo's content."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"firstpoint_journeys_{worker}"
    databases.copy_template(name)
    port, live_port = _free_port(), _free_port()
    clock = tmp_path_factory.mktemp("clock") / "offset"
    environment = {
        **os.environ,
        **databases.addresses(name),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "LIVE_URL": f"http://127.0.0.1:{live_port}",
        "FIRSTPOINT_CLOCK_FILE": str(clock),
        "DJANGO_SETTINGS_MODULE": "firstpoint.project.settings",
    }
    program = [sys.executable, "-m", "firstpoint.project.cli"]
    content = ROOT / "src/firstpoint/project/demo/content"
    for command in (
        ["import", "catalogue", str(content / "catalogue.json")],
        ["import", "knowledge", str(content / "articles")],
    ):
        subprocess.run([*program, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.world"], env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    running = Servers(f"http://127.0.0.1:{port}", environment["DATABASE_URL"], clock)
    # Every journey comes from the same address, so the limit on it is lifted out of their way.
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("UPDATE catalogue_agency SET forms_per_hour = 100000, codes_per_hour = 100000")
    for command in (["serve", "--port", str(port), "--workers", "2"], ["live", "--port", str(live_port)], ["worker"]):
        running.processes.append(subprocess.Popen([*program, *command], env=environment))
    _wait_for(f"{running.url}/en/")
    yield running
    for process in running.processes:
        process.terminate()
    for process in running.processes:
        process.wait(timeout=20)
    databases.drop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and this is a CI run.")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        yield _launch(playwright, chromium)


def _launch(playwright: Playwright, chromium: str) -> Browser:
    return playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)


class Visitor:
    """Somebody at a browser, who looks closely at each page: nothing sticks out, nothing is out of reach."""

    def __init__(self, context: BrowserContext, servers: Servers, name: str) -> None:
        self.context, self.servers, self.name = context, servers, name
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.pictures = 0
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _note_console(self, message: Any) -> None:
        # A page that answers 404 or 409 on purpose is logged by the browser as well.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def go(self, path: str) -> Page:
        """Open a path of the site and look closely."""
        self.page.goto(self.servers.url + path)
        self.look()
        return self.page

    def press(self, name: str, *, role: str = "button") -> Page:
        """Press a button or link by its name, wait for the page, and look closely."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def look(self) -> None:
        """Take a picture, and find no fault: nothing wider than the screen, nothing that axe finds, no script error."""
        self.pictures += 1
        folder = PICTURES / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.pictures:02}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} sticks out by {wide} px"
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        faults = [f"{fault['id']}: {[node['html'] for node in fault['nodes']][:3]}" for fault in found["violations"]]
        assert not faults, f"{self.page.url}: {faults}"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"


@pytest.fixture
def visit(browser: Browser, servers: Servers, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give a function that opens a browser of some size and language, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def open_browser(*, size: tuple[int, int] = WIDE, language: str = "en", script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=language, java_script_enabled=script
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        name = re.sub(r"[^\w-]+", "_", f"{request.node.name}_{len(contexts)}")
        return Visitor(context, servers, name)

    yield open_browser
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within half a minute")
