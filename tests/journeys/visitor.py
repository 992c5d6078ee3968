"""Somebody at a browser, who reads every page closely: nothing sticks out, nothing is out of reach, no script fails."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Route

from django.utils.translation import gettext, override

from tests.journeys.servers import Servers

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "test-results"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# What is wider than the screen, or at the desk wider than its box: a table there has to fit.
STICKING_OUT = """[document.documentElement, ...document.querySelectorAll('.desk-scroll')]
    .filter(box => box.scrollWidth > box.clientWidth).map(box => box.className || box.localName)"""
NARROW, WIDE = (360, 740), (1280, 900)


@cache
def axe() -> str:
    """Return the source of axe-core."""
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()


class Visitor:
    """A browser of one size and language. Words are given in English, and looked up as the visitor reads them."""

    def __init__(
        self,
        context: BrowserContext,
        servers: Servers,
        name: str,
        *,
        language: str,
        examiner: BrowserContext | None = None,
    ) -> None:
        self.context, self.servers, self.name, self.language = context, servers, name, language
        # Without JavaScript in the visitor's own browser, pages are examined in this one.
        self.examiner = examiner
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.pictures = 0
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _note_console(self, message: Any) -> None:
        # A page that answers 404 or 409 on purpose is logged by the browser as well.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def say(self, words: str, **parts: object) -> str:
        """Return words of the interface in the visitor's language."""
        with override(self.language):
            said = gettext(words)
        return said % parts if parts else said

    def go(self, path: str, *, look: bool = True, status: int = 200) -> Page:
        """Open a path below the visitor's language, or anywhere when it starts with a slash."""
        address = path if path.startswith(("/", "http")) else f"/{self.language}/{path}"
        response = self.page.goto(address if address.startswith("http") else self.servers.url + address)
        assert response and response.status == status, f"{address}: {response and response.status}"
        if look:
            self.look()
        return self.page

    def press(self, words: str, *, role: Any = "button", within: Locator | None = None, look: bool = True) -> Page:
        """Press a button, or with its role a link, by its words; wait for the page that it leads to."""
        control = (within or self.page).get_by_role(role, name=self.say(words), exact=True).first
        with self.page.expect_navigation():
            control.click()
        if look:
            self.look()
        return self.page

    def fill(self, **values: str) -> None:
        """Type into fields by their names, dots written as two underscores are hyphens."""
        for name, value in values.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']").fill(value)

    def reads(self, words: str, **parts: object) -> None:
        """Find words of the interface on the page."""
        assert self.say(words, **parts) in self.text(), f"{self.page.url} does not say “{self.say(words, **parts)}”"

    def text(self) -> str:
        """Return what the page says, with single blanks."""
        return " ".join(self.page.locator("body").inner_text().split())

    def heading(self) -> str:
        """Return the one main heading."""
        return self.page.locator("h1").inner_text()

    def look(self) -> None:
        """Find no fault: nothing wider than the screen, nothing that axe finds, no script error.

        With PICTURES in the environment, take a picture for people to look at.
        """
        if "PICTURES" in os.environ:
            self._take_picture()
        assert not self.page.evaluate(STICKING_OUT), f"{self.page.url}: {self.page.evaluate(STICKING_OUT)} sticks out"
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has not one main heading"
        assert self.page.locator("html").get_attribute("lang") == self.language, (
            f"{self.page.url} is not {self.language}"
        )
        self._examine()
        assert not self.complaints, f"{self.page.url}: {self.complaints}"

    def _take_picture(self) -> None:
        self.pictures += 1
        folder = PICTURES / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.pictures:02}.jpeg", full_page=True, type="jpeg", quality=80)

    def _examine(self) -> None:
        """Let axe-core find nothing. It needs a script engine: where there is none, it is given the page as it stands."""
        page = self.page if self.examiner is None else self._as_it_stands(self.examiner)
        page.evaluate(axe())
        found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
        faults = [f"{fault['id']}: {[node['html'] for node in fault['nodes']][:3]}" for fault in found["violations"]]
        assert not faults, f"{self.page.url}: {faults}"

    def _as_it_stands(self, examiner: BrowserContext) -> Page:
        """Open the page's present HTML with its styles, and without its scripts, where axe-core can run."""
        html = self.page.content()

        def serve(route: Route) -> None:
            if route.request.resource_type == "document":
                route.fulfill(body=html, content_type="text/html")
            elif route.request.resource_type == "script":
                route.abort()
            else:
                route.continue_()

        twin = examiner.pages[0] if examiner.pages else examiner.new_page()
        twin.unroute_all()
        twin.route("**/*", serve)
        twin.goto(self.page.url)
        return twin


def reference_in(text: str) -> str:
    """Return the first reference of a case in a text."""
    found = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}\b", text)
    assert found, text
    return found.group()
