"""An adviser takes a question, asks back, answers and closes; the customer is told each time, and opens it again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask, new_address, prove
from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")

WAYS = [("ben", NARROW, "en"), ("ana", WIDE, "es"), ("ana", NARROW, "es"), ("ben", WIDE, "en")]


def open_act(visitor: Visitor, title: str) -> None:
    """Unfold one of the forms on a case's page."""
    summary = visitor.page.locator("summary").filter(has_text=visitor.say(title))
    if summary.evaluate("summary => !summary.parentElement.open"):
        summary.click()


@pytest.mark.req("CS-02")
@pytest.mark.req("CS-03")
@pytest.mark.req("CS-04")
@pytest.mark.req("RT-02")
@pytest.mark.req("SS-08")
@pytest.mark.req("SS-09")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(("who", "size", "language"), WAYS[:2], ids=["narrow-en", "wide-es"])
def test_from_the_waiting_work_to_a_case_opened_again(
    visit: Visit, servers: Servers, who: str, size: tuple[int, int], language: str
) -> None:
    customer, email = visit(size=NARROW, language=language, script=False), new_address()
    adviser = visit(size=size, language=language, staff=who)
    reference = ask(
        customer, "¿A qué hora cierran? " * 20, email=email, name="Lucía Fernández de la Vega y Ortiz-Quiñones"
    )
    adviser.go("/desk/")
    adviser.press(f"{adviser.say('Take')} {reference}")
    assert reference in adviser.page.title()

    open_act(adviser, "Ask the customer")
    adviser.press("Send the question")
    adviser.fill(ask__body="Which branch do you mean?")
    adviser.press("Send the question")
    adviser.reads("Your question is on its way to the customer.")
    adviser.reads("The clock stands until the customer writes.")
    link = servers.link_in(servers.latest_mail(email, containing="Which branch do you mean?"))
    assert link.endswith(f"/{language}/track/?reference={reference}")
    prove(customer, reference, email)
    customer.look()
    customer.reads("We wait for your answer")
    customer.fill(message="The one in Mill Street.")
    customer.press("Send message", look=False)
    expect(adviser.page.get_by_text("The one in Mill Street.")).to_be_visible()

    adviser.go(f"/desk/cases/{reference}/", look=False)
    adviser.fill(answer__body="At 6 p.m.\n\nOn Sundays it is closed.")
    adviser.press("Send the answer")
    adviser.reads("Your answer is on its way to the customer.")
    assert link in servers.latest_mail(email, containing="On Sundays it is closed.")
    customer.go(f"track/{reference}/")
    assert "On Sundays it is closed." in customer.text()

    open_act(adviser, "Close with an outcome")
    adviser.press("Close the case")
    adviser.page.locator("[name=close-outcome]").select_option("answered")
    adviser.fill(close__note="You know now when it closes.")
    adviser.press("Close the case")
    adviser.reads("The case is closed. The customer is told why.")
    assert link in servers.latest_mail(email, containing="You know now when it closes.")
    customer.go(f"track/{reference}/")
    customer.press("Open the case again", look=False)
    adviser.go(f"/desk/cases/{reference}/")
    assert adviser.page.locator("[name=answer-body]").is_visible()


@pytest.mark.req("RT-02")
@pytest.mark.req("SS-10")
def test_the_next_work_is_taken_with_one_key(visit: Visit) -> None:
    customer, adviser = visit(script=False), visit(staff="ben")
    ask(customer, "Who is next?", email=new_address())
    adviser.go("/desk/")
    first = adviser.page.get_by_role("row").nth(1).locator(".fp-reference").inner_text()
    with adviser.page.expect_navigation():
        adviser.page.keyboard.press("n")
    assert first in adviser.page.title()
    adviser.page.keyboard.press("r")
    adviser.page.keyboard.type("n is a letter here.")
    assert adviser.page.locator("[name=answer-body]").input_value() == "n is a letter here."


@pytest.mark.req("AX-01")
def test_single_key_shortcuts_can_be_switched_off(visit: Visit) -> None:
    adviser = visit(staff="ben")
    adviser.go("/desk/", look=False)
    adviser.page.locator(".desk-user summary").click()
    adviser.look()
    adviser.page.get_by_role("button", name="Single-key shortcuts").click()
    adviser.page.keyboard.press("Escape")
    adviser.page.keyboard.press("n")
    adviser.page.wait_for_timeout(300)
    assert adviser.page.url.endswith("/desk/")


