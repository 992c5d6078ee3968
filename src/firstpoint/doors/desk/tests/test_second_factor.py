"""A code from an app, or a recovery code: asked for after the password, taken once, guessed a few times at most."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_administrator, an_adviser
from firstpoint.doors.desk.sign_in import TRIES_PER_ACCOUNT, WRONG_CODE
from firstpoint.doors.desk.tests.signing_in import PASSWORD, choose_password, codes_of, events, is_signed_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("PV-03")]

AGAIN = "/desk/account/again/"


@pytest.fixture(autouse=True)
def _quick(db: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    a_catalogue()


@pytest.fixture
def ana() -> User:
    user = an_adviser(name="Ana Ruiz")
    choose_password(user)
    return user


@pytest.fixture
def turn_on(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[User], tuple[str, Client]]:
    def turn_it_on(user: User) -> tuple[str, Client]:
        """Set an app up with its first code; return the key that the app has, and the browser."""
        client, _ = sign_in(user)
        activate = reverse("mfa_activate_totp")
        asked = client.get(activate)
        assert asked.headers["Location"].startswith(AGAIN)
        assert "This is not your password." in client.post(asked.headers["Location"], {"password": "wrong"}).text
        page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
        secret: str = page.context["form"].secret
        assert secret in page.text
        assert str(WRONG_CODE)[:20] in client.post(activate, {"code": "not a code"}).text
        with django_capture_on_commit_callbacks(execute=True):
            done = client.post(activate, {"code": codes_of(secret)[0]})
        assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
        return secret, client

    return turn_it_on


def test_a_stolen_copy_of_the_database_makes_no_codes(ana: User, turn_on: Any) -> None:
    secret, _ = turn_on(ana)
    kept = [str(authenticator.data) for authenticator in Authenticator.objects.filter(user=ana)]
    assert len(kept) == 2
    assert all(secret not in data for data in kept)


def test_a_code_is_asked_for_after_the_password(ana: User, turn_on: Any) -> None:
    secret, _ = turn_on(ana)
    client, response = sign_in(ana, next="/desk/profile/")
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    page = client.get(reverse("mfa_authenticate"))
    assert 'autocomplete="one-time-code"' in page.text
    assert not is_signed_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000 000"})
    assert str(WRONG_CODE)[:20] in wrong.text
    assert events("staff.sign_in_refused")[-1] == ("staff.sign_in_refused", ana.pk, {"reason": "second_factor"})
    right = client.post(reverse("mfa_authenticate"), {"code": codes_of(secret)[1]})
    assert right.headers["Location"] == "/desk/profile/"
    assert is_signed_in(client)
    assert [data["change"] for _type, _who, data in events("staff.sign_in_changed")][-1] == "totp_activated"


def test_a_code_is_taken_once_even_by_another_process(ana: User, turn_on: Any) -> None:
    secret, _ = turn_on(ana)
    code = codes_of(secret)[2]
    first, _ = sign_in(ana)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(first)
    cache.clear()
    second, _ = sign_in(ana)
    replayed = second.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
    assert str(WRONG_CODE)[:20] in replayed.text
    assert not is_signed_in(second)


def test_codes_are_guessed_a_few_times_at_most(ana: User, turn_on: Any) -> None:
    secret, _ = turn_on(ana)
    # One wrong code was entered while the app was set up.
    for _ in range(TRIES_PER_ACCOUNT - 1):
        client, _ = sign_in(ana)
        assert str(WRONG_CODE)[:20] in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text
        cache.clear()
    client, _ = sign_in(ana)
    locked = client.post(reverse("mfa_authenticate"), {"code": codes_of(secret)[1]})
    assert "too many attempts" in locked.text
    assert not is_signed_in(client)


def test_recovery_codes_open_the_desk_once_each_and_are_made_anew(
    ana: User, turn_on: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _, client = turn_on(ana)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert codes[9] in file.text
    for code, comes_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        other, _ = sign_in(ana)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(other) is comes_in
    assert "8 left" in client.get(reverse("desk:profile")).text
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(codes) & set(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"])
    assert events("staff.sign_in_changed")[-1][2] == {"change": "recovery_codes_generated"}


def test_turning_it_off_needs_proof(ana: User, turn_on: Any) -> None:
    secret, _ = turn_on(ana)
    client, _ = sign_in(ana)
    client.post(reverse("mfa_authenticate"), {"code": codes_of(secret)[1]})
    off = reverse("mfa_deactivate_totp")
    asked = client.get(off)
    assert Authenticator.objects.filter(user=ana).count() == 2
    by_code = client.get(asked.headers["Location"])
    assert "Use a code" in by_code.text
    other_way = next(way["url"] for way in by_code.context["reauthentication_alternatives"])
    assert client.get(other_way).status_code == 200
    client.post(other_way, {"code": codes_of(secret)[2]})
    assert "Your password alone" in client.get(off).text
    response = client.post(off, follow=True)
    assert "The second factor is off." in response.text
    assert not Authenticator.objects.filter(user=ana).exists()
    assert is_signed_in(sign_in(ana)[0])
    assert events("staff.sign_in_changed")[-1][2] == {"change": "totp_deactivated"}


def test_an_administrators_reset_takes_the_second_factor_away(ana: User, turn_on: Any) -> None:
    turn_on(ana)
    actions.reset_access(ana, actor=an_administrator().acting())
    ana.refresh_from_db()
    choose_password(ana)
    assert is_signed_in(sign_in(ana)[0])
