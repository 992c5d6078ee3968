"""What waits, what one owns, and taking the next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from firstpoint.core.access import may, require
from firstpoint.domain.cases.queries import owned_cases
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.queries import queues_with_work, waiting_work
from firstpoint.doors.desk.base import actor_of, asked, page, places_of, show
from firstpoint.doors.desk.paging import numbered_page
from firstpoint.doors.desk.standing import standings


@page
def work(request: HttpRequest) -> HttpResponse:
    """Show the waiting work in order of promise; those who take none are led to where they work."""
    actor = actor_of(request)
    if not may(actor, "routing.view"):
        places = places_of(actor)
        return redirect(places[0].url_name if places else "desk:profile")
    queue = asked(request, "queue")
    found = numbered_page(waiting_work(actor, queue=queue), asked(request, "page"), queue=queue)
    context = {
        "page": found,
        "rows": list(zip(found.rows, standings(item.case for item in found.rows), strict=True)),
        "queues": queues_with_work(actor),
        "queue": queue,
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
    """Show the open cases that one owns: those with news first, then by promise."""
    actor = actor_of(request)
    require(actor, "cases.answer")
    found = numbered_page(owned_cases(actor), asked(request, "page"))
    context = {"page": found, "rows": standings(found.rows)}
    return show(request, "desk/work/my_cases.html", context, region="desk/work/owned.html")
