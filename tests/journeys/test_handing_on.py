"""A case goes from tier to tier without falling between two people: offered, given back, offered again and accepted."""

import pytest

from tests.journeys.asking import ask, new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.req("RT-03")
@pytest.mark.req("RT-04")
@pytest.mark.req("CS-02")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(
    ("sender", "receiver", "size", "language"),
    [("ben", "bo", WIDE, "en"), ("ana", "luz", NARROW, "es")],
    ids=["wide-en", "narrow-es"],
)
def test_a_case_is_given_back_and_offered_again(
    visit: Visit, sender: str, receiver: str, size: tuple[int, int], language: str
) -> None:
    customer = visit(script=False)
    first, second = (
        visit(size=size, language=language, staff=sender),
        visit(size=size, language=language, staff=receiver),
    )
    reference = ask(customer, "May my neighbour build that high?", email=new_address(), name="Rosa Vale")
    address = f"/desk/cases/{reference}/"

    first.go("/desk/", look=False)
    first.press(f"{first.say('Take')} {reference}")
    offer(first, address, "She has the plans. Only the height is open.")
    first.reads("The case is offered. It stays yours until it is accepted.")
    first.go("/desk/mine/")
    first.reads("Handed on, not accepted yet")

    second.go(address)
    assert "Only the height is open." in second.text()
    second.press("Give it back", role="link")
    second.page.locator("[name=return_offer-reason]").fill("Which street is it? I cannot find the plot.")
    second.press("Give it back")
    second.reads("The case is back with its sender, with your reason.")

    first.go("/desk/notices/")
    first.reads("A case came back to you")
    first.go(address)
    assert "Which street is it?" in first.text()
    first.page.locator("summary").filter(has_text=first.say("Write a note")).click()
    first.page.locator("[name=note-body]").fill("Mill Street 12.")
    first.press("Add the note")
    offer(first, address, "Mill Street 12, see the note.")

    second.go("/desk/", look=False)
    second.go(address, look=False)
    second.page.get_by_role("button", name=second.say("Accept the case")).click()
    second.page.wait_for_url(f"**{address}")
    second.look()
    assert "Mill Street 12." in second.text()
    first.go(address)
    first.reads("Time of tier %(tier)s", tier=2)


def offer(visitor: Visitor, address: str, note: str) -> None:
    """Hand the case on to a queue of tier 2."""
    page = visitor.go(f"{address}hand-on/")
    queue = page.locator("[name=hand_on-queue] option").filter(has_text="2:").first.get_attribute("value")
    page.locator("[name=hand_on-queue]").select_option(queue)
    page.locator("[name=hand_on-note]").fill(note)
    visitor.press("Offer the case")


@pytest.mark.req("AX-01")
def test_everything_is_found_at_the_keyboard(visit: Visit) -> None:
    adviser = visit(staff="ben")
    adviser.go("/desk/")
    adviser.page.keyboard.press("?")
    adviser.look()
    adviser.reads("Keyboard shortcuts")
    assert "Take next" in adviser.page.locator("#keys").inner_text()
    adviser.page.keyboard.press("Escape")
    adviser.page.keyboard.press("Control+k")
    adviser.page.keyboard.type("xyz")
    adviser.reads("Nothing here is called that.")
    adviser.page.keyboard.press("Control+a")
    adviser.page.keyboard.type("custom")
    adviser.look()
    with adviser.page.expect_navigation():
        adviser.page.keyboard.press("Enter")
    assert adviser.heading() == "Customers"
