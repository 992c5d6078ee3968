"""What every public page has in common: its actor, what stands in the frame, and how errors are told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted, TooMany
from firstpoint.core.published import revision
from firstpoint.core.rate_limits import network_of
from firstpoint.domain.people.models import public_site
from firstpoint.domain.routing.queries import FrontDesk, NotSetUp, front_desk

PROVEN = "proven_cases"
PROVEN_SECONDS = 60 * 60
# Where the main navigation leads, below the language.
PLACES = frozenset({"", "services/", "life-events/", "ask/", "track/"})
STATUS = {NotFound: 404, NotPermitted: 403, TooMany: 429}

_NOT_SET_UP = _("Whoever runs it has to import its catalogue first: firstpoint import catalogue FILE")

View: TypeAlias = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return the public site, acting for this visitor and the cases proved within the hour."""
    return public_site(
        language=get_language() or settings.LANGUAGE_CODE,
        proven_case_ids=frozenset(int(pk) for pk in _still_proven(request)),
    )


def remember_proof(request: HttpRequest, case_id: int) -> None:
    """Let this visitor see the case for an hour, under a fresh session key."""
    request.session.cycle_key()
    request.session[PROVEN] = {
        **_still_proven(request),
        str(case_id): clock.now().timestamp() + PROVEN_SECONDS,
    }


def forget_proofs(request: HttpRequest) -> None:
    """Let whoever sits at this browser next see no case."""
    if request.session.pop(PROVEN, None) is not None:
        request.session.cycle_key()


def _still_proven(request: HttpRequest) -> dict[str, float]:
    now = clock.now().timestamp()
    return {pk: until for pk, until in request.session.get(PROVEN, {}).items() if until > now}


def client_address(request: HttpRequest) -> str:
    """Return what limits count the visitor by; behind proxies, by what the outermost trusted proxy saw."""
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return network_of(forwarded[-settings.TRUSTED_PROXIES])
    return network_of(str(request.META.get("REMOTE_ADDR", "")))


def front_desk_of(request: HttpRequest) -> FrontDesk:
    """Return the agency as this request finds it; read first of all, it brings along what else is kept."""
    if not hasattr(request, "front_desk"):
        request.front_desk = front_desk()  # type: ignore[attr-defined]
    return request.front_desk  # type: ignore[attr-defined, no-any-return]


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a public page in its frame; `site` is the agency as every page shows it."""
    try:
        desk = front_desk_of(request)
    except NotSetUp as error:
        return render(request, "500.html", {"title": error.sentence, "sentence": _NOT_SET_UP}, status=503)
    frame = {
        "site": desk.agency,
        "front_desk": desk,
        "other_languages": other_languages(request),
        "revision": revision(),
        # A page that the navigation leads to is marked there; all others share one.
        "place": below if (below := request.path.removeprefix(f"/{get_language()}/")) in PLACES else "elsewhere",
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def other_languages(request: HttpRequest) -> list[dict[str, str]]:
    """Return the other languages of the site, each with the address of this same page."""
    here = f"/{get_language()}/"
    rest = request.path.removeprefix(here) if request.path.startswith(here) else ""
    query = f"?{request.META['QUERY_STRING']}" if request.method == "GET" and request.META.get("QUERY_STRING") else ""
    return [
        {"code": code, "name": str(name), "url": f"/{code}/{rest}{query}"}
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]


def page(view: View) -> View:
    """Turn the errors that a rule raises into a page that says what to do."""

    @wraps(view)
    def told(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            front_desk_of(request)
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
    is_large = is_too_large(exception)
    return show(request, "400.html", {"is_large": is_large}, status=413 if is_large else 400)


def is_too_large(exception: Exception) -> bool:
    """Say whether a request was refused because there was too much of it."""
    return isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long, or that cookies are off, and what to do."""
    return show(request, "403_csrf.html", status=403)
