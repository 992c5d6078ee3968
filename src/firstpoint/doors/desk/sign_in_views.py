"""The library's pages of signing in within the desk's frame, and the choice of language that works before sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST

from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import User
from firstpoint.doors.desk.base import frame_of

View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """Give a page of the sign-in library what the desk's frame shows, in the reader's language."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        user = request.user
        with override(user.language if isinstance(user, User) else get_language()):
            response = view(request, *args, **named)
            if isinstance(response, TemplateResponse) and not response.is_rendered:
                response.context_data = {**(response.context_data or {}), **_frame(request)}
                response.render()
        add_never_cache_headers(response)
        return response

    return shown


def _frame(request: HttpRequest) -> dict[str, Any]:
    if isinstance(request.user, User):
        return frame_of(request)
    configured = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return {
        "site": Agency.objects.only("name").first(),
        "single_sign_on": configured[0]["provider_id"] if configured else "",
    }


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the desk in another language: kept with the account of who is signed in, and in the browser for before."""
    language, onward = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = settings.LOGIN_REDIRECT_URL
    response = redirect(onward)
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        people.choose_desk_language(actor=request.user.acting(), language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