@pytest.mark.req("CS-03")
def test_two_clicks_send_one_message(visit: Visit, servers: Servers) -> None:
    customer, email, adviser = visit(script=False), new_address(), visit(staff="ben")
    reference = ask(customer, "Once or twice?", email=email)
    adviser.go("/desk/", look=False)
    adviser.press(f"Take {reference}", look=False)
    adviser.fill(answer__body=f"Words of {reference}.")
    adviser.page.get_by_role("button", name="Send the answer").dblclick()
    expect(adviser.page.locator(".desk-messages")).to_be_visible()
    expect(adviser.page.locator(".desk-message--outbound").filter(has_text=f"Words of {reference}.")).to_have_count(1)
    adviser.page.reload()
    count = servers.query("SELECT count(*) FROM contacts_message WHERE body LIKE %s", f"%Words of {reference}.%")
    assert count == [(1,)]


@pytest.mark.req("CS-03")
def test_only_the_owner_or_a_supervisor_answers(visit: Visit) -> None:
    customer, email = visit(script=False), new_address()
    reference = ask(customer, "Mine or yours?", email=email)
    ben, ana, sue = visit(staff="ben"), visit(staff="ana", language="es", size=NARROW), visit(staff="sue")
    ben.go("/desk/", look=False)
    ben.press(f"Take {reference}", look=False)
    ana.go(f"/desk/cases/{reference}/")
    assert ana.page.locator("[name=answer-body]").count() == 0
    sue.go(f"/desk/cases/{reference}/")
    assert sue.page.locator("[name=answer-body]").is_visible()
    ben.page.locator(".desk-menu > summary").click()
    ben.press("Put back into the queue", look=False)
    sue.fill(answer__body="Nobody owns it any more.")
    sue.press("Send the answer")
    assert sue.page.locator("[name=answer-body]").input_value() == "Nobody owns it any more."


@pytest.mark.req("CU-01")
@pytest.mark.req("CS-02")
@pytest.mark.parametrize(("who", "size", "language"), WAYS, ids=["narrow-en", "wide-es", "narrow-es", "wide-en"])
def test_finding_cases_and_customers(visit: Visit, who: str, size: tuple[int, int], language: str) -> None:
    customer, email = visit(script=False), new_address()
    references = [ask(customer, f"Question {number}", email=email, name="Olu Adeyemi") for number in (1, 2)]
    adviser = visit(size=size, language=language, staff=who)
    adviser.go("/desk/")
    adviser.press(f"{adviser.say('Take')} {references[0]}", look=False)
    adviser.go("/desk/mine/")
    adviser.go("/desk/cases/")
    adviser.go("/desk/cases/?state=closed", look=False)
    adviser.go("/desk/cases/?q=222-222-2222")
    adviser.page.locator("#bar-search").fill(references[1].lower().replace("-", " "))
    adviser.page.locator(".desk-search button").click()
    adviser.page.wait_for_url(f"**/cases/{references[1]}/")
    for typed in ("nobody at all", "Adeyemy olu", email):
        adviser.go("/desk/customers/", look=False)
        adviser.page.locator("#customer-search").fill(typed)
        adviser.press("Search", within=adviser.page.locator("main"))
    with adviser.page.expect_navigation():
        adviser.page.locator("table").get_by_role("link", name="Olu Adeyemi").first.click()
    adviser.look()
    text = adviser.text()
    assert all(reference in text for reference in references)
    assert email in text


@pytest.mark.req("CU-04")
@pytest.mark.req("SS-03")
def test_an_anonymous_case_and_what_was_searched_before_it(visit: Visit) -> None:
    customer, adviser = visit(script=False), visit(staff="ben")
    customer.go("ask/?search=karaoke&article=borrow-tools", look=False)
    customer.fill(question="Do you lend karaoke sets?")
    customer.page.get_by_text("I do not want to give my name").click()
    customer.press("Send my question", look=False)
    reference = customer.page.locator(".fp-secret").first.inner_text()
    adviser.go(f"/desk/cases/{reference}/")
    text = adviser.text()
    assert "Anonymous." in text and "karaoke" in text and "Borrow a drill" in text
