"""What every public page has in common: its actor, what stands in the frame, and how errors are told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted, TooMany
from firstpoint.domain.people.models import public_site
from firstpoint.domain.routing.queries import NotSetUp, front_desk

PROVEN = "proven_cases"
PROVEN_SECONDS = 60 * 60
STATUS = {NotFound: 404, NotPermitted: 403, TooMany: 429}

_NOT_SET_UP = _("Whoever runs it has to import its catalogue first: firstpoint import catalogue FILE")

View: TypeAlias = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return the public site, acting for this visitor and the cases proved within the hour."""
    now = clock.now().timestamp()
    proven = request.session.get(PROVEN, {})
    return public_site(
        language=get_language() or settings.LANGUAGE_CODE,
        proven_case_ids=frozenset(int(pk) for pk, until in proven.items() if until > now),
    )


def remember_proof(request: HttpRequest, case_id: int) -> None:
    """Let this visitor see the case for an hour, under a fresh session key."""
    request.session.cycle_key()
    request.session[PROVEN] = {
        **request.session.get(PROVEN, {}),
        str(case_id): clock.now().timestamp() + PROVEN_SECONDS,
    }


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network address; behind proxies, the one that the outermost trusted proxy saw."""
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a public page in its frame; `site` is the agency as every page shows it."""
    try:
        desk = front_desk()
    except NotSetUp as error:
        return render(request, "500.html", {"title": error.sentence, "sentence": _NOT_SET_UP}, status=503)
    frame = {"site": desk.agency, "front_desk": desk, "other_languages": other_languages(request)}
    return render(request, template, {**frame, **(context or {})}, status=status)


def other_languages(request: HttpRequest) -> list[dict[str, str]]:
    """Return the other languages of the site, each with the address of this same page."""
    here = get_language()
    match = request.resolver_match
    links = []
    for code, name in settings.LANGUAGES:
        if code == here:
            continue
        with override(code):
            path = (
                reverse(match.view_name, args=match.args, kwargs=match.kwargs)
                if match and match.namespace == "public"
                else reverse("public:home")
            )
        query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
        links.append({"code": code, "name": str(name), "url": f"{path}?{query}" if query else path})
    return links


def page(view: View) -> View:
    """Turn the errors that a rule raises into a page that says what to do."""

    @wraps(view)
    def told(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            return view(request, **named)
        except DomainError as error:
            return show_error(request, error)

    return told


def show_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show an error's sentence as a page with the right status."""
    status = STATUS.get(type(error), 409)
    template = "404.html" if status == 404 else "429.html" if status == 429 else "public/error.html"
    return show(request, template, {"sentence": error.sentence}, status=status)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for an address that does not exist."""
    return show(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent is too large, or that it cannot be read."""
    is_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return show(request, "400.html", {"is_large": is_large}, status=413 if is_large else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show a page that needs nothing but itself: the database may be the reason."""
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long, or that cookies are off, and what to do."""
    return show(request, "403_csrf.html", status=403)
