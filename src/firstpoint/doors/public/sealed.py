"""Values that the site hands out in fields and cookies and takes back later: signed, and good for a while."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from firstpoint.core import clock

Response = TypeVar("Response", bound=HttpResponse)


def seal(name: str, value: Any) -> str:
    """Return a JSON value as signed text that `unseal` takes back under the same name only."""
    return Signer(salt=f"sealed.{name}").sign_object([value, int(clock.now().timestamp())])


def unseal(name: str, text: str, *, good_for: timedelta) -> Any:
    """Return the value of a text that `seal` made so recently, else None."""
    try:
        value, sealed_at = Signer(salt=f"sealed.{name}").unsign_object(text)
    except BadSignature:
        return None
    return value if clock.now() - datetime.fromtimestamp(sealed_at, clock.now().tzinfo) < good_for else None


def set_cookie(response: Response, name: str, value: Any, *, good_for: timedelta) -> Response:
    """Put a sealed value into a cookie that no script reads, and return the response."""
    response.set_cookie(
        name,
        seal(name, value),
        max_age=good_for,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def read_cookie(request: HttpRequest, name: str, *, good_for: timedelta) -> Any:
    """Return the sealed value of a cookie, or None."""
    return unseal(name, request.COOKIES.get(name, ""), good_for=good_for)
