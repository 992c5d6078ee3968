"""What editors look over: the links that need a look and the figures, with nothing on them and with much."""

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("KB-05"), pytest.mark.req("AX-01")]

LINKS, FIGURES = "/desk/knowledge/links/", "/desk/knowledge/figures/"
# What is left of an ordinary window when everything is shown at twice its size.
ZOOMED = (640, 450)
LOOKS = [
    pytest.param(WIDE, "en", id="wide-en"),
    pytest.param(NARROW, "en", id="narrow-en"),
    pytest.param(ZOOMED, "en", id="zoomed-en"),
    pytest.param(WIDE, "es", id="wide-es"),
    pytest.param(NARROW, "es", id="narrow-es"),
    pytest.param(ZOOMED, "es", id="zoomed-es"),
]
FORGET_LINKS = "DELETE FROM knowledge_outsidelink"
LONG_URL = "https://gone.example/departments/health-and-human-services/programs/energy?session=abcdef0123456789"
FAULTS = {
    LONG_URL: ("broken", "not_there", ""),
    "https://moved.example/": ("moved", "", "https://www.moved.example/libraries/branches/and/all-opening-hours/"),
    "https://slow.example/a": ("failing", "too_slow", ""),
    "https://closed.example/": ("unknown", "robots", ""),
}
SOME_DAYS = """
    INSERT INTO knowledge_articleday
        (article_id, day, language, audience, reads, helpful, unhelpful, opened, positions, answered, said_yes, asked)
    SELECT id, DATE '2025-06-01' + mod(id, 28)::int, 'en', 'public', 900 + id, mod(id, 5), 2, 7, 15, 5, 3, 1
    FROM knowledge_article
"""
SOME_SEARCHES = """
    INSERT INTO knowledge_searchday
        (day, language, place, audience, made, empty, unsure, opened, positions, answered,
        said_yes, asked)
    SELECT DATE '2025-06-01' + n, 'en', 'site', 'public', 40 + n, 1, 5, 20, 30, 15, 9, 4
    FROM generate_series(0, 29) AS n
"""


@pytest.fixture
def many_faults(servers: Servers) -> Iterator[None]:
    """Let an article lead to pages of which each has something else to it, and to an article that is not there."""
    before = servers.query(
        "SELECT links FROM knowledge_articleversion version JOIN knowledge_article article ON article.id = article_id"
        " WHERE slug = 'borrow-tools' AND is_published"
    )
    _lead_to(servers, [*FAULTS, "article:nowhere"])
    for url, (state, reason, moved_to) in FAULTS.items():
        servers.change(
            "INSERT INTO knowledge_outsidelink (url, state, status, reason, moved_to, failures, checked_at, next_check_at)"
            " VALUES (%s, %s, 404, %s, %s, 3, now(), now() + interval '7 days')",
            url,
            state,
            reason,
            moved_to,
        )
    yield
    servers.change(FORGET_LINKS)
    _lead_to(servers, before[0][0])


def _lead_to(servers: Servers, links: list[str]) -> None:
    servers.change(
        "UPDATE knowledge_articleversion SET links = %s WHERE is_published"
        " AND article_id = (SELECT id FROM knowledge_article WHERE slug = 'borrow-tools')",
        links,
    )


@pytest.fixture(scope="module")
def june(servers: Servers) -> None:
    """Let much have been read and searched for in June 2025, and nothing in May."""
    servers.change(SOME_DAYS)
    servers.change(SOME_SEARCHES)


def an_editor(visit: Visit, size: tuple[int, int], language: str) -> Visitor:
    """Open the desk of an editor who reads the language."""
    return visit(staff={"en": "ines", "es": "eva"}[language], size=size, language=language)


def days(first: str, last: str) -> str:
    """Return the address of the figures of these days."""
    return f"{FIGURES}?period=chosen&first={first}&last={last}"


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_links_that_need_no_look(visit: Visit, servers: Servers, size: tuple[int, int], language: str) -> None:
    servers.change(FORGET_LINKS)
    editor = an_editor(visit, size, language)
    editor.go(LINKS)
    editor.reads("No link needs a look")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_links_that_need_a_look(visit: Visit, many_faults: None, size: tuple[int, int], language: str) -> None:
    editor = an_editor(visit, size, language)
    editor.go(LINKS)
    for heading in ("Links inside that lead nowhere", "Broken links", "Pages that moved for good", "Cannot be checked"):
        editor.reads(heading)


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_figures_of_days_without_readers(visit: Visit, june: None, size: tuple[int, int], language: str) -> None:
    editor = an_editor(visit, size, language)
    editor.go(days("2025-05-01", "2025-05-31"))
    editor.reads("Nothing was counted")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_figures_of_busy_days(visit: Visit, june: None, size: tuple[int, int], language: str) -> None:
    editor = an_editor(visit, size, language)
    editor.go(days("2025-06-01", "2025-06-30"))
    editor.page.locator(".desk-more-words summary").click()
    editor.look()
    # What the table is sorted by can be chosen on a small screen too.
    with editor.page.expect_navigation():
        editor.page.get_by_role("columnheader", name=editor.say("Votes")).get_by_role("link").click()
    assert editor.page.locator("[aria-sort=descending]").inner_text().startswith(editor.say("Votes"))


def test_figures_on_paper_are_the_figures_alone(visit: Visit, june: None) -> None:
    editor = an_editor(visit, (816, 1056), "es")
    editor.go(days("2025-06-01", "2025-06-30"), look=False)
    editor.page.emulate_media(media="print")
    editor.look()
    for left_out in (".desk-bar", ".desk-nav", ".desk-tabs", ".desk-filters"):
        assert not editor.page.locator(left_out).first.is_visible(), left_out
    rows = editor.page.locator(".desk-figures tbody tr")
    assert {rows.nth(place).evaluate("row => getComputedStyle(row).breakInside") for place in range(3)} == {"avoid"}
