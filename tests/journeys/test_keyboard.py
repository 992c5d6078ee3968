"""Everything with a keyboard alone: asking on the site, taking and answering at the desk."""

import pytest

from tests.journeys.asking import ask, new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor, reference_in

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("SS-10"), pytest.mark.req("AX-01")]


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until the control has the focus; each stop on the way must show where it is."""
    for _stop in range(80):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.locator(":focus")
        if focus.count():
            box, outline = focus.bounding_box(), focus.evaluate("one => getComputedStyle(one).outlineStyle")
            assert box and box["width"] > 0, focus.evaluate("one => one.outerHTML")
            assert outline != "none", focus.evaluate("one => one.outerHTML")
            if focus.evaluate("(one, selector) => one.matches(selector)", selector):
                return
    raise AssertionError(f"no way by keyboard to {selector}")


def test_asking_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    visitor.go("", look=False)
    visitor.page.keyboard.press("Tab")
    visitor.look()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    tab_to(visitor, "a[href$='/ask/']")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    tab_to(visitor, "[name=question]")
    visitor.page.keyboard.type("Can I do it all by keyboard?")
    tab_to(visitor, "[name=reach-name]")
    visitor.page.keyboard.type("Kim Doyle")
    tab_to(visitor, "[name=reach-email]")
    visitor.page.keyboard.type("no address")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.matches('[data-error-summary]')")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.name") == "reach-email"
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.type(new_address("kim"))
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert reference_in(visitor.page.locator(".fp-secret").inner_text())


def test_taking_and_answering_by_keyboard(visit: Visit) -> None:
    ask(visit(script=False), "By keyboard, please", email=new_address())
    adviser = visit(staff="ben")
    adviser.go("/desk/", look=False)
    tab_to(adviser, "[data-shortcut=n]")
    with adviser.page.expect_navigation():
        adviser.page.keyboard.press("Enter")
    tab_to(adviser, "[name=answer-body]")
    adviser.page.keyboard.type("Answered without a mouse.")
    tab_to(adviser, "form[action$='/answer/'] button")
    with adviser.page.expect_navigation():
        adviser.page.keyboard.press("Enter")
    assert "Answered without a mouse." in adviser.page.locator(".desk-message--outbound").last.inner_text()
