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
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import databases
from tests.journeys.servers import Servers
from tests.journeys.signing_in import sign_in
from tests.journeys.visitor import WIDE, Visitor

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "src/firstpoint/project/demo/content"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Start pages, live feed and worker over a fresh database with the demo's content."""
    name = f"firstpoint_test_{os.getpid()}_journeys"
    databases.copy_template(name)
    port, live_port = _free_port(), _free_port()
    clock = tmp_path_factory.mktemp("clock") / "offset"
    environment = {
        **os.environ,
        **databases.addresses(name),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "LIVE_URL": f"http://127.0.0.1:{live_port}",
        "FIRSTPOINT_CLOCK_FILE": str(clock),
        # Servers end with this process, even when it is killed.
        "FIRSTPOINT_SUPERVISOR": str(os.getpid()),
        "DJANGO_SETTINGS_MODULE": "firstpoint.project.settings",
    }
    program = [sys.executable, "-m", "firstpoint.project.cli"]
    for command in (
        [*program, "import", "catalogue", str(CONTENT / "catalogue.json")],
        [*program, "import", "knowledge", str(CONTENT / "articles")],
        [*program, "import", "knowledge", str(Path(__file__).parent / "content")],
        [sys.executable, "-m", "tests.journeys.world"],
    ):
        subprocess.run(command, env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    running = Servers(environment["SITE_URL"], environment["DATABASE_URL"], environment["DATABASE_OWNER_URL"], clock)
    # Every journey comes from the same address, so the limit on it is lifted out of their way.
    running.change("UPDATE catalogue_agency SET forms_per_hour = 100000, codes_per_hour = 100000")
    running.change("UPDATE catalogue_agency SET undo_send_seconds = 0")
    for command in (["serve", "--port", str(port), "--workers", "2"], ["live", "--port", str(live_port)], ["worker"]):
        running.processes.append(subprocess.Popen([*program, *command], env=environment))
    try:
        _wait_for(f"{running.url}/en/")
        yield running
    finally:
        for process in running.processes:
            process.terminate()
        for process in running.processes:
            process.wait(timeout=20)
        databases.drop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium once; without a window of its own it takes half the processor time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and this is a CI run.")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium-headless-shell).")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)


class Visit(Protocol):
    """Opens a browser of some size and language, with or without JavaScript, and signed in or not."""

    def __call__(
        self, *, size: tuple[int, int] = WIDE, language: str = "en", script: bool = True, staff: str = ""
    ) -> Visitor: ...


@pytest.fixture
def visit(
    browser: Browser, servers: Servers, signed_in: dict[str, Any], request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """Give a function that opens a browser; `staff` is the first name of whose desk it is, in lower case."""
    contexts: list[BrowserContext] = []

    def open_context(size: tuple[int, int], language: str, **options: Any) -> BrowserContext:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, locale=language, **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    def open_browser(
        *, size: tuple[int, int] = WIDE, language: str = "en", script: bool = True, staff: str = ""
    ) -> Visitor:
        state = signed_in.get(staff)
        context = open_context(size, language, java_script_enabled=script, storage_state=state)
        name = re.sub(r"[^\w-]+", "_", f"{request.node.name}_{len(contexts)}")
        examiner = None if script else open_context(size, language)
        visitor = Visitor(context, servers, name, language=language, examiner=examiner)
        if staff and state is None:
            visitor.go("/desk/", look=False)
            sign_in(visitor, f"{staff}@aldercounty.example")
            signed_in[staff] = context.storage_state()
        return visitor

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """Keep the cookies of those who have signed in, so that each does so once."""
    return {}


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
