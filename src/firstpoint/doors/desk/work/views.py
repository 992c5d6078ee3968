"""What waits, what one owns, and taking the next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import may, require
from firstpoint.domain.cases.queries import owned_cases
from firstpoint.domain.cases.queries.work import open_tasks_of
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import Presence
from firstpoint.domain.routing.queries import queues_with_work, waiting_work, work_kept_for
from firstpoint.domain.routing.queries.hand_offs import offered_by
from firstpoint.doors.desk.base import actor_of, asked, came_from, done, page, places_of, show
from firstpoint.doors.desk.paging import PAGE_SIZE, numbered_page
from firstpoint.doors.desk.standing import standings


@page
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor alone, then the waiting work in order of promise.

    Those who take none are led to where they work.
    """
    actor = actor_of(request)
    if not may(actor, "routing.view"):
        places = places_of(actor)
        return redirect(places[0].url_name if places else "desk:profile")
    chosen = {name: asked(request, name) for name in ("queue", "language", "channel")}
    found = numbered_page(waiting_work(actor, **chosen), asked(request, "page"), **chosen)
    kept = list(work_kept_for(actor)[:PAGE_SIZE])
    context = {
        "page": found,
        "rows": list(zip(found.rows, standings(item.case for item in found.rows), strict=True)),
        "kept": list(zip(kept, standings(item.case for item in kept), strict=True)),
        "queues": queues_with_work(actor),
        "languages": settings.LANGUAGES,
        "channels": Channel.choices,
        "chosen": chosen,
    }
    return show(request, "desk/work/work.html", context, region="desk/work/waiting.html")


@page
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the work whose promise comes first, and open it."""
    case = routing.take_next(actor=actor_of(request))
    return redirect("desk:case", case.reference)


@page
@require_POST
def take(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take this very work, and open it."""
    case = routing.take(item_id, actor=actor_of(request))
    return redirect("desk:case", case.reference)


@page
def counts(request: HttpRequest) -> HttpResponse:
    """Show what waits as the bar of every page shows it, for a live screen that fetches it again."""
    require(actor_of(request), "routing.view")
    return show(request, "desk/components/counts.html")


@page
def my_cases(request: HttpRequest) -> HttpResponse:
    """Show the open cases that one owns: those with news first, then by promise; and what one handed on."""
    actor = actor_of(request)
    require(actor, "cases.answer")
    found = numbered_page(owned_cases(actor), asked(request, "page"))
    context = {
        "page": found,
        "rows": standings(found.rows),
        "offered": offered_by(actor)[:PAGE_SIZE],
        "tasks": open_tasks_of(actor)[:PAGE_SIZE],
    }
    return show(request, "desk/work/my_cases.html", context, region="desk/work/owned.html")


@page
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one offered to others."""
    hand_off = routing.withdraw_hand_off(pk, actor=actor_of(request))
    return done(request, _("The case is yours again."), "desk:case", hand_off.case.reference)


@page
@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """Say whether one is there to take work; stay on the page."""
    wanted = request.POST.get("presence", "")
    if wanted in Presence.values:
        routing.set_presence(actor=actor_of(request), presence=Presence(wanted))
    return redirect(came_from(request) or "desk:work")
