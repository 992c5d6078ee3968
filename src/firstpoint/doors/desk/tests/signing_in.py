"""Coming in through the form itself, for tests of sign-in."""

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from django.test import Client
from django.urls import reverse

from firstpoint.channels.tasks import password_path
from firstpoint.core.models import Event
from firstpoint.domain.people.models import User

PASSWORD = "seven quiet herons"
SIGN_IN = "/desk/account/sign-in/"


def choose_password(user: User, password: str = PASSWORD) -> Any:
    """Choose a password by a link, as after an invitation; return the answer."""
    client = Client()
    user.refresh_from_db()
    form = client.get(password_path(user), follow=True)
    response = client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    user.refresh_from_db()
    return response


def sign_in(
    user: User | str, password: str = PASSWORD, *, client: Client | None = None, **more: str
) -> tuple[Client, Any]:
    """Fill in the sign-in form; return the browser and the answer."""
    client = client or Client()
    email = user if isinstance(user, str) else user.email
    return client, client.post(SIGN_IN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("desk:profile")).status_code == 200


def codes_of(secret: str) -> list[str]:
    """Return the codes that an app could show now: of the step before, this and the next."""
    return [format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time()]


def events(*types: str) -> list[tuple[str, int, dict[str, Any]]]:
    """Return the journal's events of these types: type, subject and data."""
    return [(event.type, event.subject_id, event.data) for event in Event.objects.filter(type__in=types).order_by("id")]
