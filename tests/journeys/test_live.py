"""What comes in appears on the desk's screens by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask, new_address, prove
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("RT-02")]

SOON = 8_000


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_new_question_appears_in_the_waiting_work(visit: Visit, size: tuple[int, int]) -> None:
    adviser, customer = visit(size=size, staff="ben"), visit(size=NARROW, script=False)
    adviser.go("/desk/", look=False)
    adviser.page.evaluate("window.stayed = true")
    reference = ask(customer, "Is this seen at once?", email=new_address())
    row = adviser.page.get_by_role("link", name=reference)
    expect(row).to_be_visible(timeout=SOON)
    assert adviser.page.evaluate("window.stayed"), "the page was loaded anew"
    adviser.look()


def test_a_case_that_somebody_else_takes_leaves_the_list(visit: Visit) -> None:
    ben, sue, customer = visit(staff="ben"), visit(staff="sue"), visit(script=False)
    reference = ask(customer, "Who takes it?", email=new_address())
    for adviser in (ben, sue):
        adviser.go("/desk/", look=False)
    row = ben.page.get_by_role("link", name=reference)
    expect(row).to_be_visible()
    sue.press(f"Take {reference}", look=False)
    expect(row).to_have_count(0, timeout=SOON)
    assert ben.page.locator("main").is_visible()


@pytest.mark.req("SS-08")
def test_a_customer_s_reply_appears_on_the_case_and_among_one_s_own(visit: Visit) -> None:
    customer, email = visit(size=NARROW, script=False), new_address()
    reference = ask(customer, "Will you read my reply?", email=email)
    adviser = visit(staff="ben")
    adviser.go("/desk/", look=False)
    adviser.press(f"Take {reference}", look=False)
    adviser.fill(answer__body="Half an answer, not sent")
    mine = adviser.context.new_page()
    mine.goto(f"{adviser.servers.url}/desk/mine/")
    prove(customer, reference, email)
    customer.fill(message="Here is my reply.")
    customer.press("Send message", look=False)
    expect(adviser.page.get_by_text("Here is my reply.")).to_be_visible(timeout=SOON)
    assert adviser.page.locator("[name=answer-body]").input_value() == "Half an answer, not sent"
    row = mine.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("To be answered", timeout=SOON)


def test_two_tabs_share_one_stream_and_a_reloaded_page_hears_again(visit: Visit) -> None:
    adviser, customer = visit(staff="ben"), visit(script=False)
    adviser.go("/desk/", look=False)
    other = adviser.context.new_page()
    other.goto(f"{adviser.servers.url}/desk/")
    adviser.page.reload()
    reference = ask(customer, "Heard in both tabs?", email=new_address())
    for tab in (adviser.page, other):
        expect(tab.get_by_role("link", name=reference)).to_be_visible(timeout=SOON)
    other.close()
    second = ask(customer, "Heard when one was closed?", email=new_address())
    expect(adviser.page.get_by_role("link", name=second)).to_be_visible(timeout=SOON)


@pytest.mark.req("CU-01")
def test_two_who_have_the_same_case_open_see_each_other(visit: Visit) -> None:
    ben, sue, customer = visit(staff="ben"), visit(staff="sue"), visit(script=False)
    reference = ask(customer, "Who has this open?", email=new_address())
    ben.go("/desk/", look=False)
    ben.press(f"Take {reference}", look=False)
    expect(ben.page.locator("[data-live-every]")).to_be_empty()
    sue.go(f"/desk/cases/{reference}/", look=False)
    expect(sue.page.get_by_text("Ben Okafor has this case open too.")).to_be_visible(timeout=SOON)
    sue.look()
