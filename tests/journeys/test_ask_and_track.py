"""A customer searches, reads, asks, gets a reference and a promise, comes back, adds, withdraws and opens again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.asking import ask, new_address, prove
from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.visitor import NARROW, WIDE, Visitor, reference_in

pytestmark = pytest.mark.xdist_group("journeys")

WAYS: dict[str, Any] = {
    "narrow-es-without-script": {"size": NARROW, "language": "es", "script": False},
    "narrow-en": {"size": NARROW, "language": "en", "script": True},
    "wide-es": {"size": WIDE, "language": "es", "script": True},
    "wide-en-without-script": {"size": WIDE, "language": "en", "script": False},
}
SEARCHED = {"en": "library card", "es": "tarjeta de biblioteca"}


@pytest.fixture
def visitor(visit: Visit, request: pytest.FixtureRequest) -> Visitor:
    return visit(**WAYS[request.param])


@pytest.mark.req("SS-01")
@pytest.mark.req("SS-02")
@pytest.mark.req("SS-03")
@pytest.mark.req("SS-07")
@pytest.mark.req("SS-08")
@pytest.mark.req("SS-09")
@pytest.mark.req("SS-10")
@pytest.mark.req("CH-04")
@pytest.mark.req("CS-01")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize("visitor", WAYS, indirect=True)
def test_from_a_search_to_a_withdrawn_case(visitor: Visitor, tmp_path: Path) -> None:
    email = new_address()
    title = search_and_read(visitor)
    visitor.press("No")
    visitor.reads("Thank you for telling us")
    visitor.press("Ask a question", role="link", within=visitor.page.locator(".fp-feedback"))
    assert SEARCHED[visitor.language] in visitor.page.locator(".fp-carried").inner_text()
    assert title in visitor.page.locator(".fp-carried").inner_text()

    visitor.press("Send my question")
    summary = visitor.page.locator("[data-error-summary]")
    assert summary.get_by_role("link").count() == 3
    assert visitor.page.title().startswith(visitor.say("Error:"))
    if visitor.examiner is None:
        assert summary.evaluate("summary => summary === document.activeElement")
    visitor.fill(question="¿Cuándo abre? <b>When?</b> " + "x" * 300, reach__name="Ana Müller", reach__email=email)
    visitor.press("Send my question")
    reference = reference_in(visitor.page.locator(".fp-secret").inner_text())
    visitor.reads("What happens next")
    assert visitor.page.locator(".fp-promise h2").count() == 1
    mail = visitor.servers.latest_mail(email, containing=reference)
    assert visitor.servers.link_in(mail).endswith(f"/{visitor.language}/track/?reference={reference}")

    track_with_a_slip(visitor, mail, email)
    add_a_message_and_a_file(visitor, tmp_path)
    visitor.press("Withdraw this case", role="link")
    visitor.press("Withdraw it")
    visitor.reads("You have withdrawn this case.")
    visitor.press("Open the case again")
    visitor.reads("Your case is open again.")

    # The next form knows who asks, until somebody says that they are somebody else.
    visitor.go("ask/")
    visitor.reads("We filled in what you told us before")
    assert visitor.page.locator("[name=reach-email]").input_value() == email
    visitor.press("This is not me: empty the form", look=False)
    assert visitor.page.locator("[name=reach-email]").input_value() == ""


def search_and_read(visitor: Visitor) -> str:
    """Search from the home page, open the first answer, and return its title."""
    visitor.go("")
    visitor.fill(q=SEARCHED[visitor.language])
    visitor.press("Search")
    with visitor.page.expect_navigation():
        visitor.page.locator(".fp-articles h2 a").first.click()
    visitor.look()
    return visitor.heading()


def track_with_a_slip(visitor: Visitor, mail: str, email: str) -> None:
    """Follow the mail's link, mistype the code once, and reach the case."""
    visitor.go(visitor.servers.link_in(mail))
    visitor.page.locator("#code_contact_point").fill(email)
    visitor.press("Send me the code")
    code = visitor.servers.latest_code(email)
    visitor.fill(digits=f"{(int(code) + 1) % 1_000_000:06}")
    visitor.press("Go on")
    assert visitor.page.locator("[data-error-summary]").count() == 1
    visitor.fill(digits=f"{code[:3]} {code[3:]}")
    visitor.press("Go on")
    visitor.reads("Where it stands")


def add_a_message_and_a_file(visitor: Visitor, folder: Path) -> None:
    """Send a file that is not taken, then words with one that is, and read them back."""
    program, photo = folder / "tool.exe", folder / "library entrance (ñ).png"
    program.write_bytes(b"MZ\x90\x00")
    visitor.fill(message="One more thing.")
    visitor.page.locator("[name=files]").set_input_files(program)
    visitor.press("Send message")
    assert "tool.exe" in visitor.page.locator("[data-error-summary]").inner_text()
    visitor.page.screenshot(path=photo)
    visitor.page.locator("[name=files]").set_input_files(photo)
    visitor.press("Send message")
    visitor.reads("Your message is with us.")
    assert photo.name in visitor.page.locator(".fp-thread").inner_text()
    link = visitor.page.locator(".fp-thread").get_by_role("link", name=photo.name)
    with visitor.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == photo.name


