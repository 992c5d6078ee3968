"""Everything that can be read without asking: in both languages, on a phone and on a desk, with nothing to object to."""

import re

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")

PAGES = (
    "",
    "search/?q=library+card",
    "search/?q=licencia",
    "search/?q=zzzqqq",
    "search/",
    "services/",
    "services/waste-recycling/",
    "life-events/",
    "life-events/moving-here/",
    "articles/report-a-pothole/",
    "articles/borrow-tools/",
    "ask/",
    "forms/missed-collection/",
    "forms/pothole/",
    "forms/food-help-application/",
    "track/",
    "privacy/",
    "accessibility/",
    "something-wrong/",
    "sent/",
    "drafts/saved/",
)


@pytest.mark.req("AX-01")
@pytest.mark.req("SS-09")
@pytest.mark.req("SS-10")
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_in_order(visit: Visit, language: str, size: tuple[int, int]) -> None:
    visitor = visit(size=size, language=language)
    for path in PAGES:
        visitor.go(path)
        visitor.reads("Talk to us")
    visitor.go("drafts/forged/", status=410)
    visitor.go("no-such-page/", status=404)
    visitor.reads("Search")


@pytest.mark.req("SS-01")
@pytest.mark.req("SV-01")
def test_somebody_browses_by_service_and_by_life_event(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    visitor.go("")
    visitor.press("All services", role="link")
    follow(visitor, "Trash")
    assert visitor.page.get_by_role("link", name=re.compile("missed")).count()
    visitor.press("Life events", role="link")
    follow(visitor, "Moving")
    assert visitor.page.get_by_role("heading", name="Answers").count()


@pytest.mark.req("SS-09")
def test_the_other_language_is_one_press_away_from_any_page(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    visitor.go("articles/report-a-pothole/")
    visitor.page.get_by_role("link", name="Español").click()
    assert visitor.page.url.endswith("/es/articles/report-a-pothole/")
    visitor.language = "es"
    visitor.look()
    assert "bache" in visitor.heading()


@pytest.mark.req("SS-09")
def test_an_answer_that_is_not_translated_says_so_and_is_shown_in_the_language_there_is(visit: Visit) -> None:
    visitor = visit(language="es")
    visitor.go("articles/borrow-tools/")
    assert visitor.page.locator("article[lang=en]").count() == 1
    visitor.reads("Not what you were looking for?")


@pytest.mark.req("SS-10")
def test_every_page_says_when_and_how_people_answer(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    visitor.go("articles/report-a-pothole/", look=False)
    text = visitor.text()
    assert "(555) 555-0100" in text
    assert "Open now" in text or "Closed now" in text


@pytest.mark.req("AX-01")
def test_letters_twice_as_large_lose_nothing(visit: Visit) -> None:
    visitor = visit(size=(320, 640))
    for path in ("", "articles/report-a-pothole/", "forms/missed-collection/", "track/"):
        visitor.go(path)


def follow(visitor: Visitor, words: str) -> None:
    """Follow the first link in the page's content whose name matches."""
    visitor.page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
    visitor.page.wait_for_load_state()
    visitor.look()
