"""An adviser answers with a standard response, takes it back, finds the draft again, and logs a contact with four keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask, new_address, prove
from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")

WAYS = [("ben", NARROW, "en"), ("ana", WIDE, "es")]


@pytest.fixture
def slow_sending(servers: Servers) -> Iterator[None]:
    """Give advisers a minute to take words back."""
    servers.change("UPDATE catalogue_agency SET undo_send_seconds = 60")
    yield
    servers.change("UPDATE catalogue_agency SET undo_send_seconds = 0")


def write_response(editor: Visitor, name: str) -> None:
    """Write a standard response in both languages."""
    editor.go("/desk/knowledge/responses/")
    editor.press("New response", role="link")
    editor.page.locator("[name=name]").fill(name)
    editor.page.locator("[name=text_en_any]").fill("Hello {customer_name},\n\nabout {reference}: we are open.")
    editor.page.locator("[name=text_es_any]").fill("Hola, {customer_name}:\n\nsobre {reference}: abrimos.")
    editor.press("Preview")
    editor.press("Save")
    editor.press("Former words", role="link")


def take(adviser: Visitor, reference: str) -> None:
    adviser.go("/desk/", look=False)
    adviser.press(f"{adviser.say('Take')} {reference}", look=False)


@pytest.mark.req("KB-07")
@pytest.mark.req("KB-08")
@pytest.mark.req("AX-01")
@pytest.mark.usefixtures("slow_sending")
@pytest.mark.parametrize(("who", "size", "language"), WAYS, ids=["narrow-en", "wide-es"])
def test_an_answer_is_put_together_taken_back_and_found_again(
    visit: Visit, servers: Servers, who: str, size: tuple[int, int], language: str
) -> None:
    editor_name = "ines" if language == "en" else "eva"
    write_response(visit(size=size, language=language, staff=editor_name), f"Opening hours {language}")
    customer, email = visit(size=NARROW, language=language, script=False), new_address()
    adviser = visit(size=size, language=language, staff=who)
    reference = ask(customer, "When does the library open?", email=email, name="Rosa Vale")
    take(adviser, reference)

    page, words = adviser.page, adviser.page.locator("[name=answer-body]")
    page.get_by_role("button", name=adviser.say("Responses and articles")).first.click()
    here = page.locator("[data-offers-here]").first
    expect(here).to_be_visible()
    here.locator("[type=search]").fill("opening")
    here.get_by_role("button", name=adviser.say("Search"), exact=True).click()
    item = here.locator("[data-offer]", has=page.locator("[value^='response:']")).first
    expect(item).to_be_visible()
    adviser.look()
    item.locator("[value=text]").click()
    rosa = f"Rosa Vale{',' if language == 'en' else ':'}"
    assert rosa in words.input_value() and reference in words.input_value()
    assert page.locator("[name=answer-given]").is_checked()
    expect(page.locator(".desk-saved").first).to_have_text(adviser.say("Draft saved"))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=adviser.say("Preview")).first.click()
    expect(opened.value.locator(".desk-mail")).to_contain_text(reference)
    opened.value.close()

    adviser.press("Send the answer")
    adviser.reads("Your answer is on its way to the customer.")
    prove(customer, reference, email)
    assert rosa not in customer.text()
    adviser.press("Undo", within=page.locator(".desk-held"))
    adviser.reads("Taken back. Nobody got it; your words are here again.")
    assert rosa in words.input_value()
    words.press("Control+End")
    words.type(" More.")
    expect(page.locator(".desk-saved").first).to_have_text(adviser.say("Draft saved"))
    adviser.go(f"/desk/cases/{reference}/")
    assert words.input_value().endswith("More.")

    servers.change("UPDATE catalogue_agency SET undo_send_seconds = 1")
    adviser.press("Send the answer", look=False)
    assert reference in servers.latest_mail(email, containing="More.")
    customer.go(f"track/{reference}/")
    assert rosa in customer.text()
    adviser.go(f"/desk/cases/{reference}/", look=False)
    assert words.input_value() == ""


@pytest.mark.req("KB-08")
@pytest.mark.req("AX-02")
def test_without_a_script_the_same_is_done_page_by_page(visit: Visit, servers: Servers) -> None:
    write_response(visit(staff="ines"), "Words for pages")
    customer, email = visit(script=False), new_address()
    reference = ask(customer, "Page by page?", email=email, name="Rosa Vale")
    signed_in = visit(staff="ben")
    adviser = visit(staff="ben", script=False)
    assert signed_in
    take(adviser, reference)
    adviser.fill(answer__body="First,")
    adviser.press("Responses and articles", look=False)
    adviser.look()
    adviser.page.locator("[name=q]").last.fill("words for pages")
    adviser.press("Search", within=adviser.page.locator("main"))
    adviser.page.locator("[data-offer] [value=text]").first.click()
    value = adviser.page.locator("[name=answer-body]").input_value()
    assert value.startswith("First,") and f"about {reference}: we are open." in value
    adviser.press("Save draft", look=False)
    adviser.reads("The draft is saved. Only you see it.")
    adviser.press("Send the answer", look=False)
    assert reference in servers.latest_mail(email, containing="we are open.")


@pytest.mark.req("CU-04")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(("who", "size", "language"), WAYS, ids=["narrow-en", "wide-es"])
def test_a_contact_is_logged_with_four_keys(visit: Visit, who: str, size: tuple[int, int], language: str) -> None:
    adviser = visit(size=size, language=language, staff=who)
    adviser.go("/desk/cases/")
    page, keys = adviser.page, 0

    def press(key: str) -> None:
        nonlocal keys
        page.keyboard.press(key)
        keys += 1

    with page.expect_navigation():
        press("l")
    expect(page.locator("#id_enquiry_type")).to_be_focused()
    for letter in "mi" if language == "en" else "re":
        press(letter)
    expect(page.locator(".desk-typed [aria-selected=true]")).to_be_visible()
    chosen = page.locator(".desk-typed [aria-selected=true]").inner_text()
    adviser.look()
    with page.expect_navigation():
        press("Enter")
    assert keys <= 4
    adviser.look()
    assert chosen in page.locator(".desk-held").inner_text()
    expect(page.locator("#id_enquiry_type")).to_be_focused()
    adviser.press("Undo", within=page.locator(".desk-held"))
    adviser.reads("Taken back. Nothing was logged.")


def test_without_a_script_a_contact_is_logged_by_a_menu(visit: Visit) -> None:
    visit(staff="ben")
    adviser = visit(staff="ben", script=False)
    adviser.go("/desk/log/")
    adviser.page.locator("select[name=enquiry_type]").select_option(index=1)
    adviser.press("Log it")
    assert adviser.page.locator(".desk-held").is_visible()
