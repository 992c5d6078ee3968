"""What is shown where no view answers: by the door that was asked, to its reader, in their language."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import NotFound, NotPermitted
from firstpoint.domain.people.models import User
from firstpoint.doors.desk import base as desk
from firstpoint.doors.public import base as public

RETRY_SECONDS = 30
TOO_LARGE = _(
    "That was more than we can take at once, so nothing was sent. Go back, where your words still are, and shorten them"
    " or send fewer files."
)
UNREADABLE = _(
    "What your browser sent could not be read, so nothing was sent. Go back, load the page again and repeat it."
)
EXPIRED = _(
    "Nothing was sent. Go back, load the page again and send the form once more. Cookies must be allowed for this site."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent is too large, or that it cannot be read."""
    is_large = public.is_too_large(exception)
    return _show(
        request,
        TOO_LARGE if is_large else UNREADABLE,
        status=413 if is_large else 400,
        at_the_site=lambda: public.bad_request(request, exception),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this may not be done."""
    error = NotPermitted()
    return _show(request, error.sentence, status=403, at_the_site=lambda: public.show_error(request, error))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for an address that does not exist."""
    return _show(request, NotFound.sentence, status=404, at_the_site=lambda: public.page_not_found(request, exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long, or that cookies are off, and what to do."""
    return _show(request, EXPIRED, status=403, at_the_site=lambda: public.csrf_failure(request, reason))


def server_error(request: HttpRequest) -> HttpResponse:
    """Show a page that needs nothing but itself: 503 while the database does not answer, 500 for a fault of ours."""
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    # The desk leaves here the language of who is signed in, who cannot be looked up now.
    with override(getattr(request, "LANGUAGE_CODE", None) or get_language()):
        response = render(request, "500.html", {"is_away": is_away}, status=503 if is_away else 500)
    if is_away:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response


def _show(
    request: HttpRequest, sentence: object, *, status: int, at_the_site: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show a sentence in the desk's frame to staff who are at the desk, and the site's page to everybody else."""
    user = getattr(request, "user", None) if request.path.startswith("/desk/") else None
    if not isinstance(user, User) or user.is_machine:
        return at_the_site()
    with override(user.language):
        response = desk.show(request, "desk/error.html", {"sentence": sentence}, status=status)
    add_never_cache_headers(response)
    return response