@pytest.mark.req("CU-04")
@pytest.mark.req("SS-08")
@pytest.mark.parametrize("visitor", ["narrow-en", "wide-en-without-script"], indirect=True)
def test_somebody_who_stays_anonymous_comes_back_with_a_secret(visitor: Visitor) -> None:
    visitor.go("ask/", look=False)
    visitor.fill(question="May I ask without my name?")
    visitor.page.get_by_text(visitor.say("I do not want to give my name")).click()
    visitor.press("Send my question")
    reference, secret = visitor.page.locator(".fp-secret").all_inner_texts()
    visitor.press("Track a case", role="link", within=visitor.page.locator("main"), look=False)
    assert visitor.page.locator("#secret_reference").input_value() == reference
    visitor.page.locator("#secret_secret").fill(secret[:-1] + ("2" if secret[-1] != "2" else "3"))
    visitor.press("Show my case")
    visitor.reads("This reference and this secret do not belong together. Check both.")
    visitor.page.locator("#secret_reference").fill(reference.lower())
    visitor.page.locator("#secret_secret").fill(secret.lower())
    visitor.press("Show my case")
    assert reference in visitor.page.locator(".fp-case-head").inner_text()


@pytest.mark.req("SS-08")
def test_nobody_learns_whether_a_reference_exists(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    reference = ask(visitor, "Is anybody there?", email=new_address())
    stranger = visit(size=NARROW, script=False)
    said = []
    for known in (reference, "K7M-4QX-2WPM"):
        stranger.go(f"track/?reference={known}", look=False)
        stranger.page.locator("#code_contact_point").fill("stranger@mail.example")
        stranger.press("Send me the code", look=False)
        said.append(stranger.text())
        stranger.fill(digits="123456")
        stranger.press("Go on", look=False)
        said.append(stranger.text())
    assert said[:2] == said[2:]
    stranger.go(f"track/{reference}/", look=False)
    assert stranger.page.url.endswith(f"/track/?reference={reference}")


@pytest.mark.req("SS-05")
@pytest.mark.req("SS-06")
@pytest.mark.parametrize("script", [True, False], ids=["", "without-script"])
def test_an_enquiry_type_s_own_form(visit: Visit, script: bool) -> None:
    visitor = visit(size=NARROW, script=script)
    visitor.go("forms/missed-collection/", look=False)
    tag = visitor.page.locator("[name=tag_text]")
    assert tag.is_visible() is not script
    visitor.press("Send")
    visitor.page.get_by_text("Yard waste", exact=True).click()
    visitor.fill(
        collection_address_line1="4 Mill Street",
        collection_address_city="Alder",
        collection_address_state="NY",
        collection_address_postal_code="12345",
        missed_on_month="2",
        missed_on_day="30",
        missed_on_year="2026",
    )
    for name in ("out_by_six", "tag_left"):
        visitor.page.locator(
            f"label[for={visitor.page.locator(f'[name={name}][value=yes]').get_attribute('id')}]"
        ).click()
    assert tag.is_visible()
    tag.fill("Too heavy")
    visitor.fill(reach__name="Lee Moran", reach__email=new_address())
    visitor.press("Send")
    assert visitor.page.locator("[data-error-summary]").get_by_role("link").count() == 1
    visitor.fill(missed_on_month="3", missed_on_day="2")
    visitor.press("Send")
    assert reference_in(visitor.page.locator(".fp-secret").inner_text())


@pytest.mark.req("SS-07")
def test_a_form_that_was_open_for_more_than_a_day_loses_nothing(visit: Visit, servers: Servers) -> None:
    visitor = visit(language="es")
    visitor.go("ask/", look=False)
    visitor.fill(question="¿Sigue aquí?", reach__name="Lee", reach__email=new_address())
    with servers.later(timedelta(hours=25)):
        visitor.press("Send my question")
    visitor.reads(
        "This page was open for too long, so nothing was sent yet. Everything you typed is still here: send it again."
    )
    assert visitor.page.locator("[name=question]").input_value() == "¿Sigue aquí?"
    visitor.press("Send my question", look=False)
    assert reference_in(visitor.page.locator(".fp-secret").inner_text())


@pytest.mark.req("CH-04")
def test_two_clicks_are_one_question(visit: Visit, servers: Servers) -> None:
    visitor, email = visit(size=NARROW), new_address()
    visitor.go("ask/", look=False)
    visitor.fill(question="One click or two?", reach__name="Lee", reach__email=email)
    visitor.page.get_by_role("button", name="Send my question").dblclick()
    visitor.page.wait_for_url("**/sent/")
    reference = reference_in(visitor.page.locator(".fp-secret").inner_text())
    assert servers.query("SELECT count(*) FROM cases_case WHERE summary = 'One click or two?'") == [(1,)]
    assert reference in servers.latest_mail(email)


@pytest.mark.req("CH-04")
def test_a_form_without_its_cookie_is_refused_kindly(visit: Visit) -> None:
    visitor = visit(size=NARROW)
    visitor.go("ask/", look=False)
    visitor.context.clear_cookies()
    visitor.press("Send my question")
    assert visitor.page.locator("h1").count() == 1


@pytest.mark.req("SS-08")
def test_an_hour_later_the_case_is_closed_to_whoever_sits_down_next(visit: Visit, servers: Servers) -> None:
    visitor, email = visit(size=NARROW, script=False), new_address()
    reference = ask(visitor, "Who sits here?", email=email)
    prove(visitor, reference, email)
    visitor.fill(message="Words that took an hour.")
    with servers.later(timedelta(minutes=61)):
        visitor.press("Send message")
        assert visitor.page.locator("textarea").input_value() == "Words that took an hour."
        visitor.go(f"track/{reference}/", look=False)
        assert "?reference=" in visitor.page.url
