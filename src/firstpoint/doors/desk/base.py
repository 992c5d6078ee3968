"""What every desk page has in common: its actor and language, what stands in the frame, how errors are told, and that
looking at a case or a customer is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from firstpoint.core.access import Actor, may
from firstpoint.core.errors import DomainError, NotFound, NotPermitted, TooMany
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.queries import agency
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.queries import count_unread_notices
from firstpoint.domain.routing.models import Presence
from firstpoint.domain.routing.queries import count_waiting, reach_of

# By the ids of cases, why this session looks at them.
LOOK_REASONS = "look_reasons"
STATUS = {NotFound: 404, NotPermitted: 403, TooMany: 429}
# The bar says "99+" beyond this: counting all that waits would make every page slower the more there is.
WAITING_COUNTED = 100
NOTICES_COUNTED = 100

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the desk's navigation, for those with the right."""

    url_name: str
    label: Any
    icon: str
    right: str
    shortcut: str = ""


PLACES = (
    Place("desk:work", _("Work"), "hourglass_empty", "routing.view"),
    Place("desk:board", _("Board"), "grid_view", "routing.supervise"),
    Place("desk:my_cases", _("My cases"), "folder", "cases.answer"),
    Place("desk:cases", _("Cases"), "list", "cases.view"),
    Place("desk:customers", _("Customers"), "people", "customers.view"),
    Place("desk:log", _("Log a contact"), "edit", "contacts.log", shortcut="l"),
    Place("desk:knowledge", _("Knowledge"), "local_library", "knowledge.view"),
    Place("desk:intake", _("Intake"), "login", "intake.view"),
    Place("desk:jobs", _("Jobs"), "autorenew", "intake.view"),
    Place("desk:internal", _("Ask internally"), "help_outline", "people.change_own_profile"),
    Place("desk:staff", _("Staff"), "support_agent", "people.view"),
    Place("desk:setup", _("Setup"), "settings", "catalogue.view"),
)


def page(view: View) -> View:
    """Let only signed-in, active staff reach a desk view, in the language that each has chosen; tell errors.

    Somebody who is not signed in is sent to sign in and comes back; a live screen is told so with 401.
    """

    @wraps(view)
    def seen(request: HttpRequest, **named: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return _ask_to_sign_in(request)
        if user.is_machine:
            return HttpResponse(status=403)
        # For the page that tells of a fault, when nobody can be looked up any more.
        request.LANGUAGE_CODE = user.language
        prefetch_related_objects([user], "departments")
        with override(user.language):
            try:
                response = view(request, **named)
            except cases.ReasonNeeded as needed:
                response = _ask_for_reason(request, needed.case)
            except DomainError as error:
                response = show_error(request, error)
            if isinstance(response, HttpResponseNotAllowed):
                allowed = response.headers["Allow"]
                response = show(request, "desk/error.html", {"sentence": NotFound.sentence}, status=405)
                response.headers["Allow"] = allowed
        response.headers.setdefault("Content-Language", user.language)
        add_never_cache_headers(response)
        return response

    return seen


def _ask_for_reason(request: HttpRequest, case: Case) -> HttpResponse:
    """Lead to where somebody says why they look at a case, and back to the page."""
    if is_fragment(request):
        return HttpResponse(status=403)
    back = request.get_full_path() if request.method == "GET" else reverse("desk:case", args=[case.reference])
    return redirect(f"{reverse('desk:why_look', args=[case.reference])}?{urlencode({'next': back})}")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to sign in and back to the page; words written on it meanwhile are shown, so that they are not lost."""
    if is_fragment(request):
        return HttpResponse(status=401)
    if request.method == "GET":
        return redirect_to_login(request.get_full_path(), "account_login")
    # An address that only takes forms would show nothing.
    back = urlsplit(came_from(request)).path or reverse("desk:work")
    written = [text for text in map(str, request.POST.values()) if len(text.split()) > 1]
    if not written:
        return redirect_to_login(back, "account_login")
    context = {"written": "\n\n".join(written), "back": back, "site": agency()}
    return render(request, "desk/not_sent.html", context, status=403)


def user_of(request: HttpRequest) -> User:
    """Return the signed-in member of staff, inside a view that `page` guards."""
    if not isinstance(request.user, User):
        raise NotPermitted
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in member of staff as the actor; `page` has read the departments already."""
    return user_of(request).acting()


def asked(request: HttpRequest, name: str) -> str:
    """Return a text of the address, without what no text in the database can hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def is_fragment(request: HttpRequest) -> bool:
    """Say whether only the live region of the page is wanted."""
    return "fragment" in request.GET


def places_of(actor: Actor) -> list[Place]:
    """Return where the actor may go."""
    return [place for place in PLACES if may(actor, place.right)]


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    region: str = "",
) -> HttpResponse:
    """Render a desk page in its frame, or only its live `region`, a template of its own, where that is asked for."""
    if region and is_fragment(request):
        return render(request, region, context, status=status)
    return render(request, template, {**frame_of(request), **(context or {})}, status=status)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame shows.

    `site`; `places` to go; `unread` notices; `waiting` and `presence`, None for those who take no work.
    """
    actor = actor_of(request)
    reach = reach_of(actor) if may(actor, "routing.view") else None
    return {
        "site": agency(),
        "places": places_of(actor),
        "waiting": count_waiting(actor, reach, most=WAITING_COUNTED) if reach else None,
        "waiting_counted": WAITING_COUNTED,
        "unread": count_unread_notices(actor, most=NOTICES_COUNTED),
        "unread_counted": NOTICES_COUNTED,
        "presence": reach.presence if reach else None,
        "presences": Presence.choices,
    }


def status_of(error: DomainError) -> int:
    """Return the HTTP status of an error: a conflict with how things are now, unless it says otherwise."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 409)


def show_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Tell an error: after a button, as a message on the page it was pressed on; otherwise as a page of its own."""
    page_before = came_from(request)
    if request.method == "POST" and page_before:
        messages.error(request, str(error))
        return redirect(page_before)
    return show(request, "desk/error.html", {"sentence": error.sentence}, status=status_of(error))


def done(request: HttpRequest, sentence: str, url_name: str, *named: object) -> HttpResponse:
    """Say that something is done, and lead to the page that shows it."""
    messages.success(request, sentence)
    return redirect(url_name, *named)


def carry_out(form: forms.Form, act: Callable[[dict[str, Any]], object], *, field: str | None = None) -> int:
    """Do what a sound form asks for; return the status of the answer.

    200 is done. Otherwise the form says what is wrong, an error of the action by `field`.
    """
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except DomainError as error:
        form.add_error(field, str(error))
        return status_of(error)
    return 200


def came_from(request: HttpRequest) -> str:
    """Return the page of this site that a form was sent from, empty when that is not known."""
    came_from = request.headers.get("Referer", "")
    return came_from if is_ours(request, came_from) else ""


def is_ours(request: HttpRequest, address: str) -> bool:
    """Say whether an address that came with a request leads to a page of this site."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def record_look(request: HttpRequest, subject: Case | Customer) -> None:
    """Record that somebody looks at a case or a customer, before anything of it is shown. Raises ReasonNeeded."""
    actor = actor_of(request)
    if isinstance(subject, Case):
        cases.note_look(subject, actor=actor, reason=request.session.get(LOOK_REASONS, {}).get(str(subject.pk), ""))
    else:
        customers.note_look(subject, actor=actor)
