"""Change requests: made by any member of staff, taken on, answered, and seen by whoever asked."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may, require
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import RequestState
from firstpoint.domain.knowledge.queries.editing import get_request, request_list, seen_by
from firstpoint.domain.knowledge.rights import may_draft, require_drafting
from firstpoint.doors.desk.base import actor_of, asked, carry_out, done, page, show, user_of
from firstpoint.doors.desk.knowledge.forms import AnswerRequestForm, RequestForm
from firstpoint.doors.desk.paging import numbered_page

STATES = ("waiting", *RequestState.values)


@page
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List the change requests."""
    actor = actor_of(request)
    require_drafting(actor)
    return _list(request, is_own=False)


@page
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List one's own change requests, with the answers."""
    require(actor_of(request), "knowledge.request")
    return _list(request, is_own=True)


def _list(request: HttpRequest, *, is_own: bool) -> HttpResponse:
    actor, state = actor_of(request), asked(request, "state")
    state = state if state in STATES else ""
    found = numbered_page(request_list(actor, state=state, is_own=is_own), asked(request, "page"), state=state)
    context = {
        "page": found,
        "is_own": is_own,
        "state": state,
        "states": RequestState.choices,
        "may_draft": may_draft(actor),
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/requests.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a change."""
    actor = actor_of(request)
    require(actor, "knowledge.request")
    known = {"article": asked(request, "article"), "language": asked(request, "language") or user_of(request).language}
    form = RequestForm(request.POST or None, initial=known, articles=seen_by(actor))
    if request.method == "POST" and form.is_valid():
        asked_for = actions.request_change(actor=actor, **form.cleaned_data)
        told = _("Thank you. You see the answer here and under “My requests”.")
        return done(request, told, "desk:change_request", asked_for.pk)
    return show(request, "desk/knowledge/request_new.html", {"form": form}, status=422 if form.errors else 200)


@page
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a change request, and answer it."""
    actor = actor_of(request)
    found = get_request(actor, pk)
    form = AnswerRequestForm(request.POST or None)
    status = 200
    if request.method == "POST":
        require(actor, "knowledge.publish")
        status = carry_out(form, lambda said: actions.answer_request(found, actor=actor, **said))
        if status == 200:
            return done(request, _("The person who asked sees your answer."), "desk:change_request", pk)
    context = {
        "asked": found,
        "form": form,
        "is_open": found.state in (RequestState.OPEN, RequestState.TAKEN),
        "may_take": may_draft(actor) and found.state == RequestState.OPEN,
        "decides": may(actor, "knowledge.publish"),
        "may_draft": may_draft(actor),
    }
    return show(request, "desk/knowledge/request.html", context, status=status)


@page
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change request on."""
    actor = actor_of(request)
    actions.take_request(get_request(actor, pk), actor=actor)
    return done(request, _("You work on this request now."), "desk:change_request", pk)
