"""A supervisor watches the queues live, gives waiting cases to somebody, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask, new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("RT-02")]

SOON = 8_000
QUEUE = "tier1-general"


def waiting(supervisor: Visitor) -> int:
    """Return how much waits in the queue of tier 1, as the board says it."""
    row = supervisor.page.get_by_role("row").filter(has=supervisor.page.locator(f"a[href$='/{QUEUE}/']"))
    found = re.search(r"\d+", row.locator("td").first.inner_text())
    assert found
    return int(found[0])


@pytest.mark.parametrize(
    ("size", "who", "language"),
    [(NARROW, "pia", "es"), (WIDE, "sue", "en"), (WIDE, "pia", "es"), (NARROW, "sue", "en")],
    ids=["narrow-es", "wide-en", "wide-es", "narrow-en"],
)
def test_waiting_work_is_given_to_somebody_and_taken_back(
    visit: Visit, size: tuple[int, int], who: str, language: str
) -> None:
    supervisor, customer = visit(size=size, staff=who, language=language), visit(size=NARROW, script=False)
    supervisor.go("/desk/board/")
    before = waiting(supervisor)
    supervisor.page.evaluate("window.stayed = true")
    reference = ask(customer, "Who gets this?", email=new_address())
    link = f"a[href$='/{QUEUE}/']"
    expect(supervisor.page.locator("tr").filter(has=supervisor.page.locator(link)).locator("td").first).to_contain_text(
        str(before + 1), timeout=SOON
    )
    assert supervisor.page.evaluate("window.stayed"), "the page was loaded anew"
    with supervisor.page.expect_navigation():
        supervisor.page.locator(link).click()
    supervisor.look()
    row = supervisor.page.get_by_role("row").filter(has_text=reference)
    row.get_by_role("checkbox").check()
    supervisor.page.locator("[name=person]").select_option(label="Ben Okafor")
    supervisor.press("Give to a person")
    assert "Ben Okafor" in supervisor.heading()
    assert reference in supervisor.text()
    supervisor.press("Undo")
    supervisor.reads("It had been done to")
    supervisor.go(f"/desk/board/queues/{QUEUE}/", look=False)
    expect(supervisor.page.get_by_role("row").filter(has_text=reference)).to_be_visible()


def test_a_supervisor_says_that_somebody_is_away(visit: Visit) -> None:
    sue = visit(staff="sue")
    sue.go("/desk/board/", look=False)
    sue.press("Bo Lindqvist", role="link")
    sue.press("Away")
    sue.go("/desk/board/", look=False)
    row = sue.page.get_by_role("row").filter(has_text="Bo Lindqvist")
    expect(row).to_contain_text("Away")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_setting_up_an_adviser_and_an_absence(visit: Visit, size: tuple[int, int]) -> None:
    sue = visit(size=size, staff="sue")
    sue.go("/desk/staff/?q=luz", look=False)
    sue.press("Luz Campos", role="link")
    sue.press("Change", role="link")
    sue.fill(capacity__web="4")
    sue.press("Save the changes")
    assert "Web form 4" in sue.text()
    sue.press("Plan an absence", role="link")
    sue.press("Plan it")
    sue.fill(from_on="2031-03-03", until_on="2031-03-07")
    sue.page.locator("[name=deputy]").select_option(label="Bo Lindqvist")
    sue.press("Plan it")
    sue.press("Call off March 3, 2031")
