"""The board of supervisors: queues and advisers at a glance, and several cases given, moved or put first at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.models import Case
from firstpoint.domain.people.models import User
from firstpoint.domain.people.queries import absences_to_come, get_member_of_staff
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.actions.batching import PRIORITIES
from firstpoint.domain.routing.models import BatchKind, Presence
from firstpoint.domain.routing.queries.board import (
    COUNTED,
    adviser_rows,
    batches_of,
    cases_held_by,
    get_batch,
    offers_to,
    queue_rows,
    waiting_in,
)
from firstpoint.domain.routing.queries.reach import queues
from firstpoint.domain.routing.queries.staffing import Working, working_advisers
from firstpoint.doors.desk.base import actor_of, asked, came_from, done, is_fragment, page, show
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.standing import standings
from firstpoint.doors.desk.supervise.forms import MOST_IN_BATCH, BatchForm

BATCHES = 5


@page
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the queues and a page of the advisers, those who are there first."""
    actor = _supervisor(request)
    working = working_advisers()
    number = asked(request, "page")
    place = int(number) if number.isascii() and number.isdecimal() and 0 < len(number) < 4 else 1
    shown = working[max(0, place - 1) * PAGE_SIZE : max(1, place) * PAGE_SIZE]
    context = {
        "queues": queue_rows(actor, working),
        "advisers": adviser_rows(actor, shown),
        "there": sum(one.is_there for one in working),
        "staff": len(working),
        "counted": COUNTED,
        "previous_url": f"?page={place - 1}" if place > 1 else "",
        "next_url": f"?page={place + 1}" if place * PAGE_SIZE < len(working) else "",
        "batches": batches_of(actor)[:BATCHES],
    }
    return show(request, "desk/supervise/board.html", context, region="desk/supervise/glance.html")


@page
@require_GET
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits in a queue, as many as can be chosen at once."""
    actor = _supervisor(request)
    found = next((one for one in queues() if one.code == code), None)
    if found is None:
        raise NotFound
    items = list(waiting_in(actor, found)[:MOST_IN_BATCH])
    cases = [item.case for item in items]
    context = {"queue": found, "rows": _rows(cases, {item.case_id: item for item in items}), **_choices()}
    return show(request, "desk/supervise/queue.html", context)


@page
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what somebody has in hand, and whether they are there."""
    actor = _supervisor(request)
    working = working_advisers()
    cases = list(cases_held_by(actor, User(pk=pk))[:MOST_IN_BATCH])
    context = {
        "one": _find(working, pk),
        "rows": _rows(cases, {case.pk: getattr(case, "work", None) for case in cases}),
        "absences": absences_to_come(get_member_of_staff(actor, pk)),
        "presences": Presence.choices,
        **_choices(working),
    }
    return show(request, "desk/supervise/person.html", context)


@page
@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of somebody else whether they are there."""
    actor = _supervisor(request)
    wanted = request.POST.get("presence", "")
    if wanted in Presence.values:
        somebody = get_member_of_staff(actor, pk)
        actions.override_presence(somebody, actor=actor, presence=Presence(wanted))
        said = {"name": somebody.name, "presence": Presence(wanted).label}
        messages.success(request, _("%(name)s: %(presence)s.") % said)
    return redirect("desk:board_person", pk)


@page
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Do one thing to the chosen cases; show what came of it."""
    actor = _supervisor(request)
    form = BatchForm(request.POST)
    if not form.is_valid():
        for sentences in form.errors.values():
            messages.error(request, " ".join(str(sentence) for sentence in sentences))
        return redirect(came_from(request) or "desk:board")
    return redirect("desk:batch", form.carry_out(actor).pk)


@page
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was done to which cases, what was refused, and what came of undoing it."""
    actor = _supervisor(request)
    found, entries = get_batch(actor, pk)
    context = {
        "batch": found,
        "to": _named(found.kind, found.to),
        "done": [one for one in entries if not one.refusal],
        "refused": [one for one in entries if one.refusal],
        "kept": [one for one in entries if one.kept_because],
    }
    return show(request, "desk/supervise/batch.html", context)


@page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the cases back where nobody touched them since."""
    actor = _supervisor(request)
    actions.undo_batch(pk, actor=actor)
    _found, entries = get_batch(actor, pk)
    back = sum(not (one.refusal or one.kept_because) for one in entries)
    sentence = ngettext("%(count)s case stands as before.", "%(count)s cases stand as before.", back)
    return done(request, sentence % {"count": back}, "desk:batch", pk)


@page
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """Show what is offered to the actor just now, for the corner of every page."""
    actor = actor_of(request)
    require(actor, "routing.view")
    if not is_fragment(request):
        return redirect("desk:work")
    return render(request, "desk/supervise/offers.html", {"offers": offers_to(actor)})


def _supervisor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, "routing.supervise")
    return actor


def _find(working: list[Working], pk: int) -> Working:
    for one in working:
        if one.user.pk == pk:
            return one
    raise NotFound


def _rows(cases: list[Case], items: dict[int, Any]) -> list[tuple[Any, Any, str]]:
    """Return each case as it stands, with its work, and its priority in words where it is no normal one."""
    rows = []
    for standing in standings(cases):
        item = items.get(standing.case.pk)
        rows.append((standing, item, str(PRIORITIES.get(item.priority, "")) if item and item.priority else ""))
    return rows


def _choices(working: list[Working] | None = None) -> dict[str, Any]:
    return {
        "form": BatchForm(working=working or working_advisers(), initial={"priority": 0}),
        "most": MOST_IN_BATCH,
        "kinds": BatchKind,
    }


def _named(kind: str, to: int) -> str:
    """Return the person, queue or priority of a batch in words."""
    if kind == BatchKind.REASSIGN:
        return User.objects.get(pk=to).name
    if kind == BatchKind.MOVE:
        return next((str(one.name) for one in queues() if one.pk == to), "")
    return str(PRIORITIES.get(to, to))
