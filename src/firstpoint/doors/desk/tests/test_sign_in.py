"""Only invited, active staff come in; tries are limited wherever they are made; every try is in the journal."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from firstpoint.channels.tasks import deliver_invitation, deliver_password_link, deliver_sign_in_notice, password_path
from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import PUBLIC_SITE_ID, User
from firstpoint.domain.people.tests.make import a_member_of_staff, an_administrator, an_adviser
from firstpoint.doors.desk.sign_in import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from firstpoint.doors.desk.tests.signing_in import (
    PASSWORD,
    SIGN_IN,
    choose_password,
    events,
    is_signed_in,
    sign_in,
)

pytestmark = pytest.mark.django_db

WRONG = "do not belong together"
TOO_MANY = "too many attempts"


@pytest.fixture(autouse=True)
def _quick(db: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    a_catalogue()


@pytest.fixture
def ana() -> User:
    user = an_adviser(name="Ana Ruiz", email="ana@aldercounty.example")
    choose_password(user)
    return user


def jobs(name: str) -> list[int]:
    """Return what the jobs of a name are about."""
    return [job.args["subject_id"] for job in ProcrastinateJob.objects.filter(task_name=name)]


@pytest.mark.req("PV-03")
def test_an_adviser_signs_in_and_out(ana: User) -> None:
    client, response = sign_in("Ana@AlderCounty.example")
    assert response.headers["Location"] == reverse("desk:work")
    assert is_signed_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    response = client.post(reverse("account_logout"), follow=True)
    assert "You are signed out." in response.text
    assert not is_signed_in(client)
    assert [event[:2] for event in events("staff.signed_in", "staff.signed_out")] == [
        ("staff.signed_in", ana.pk),
        ("staff.signed_out", ana.pk),
    ]


@pytest.mark.req("PV-03")
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ana: User) -> None:
    _, wrong = sign_in(ana, "seven loud herons")
    _, unknown = sign_in("nobody@aldercounty.example", "seven loud herons")
    assert WRONG in wrong.text
    assert without_typed(wrong.text) == without_typed(unknown.text)
    assert events("staff.sign_in_refused") == [
        ("staff.sign_in_refused", ana.pk, {"reason": "password"}),
        ("staff.sign_in_refused", PUBLIC_SITE_ID, {"reason": "password"}),
    ]


def without_typed(page: str) -> str:
    """Return a page without what differs at each showing: the typed address and the token against forgery."""
    lines = page.replace("ana@aldercounty", "nobody@aldercounty").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


@pytest.mark.req("PV-03")
def test_repeated_failures_lock_the_account_everywhere_and_for_a_while(ana: User) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        assert WRONG in sign_in(ana, "seven loud herons")[1].text
        # Another process would have a cache of its own.
        cache.clear()
    other, response = sign_in("ANA@aldercounty.example")
    assert TOO_MANY in response.text
    assert not is_signed_in(other)
    assert events("staff.sign_in_refused")[-1][2] == {"reason": "too_many"}
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        client, _ = sign_in(ana)
        assert is_signed_in(client)


def test_signing_in_is_no_failure(ana: User) -> None:
    for _ in range(TRIES_PER_ACCOUNT + 1):
        client, _ = sign_in(ana)
        assert is_signed_in(client)


def test_one_network_address_cannot_try_many_accounts(ana: User) -> None:
    for number in range(TRIES_PER_ADDRESS):
        assert WRONG in sign_in(f"staff{number}@aldercounty.example", "summer2026")[1].text
    assert TOO_MANY in sign_in(ana)[1].text
    client, _ = sign_in(ana, client=Client(REMOTE_ADDR="192.0.2.7"))
    assert is_signed_in(client)


def test_an_ipv6_subscriber_is_one_network_address(ana: User) -> None:
    for number in range(TRIES_PER_ADDRESS):
        client = Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
        sign_in(f"staff{number}@aldercounty.example", "summer2026", client=client)
    assert TOO_MANY in sign_in(ana, client=Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"))[1].text
    assert is_signed_in(sign_in(ana, client=Client(REMOTE_ADDR="2001:db8:1:3::1"))[0])


@pytest.mark.req("PV-03")
def test_deactivated_staff_are_out_at_once_and_cannot_come_back(ana: User) -> None:
    client, _ = sign_in(ana)
    link = password_path(ana)
    actions.deactivate_staff(ana, actor=an_administrator().acting())
    assert not is_signed_in(client)
    again, response = sign_in(ana)
    assert WRONG in response.text
    assert not is_signed_in(again)
    assert "This link no longer works" in Client().get(link, follow=True).text
    ana.refresh_from_db()
    assert "This link no longer works" in Client().get(password_path(ana), follow=True).text


def test_a_machine_never_signs_in_even_with_a_password() -> None:
    machine = User.objects.get(pk=PUBLIC_SITE_ID)
    assert "This link no longer works" in Client().get(password_path(machine), follow=True).text
    machine.set_password(PASSWORD)
    machine.save()
    client, response = sign_in(machine)
    assert WRONG in response.text
    assert not is_signed_in(client)
    Client().post(reverse("account_reset_password"), {"email": machine.email})
    assert jobs("deliver_password_link") == [PUBLIC_SITE_ID]


def test_the_session_gets_a_new_key(ana: User) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(ana, client=client)
    assert client.session.session_key != planted


@pytest.mark.parametrize(
    ("onward", "goes_to"),
    [
        ("/desk/profile/", "/desk/profile/"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("https:evil.example", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_signing_in_leads_nowhere_else(ana: User, onward: str, goes_to: str) -> None:
    _, response = sign_in(ana, next=onward)
    assert response.headers["Location"] == goes_to


def test_the_page_that_was_wanted_follows(ana: User) -> None:
    client = Client()
    asked = client.get("/desk/profile/", follow=True)
    assert 'name="next" value="/desk/profile/"' in asked.text
    assert 'autocomplete="username"' in asked.text
    assert 'autocomplete="current-password"' in asked.text


@pytest.mark.req("PV-03")
def test_an_invitation_chooses_a_password_once(mailoutbox: list[Any]) -> None:
    user = a_member_of_staff("editor", email="Bo@AlderCounty.example")
    assert jobs("deliver_invitation") == [user.pk]
    deliver_invitation(user.pk)
    (mail,) = mailoutbox
    assert mail.to == ["bo@aldercounty.example"]
    link = next(word for word in mail.body.split() if "/desk/account/" in word)

    client = Client()
    form = client.get(link, follow=True)
    # The key is not in the address of the form, so that it does not leak to whatever the page leads to.
    assert form.request["PATH_INFO"].endswith("/set-password/")
    too_short = client.post(form.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert "New password: " in too_short.text
    own_name = client.post(form.request["PATH_INFO"], {"password1": "bo@aldercounty", "password2": "bo@aldercounty"})
    assert own_name.status_code == 200
    done = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Your password is saved" in done.text
    assert not is_signed_in(client)
    assert is_signed_in(sign_in("bo@aldercounty.example")[0])
    assert "This link no longer works" in Client().get(link, follow=True).text
    assert events("staff.sign_in_changed") == [("staff.sign_in_changed", user.pk, {"change": "password_reset"})]
    deliver_sign_in_notice(user.pk)
    assert "was changed" in mailoutbox[-1].subject


@pytest.mark.req("PV-03")
def test_a_forgotten_password_is_chosen_again_by_mail(ana: User, mailoutbox: list[Any]) -> None:
    client, _ = sign_in(ana)
    known = Client().post(reverse("account_reset_password"), {"email": "Ana@aldercounty.example"}, follow=True)
    unknown = Client().post(reverse("account_reset_password"), {"email": "who@aldercounty.example"}, follow=True)
    assert "If the address is on the staff list" in known.text
    assert without_typed(known.text) == without_typed(unknown.text)
    # Both cost the same work, and only one of them a mail.
    assert jobs("deliver_password_link") == [ana.pk, PUBLIC_SITE_ID]
    deliver_password_link(PUBLIC_SITE_ID)
    assert mailoutbox == []
    deliver_password_link(ana.pk)
    assert "do nothing" in mailoutbox[0].body
    assert is_signed_in(client)
    choose_password(ana, "eight quiet herons")
    assert not is_signed_in(client)
    assert WRONG in sign_in(ana)[1].text
    assert is_signed_in(sign_in(ana, "eight quiet herons")[0])


def test_password_links_are_limited_for_every_address_alike(ana: User) -> None:
    for email in (ana.email, "who@aldercounty.example"):
        for _ in range(TRIES_PER_ACCOUNT):
            assert Client().post(reverse("account_reset_password"), {"email": email}).status_code == 302
        assert TOO_MANY in Client().post(reverse("account_reset_password"), {"email": email}).text
    assert jobs("deliver_password_link") == [ana.pk] * TRIES_PER_ACCOUNT + [PUBLIC_SITE_ID] * TRIES_PER_ACCOUNT


def test_a_link_is_not_mailed_to_somebody_deactivated_meanwhile(ana: User, mailoutbox: list[Any]) -> None:
    Client().post(reverse("account_reset_password"), {"email": ana.email})
    actions.deactivate_staff(ana, actor=an_administrator().acting())
    deliver_password_link(ana.pk)
    assert mailoutbox == []


@pytest.mark.req("PV-03")
def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(ana: User) -> None:
    here, _ = sign_in(ana)
    there, _ = sign_in(ana)
    new = {"password1": "eight quiet herons", "password2": "eight quiet herons"}
    wrong = here.post(reverse("account_change_password"), {"oldpassword": "seven loud herons", **new})
    assert "This is not your present password." in wrong.text
    response = here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new}, follow=True)
    assert "Your password is changed." in response.text
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert events("staff.sign_in_changed")[-1] == ("staff.sign_in_changed", ana.pk, {"change": "password_changed"})


def test_whoever_has_no_password_is_led_to_a_link_by_mail() -> None:
    user = an_adviser()
    client = Client()
    client.force_login(user)
    response = client.get(reverse("account_change_password"))
    assert response.headers["Location"] == reverse("account_reset_password")


def test_a_reset_ends_sessions_and_passwords(ana: User) -> None:
    client, _ = sign_in(ana)
    actions.reset_access(ana, actor=an_administrator().acting())
    assert not is_signed_in(client)
    assert WRONG in sign_in(ana)[1].text
    assert ana.pk in jobs("deliver_invitation")


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "socialaccount_connections", "socialaccount_signup"]
)
def test_nobody_signs_up_or_manages_addresses(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "3rdparty/", "confirm-email/", "login/code/"])
def test_the_librarys_other_pages_are_not_there(path: str) -> None:
    assert Client().get(f"/desk/account/{path}").status_code == 404


@pytest.mark.req("PV-03")
def test_the_language_is_chosen_before_and_after_signing_in(ana: User) -> None:
    client = Client()
    assert "<h1>Sign in</h1>" in client.get(SIGN_IN).text
    response = client.post(reverse("set_language"), {"language": "es", "next": f"{SIGN_IN}?next=/desk/profile/"})
    assert response.headers["Location"] == f"{SIGN_IN}?next=/desk/profile/"
    assert '<html lang="es">' in client.get(SIGN_IN).text
    sign_in(ana, client=client)
    assert '<html lang="en">' in client.get(reverse("desk:profile")).text
    client.post(reverse("set_language"), {"language": "es", "next": "https://evil.example/"})
    assert '<html lang="es">' in client.get(reverse("desk:profile")).text
    assert '<html lang="es">' in client.get(reverse("account_change_password")).text
    assert events("staff.language_chosen") == [("staff.language_chosen", ana.pk, {"language": "es"})]


@pytest.mark.parametrize("sent", [{}, {"language": "xx"}, {"language": "es", "next": "//evil.example/"}])
def test_a_choice_of_language_leads_nowhere_else(sent: dict[str, str]) -> None:
    response = Client().post(reverse("set_language"), sent)
    assert response.headers["Location"] == reverse("desk:work")
    assert Client().get(reverse("set_language")).status_code == 405


def test_pages_of_signing_in_are_kept_by_nobody(ana: User) -> None:
    client, _ = sign_in(ana)
    for address in (reverse("account_change_password"), reverse("desk:profile")):
        assert "no-store" in client.get(address).headers["Cache-Control"]
    assert "no-store" in Client().get(SIGN_IN).headers["Cache-Control"]


def test_odd_input_is_an_error_on_the_page(ana: User) -> None:
    for odd in ("\0", "a" * 5000, "ana@aldercounty.example\0", "=cmd()", "<script>"):
        response = sign_in(odd, odd)[1]
        assert response.status_code == 200
        assert "<script>" not in response.text.replace("<script src", "")
