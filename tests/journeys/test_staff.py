"""Staff come in by invitation, with a password and a second factor, and are out at once when they are deactivated."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.asking import ask, new_address
from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.signing_in import sign_in
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("PV-03")]

PASSWORD = "quiet orchard under 4 bridges"


def code_of(secret: str, *, steps_ahead: int = 0) -> str:
    """Return the code that an app with this key shows now, or some half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_ahead)))


@pytest.mark.parametrize(("size", "language"), [(NARROW, "es"), (WIDE, "en")], ids=["narrow-es", "wide-en"])
def test_signing_in_and_out(visit: Visit, size: tuple[int, int], language: str) -> None:
    who = {"es": "ana@aldercounty.example", "en": "ben@aldercounty.example"}[language]
    visitor = visit(size=size, language=language)
    visitor.go("/desk/cases/")
    assert "next=" in visitor.page.url
    sign_in(visitor, who, "not the password", look=True)
    visitor.reads("The e-mail address and the password do not belong together. Check both.")
    sign_in(visitor, who)
    assert visitor.page.url.endswith("/desk/cases/")
    visitor.page.locator(".desk-user summary").click()
    visitor.press("Sign out")
    visitor.reads("You are signed out.")
    visitor.press("I have forgotten my password", role="link")
    visitor.go("/desk/work/", look=False, status=404)


def test_from_the_invitation_to_the_last_day(visit: Visit, servers: Servers) -> None:
    sue, email = visit(staff="sue"), "dana.whitfield@aldercounty.example"
    sue.go("/desk/staff/")
    sue.press("Invite somebody", role="link")
    sue.press("Send the invitation")
    sue.fill(email=email, name="Dana Whitfield")
    sue.page.get_by_label("Adviser", exact=True).check(force=True)
    sue.page.locator("[name=tier]").select_option("1")
    sue.press("Send the invitation")
    assert "Dana Whitfield" in sue.heading()

    dana = visit(size=NARROW)
    dana.go(servers.link_in(servers.latest_mail(email)))
    dana.fill(password1="short", password2="short")
    dana.press("Save the password")
    dana.fill(password1=PASSWORD, password2=PASSWORD)
    dana.press("Save the password")
    dana.go("/desk/", look=False)
    sign_in(dana, email, PASSWORD)
    secret = turn_on_the_second_factor(dana)
    dana.go("/desk/", look=False)
    dana.page.locator(".desk-user summary").click()
    dana.press("Sign out", look=False)
    sign_in(dana, email, PASSWORD, look=True)
    dana.fill(code="000000")
    dana.press("Sign in")
    # Each code is good once. A clock that is half a minute ahead is tolerated, so nobody has to wait for the next code.
    dana.fill(code=code_of(secret, steps_ahead=1))
    dana.press("Sign in")

    reference = ask(visit(script=False), "Who goes on with it?", email=new_address())
    dana.go("/desk/", look=False)
    dana.press(f"Take {reference}", look=False)
    sue.page.locator("summary").filter(has_text="Deactivate").click()
    sue.look()
    sue.press("Deactivate Dana Whitfield")
    dana.page.goto(f"{servers.url}/desk/mine/")
    assert "/sign-in/" in dana.page.url
    sign_in(dana, email, PASSWORD, look=True)
    dana.reads("The e-mail address and the password do not belong together. Check both.")
    ben = visit(staff="ben")
    ben.go("/desk/", look=False)
    assert ben.page.get_by_role("link", name=reference).count() == 1


def turn_on_the_second_factor(visitor: Visitor) -> str:
    """Set an app up, look at the recovery codes, and return the app's key."""
    visitor.go("/desk/profile/")
    visitor.press("Turn on the second factor", role="link")
    visitor.fill(password=PASSWORD)
    visitor.press("Go on")
    secret = visitor.page.locator(".desk-secret").inner_text()
    visitor.fill(code="000000")
    visitor.press("Turn it on")
    visitor.fill(code=code_of(secret))
    visitor.press("Turn it on")
    assert visitor.page.locator(".desk-codes li").count() >= 8
    return secret


@pytest.mark.parametrize(("size", "language"), [(NARROW, "en"), (WIDE, "en")], ids=["narrow", "wide"])
def test_pages_of_those_who_run_the_centre(
    visit: Visit, servers: Servers, size: tuple[int, int], language: str
) -> None:
    sue = visit(size=size, language=language, staff="sue")
    for path in ("", "mine/", "cases/", "customers/", "staff/", "staff/?q=zzz", "staff/invite/", "profile/", "jobs/"):
        sue.go(f"/desk/{path}")
    sue.go("/desk/cases/222-222-2222/", status=404)


@pytest.mark.req("CH-08")
def test_what_looks_like_a_machine_waits_for_a_person(visit: Visit, servers: Servers) -> None:
    sue, machine = visit(size=NARROW, staff="sue"), visit()
    sue.go("/desk/intake/")
    machine.go("ask/", look=False)
    machine.fill(question="Buy cheap watches", reach__name="Bot", reach__email="bot@mail.example")
    machine.page.locator("[name=website-address]").evaluate("field => field.value = 'https://watches.example'")
    machine.press("Send my question")
    sue.go("/desk/intake/")
    with sue.page.expect_navigation():
        sue.page.locator("table").get_by_role("link").first.click()
    sue.look()
    assert "Buy cheap watches" in sue.page.locator("pre").inner_text()
    sue.page.locator("summary").filter(has_text="Discard").click()
    sue.press("Discard it for good")
    sue.fill(reason="Advertising")
    sue.press("Discard it for good")
    sue.reads("It is discarded. The raw input is kept with your reason.")


@pytest.mark.req("CH-08")
def test_a_job_that_failed_is_shown_and_run_again(visit: Visit, servers: Servers) -> None:
    email, sue = new_address(), visit(size=NARROW, staff="sue")
    ask(visit(script=False), "Is the mail on its way?", email=email)
    servers.latest_mail(email)
    ((message,),) = servers.query('SELECT id FROM contacts_message WHERE "to" = %s', email)
    servers.change(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " VALUES ('default', 'deliver_message', jsonb_build_object('subject_id', %s::bigint), 'failed', 15)",
        message,
    )
    ((number,),) = servers.query("SELECT max(id) FROM procrastinate_jobs WHERE status = 'failed'")
    sue.go("/desk/jobs/")
    assert "Send a message to a customer" in sue.text()
    with sue.page.expect_navigation():
        sue.page.locator(f"form[action*='/{number}/']").get_by_role("button", name="Run again").click()
    sue.look()
    sue.reads("The job runs again. If it fails, it comes back here.")
