"""The search box suggests while somebody types: by keyboard, by finger, on small screens, in both languages."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("KB-04"), pytest.mark.req("AX-01")]

SMALLEST = (320, 640)


def type_into(visitor: Visitor, box: str, text: str) -> None:
    visitor.page.locator(box).press_sequentially(text, delay=20)
    visitor.page.locator("[role=option]").first.wait_for()


def active(visitor: Visitor, box: str) -> str:
    """Return the text of the option that a screen reader is told of."""
    option = visitor.page.locator(box).get_attribute("aria-activedescendant")
    return visitor.page.locator(f"#{option}").inner_text() if option else ""


@pytest.mark.parametrize("size", [SMALLEST, (1280, 900)], ids=["smallest", "wide"])
@pytest.mark.parametrize(
    ("language", "typed", "slug"),
    [("en", "report a po", "report-a-pothole"), ("es", "reporte un ba", "report-a-pothole")],
)
def test_an_article_is_chosen_by_keyboard(
    visit: Visit, language: str, typed: str, slug: str, size: tuple[int, int]
) -> None:
    visitor = visit(size=size, language=language)
    visitor.go("")
    box = visitor.page.locator("#search")
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "false")
    type_into(visitor, "#search", typed)
    assert box.get_attribute("aria-expanded") == "true"
    count = visitor.page.locator("[role=option]").count()
    told = f"{visitor.say('Suggestions')}: {count}"
    assert told in visitor.page.locator("[role=status]").all_inner_texts()
    visitor.look()
    visitor.page.keyboard.press("ArrowUp")
    last = active(visitor, "#search")
    visitor.page.keyboard.press("ArrowDown")
    assert active(visitor, "#search") != last or count == 1
    visitor.look()
    visitor.page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == typed
    assert not active(visitor, "#search")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.locator(f"[data-url*='/{slug}/?'][aria-selected=true]").wait_for()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert f"/{language}/articles/{slug}/" in visitor.page.url


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visit) -> None:
    visitor = visit()
    visitor.go("articles/report-a-pothole/", look=False)
    type_into(visitor, "#header-search", "library car")
    visitor.look()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert "q=library+car" in visitor.page.url


def test_words_are_chosen_by_finger_and_searched_for(visit: Visit) -> None:
    visitor = visit(size=NARROW)
    visitor.go("search/", look=False)
    type_into(visitor, "#search", "food st")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("option", name="food stamps", exact=True).click()
    assert "q=food+stamps" in visitor.page.url
    visitor.look()


def test_only_the_newest_answer_is_shown(visit: Visit) -> None:
    visitor = visit()
    visitor.go("", look=False)
    visitor.page.route("**/suggest/?q=li*", lambda route: (visitor.page.wait_for_timeout(400), route.continue_()))
    box = visitor.page.locator("#search")
    box.fill("li")
    visitor.page.wait_for_timeout(250)
    box.fill("pothole")
    visitor.page.locator("[data-url*='/report-a-pothole/?']").wait_for()
    visitor.page.wait_for_timeout(600)
    assert visitor.page.locator("[data-url*='/get-a-library-card/?']").count() == 0


def test_without_a_script_the_box_is_an_ordinary_one(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    visitor.go("")
    assert visitor.page.locator("#search").get_attribute("role") is None
    visitor.fill(q="library card")
    visitor.press("Search")
    assert "/en/search/?q=library+card" in visitor.page.url
    visitor.page.locator("[name=service]").select_option("libraries")
    visitor.press("Show")
    assert "service=libraries" in visitor.page.url
    visitor.press("Remove the filter", role="link")
    assert "service=" not in visitor.page.url


@pytest.mark.parametrize("staff", ["ben", "ana"])
def test_staff_get_suggestions_at_the_desk(visit: Visit, staff: str) -> None:
    visitor = visit(size=NARROW, staff=staff, language="es" if staff == "ana" else "en")
    visitor.go("/desk/knowledge/articles/", look=False)
    type_into(visitor, "#id_q", "bache" if staff == "ana" else "pothole")
    visitor.look()
    visitor.page.keyboard.press("ArrowDown")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_an_editor_keeps_synonyms(visit: Visit) -> None:
    visitor = visit(size=NARROW, staff="sue")
    visitor.go("/desk/knowledge/synonyms/")
    visitor.press("New group", role="link")
    visitor.fill(words="pothole")
    visitor.press("Add the group")
    visitor.reads("Give at least two words that mean the same, each on a line of its own.")
    visitor.fill(words="pothole\nzzcrater")
    visitor.press("Add the group")
    visitor.go("/en/search/?q=zzcrater", look=False)
    assert visitor.page.locator("a[href*='/articles/report-a-pothole/']").count()
    visitor.go("/desk/knowledge/synonyms/?q=zzcrater")
    visitor.page.get_by_role("link", name="pothole, zzcrater").click()
    visitor.page.locator("summary").last.click()
    visitor.look()
    visitor.press("Remove the group")
    assert "pothole, zzcrater" in visitor.text()
