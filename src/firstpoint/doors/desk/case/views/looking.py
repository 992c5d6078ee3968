"""Finding a case and looking at it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from firstpoint.core import clock
from firstpoint.core.access import require
from firstpoint.core.files import download
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.actions import note_viewer
from firstpoint.domain.cases.models import CaseState
from firstpoint.domain.cases.queries import case_list, get_attachment, get_case, steps, thread
from firstpoint.domain.cases.queries.timelines import MOST_PRINTED, whole_timeline_of_case
from firstpoint.domain.cases.queries.viewers import viewers_of
from firstpoint.domain.cases.queries.work import linked_cases, notes_of, parties_of, tasks_of
from firstpoint.doors.desk import wording
from firstpoint.doors.desk.base import actor_of, asked, page, record_look, show
from firstpoint.doors.desk.case.views.case_page import show_case, step_names
from firstpoint.doors.desk.facts import customer_facts
from firstpoint.doors.desk.paging import newest_page
from firstpoint.doors.desk.searches import remember_search
from firstpoint.doors.desk.standing import standings


@page
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases, newest first. A reference in the search leads to its case, other words to the customers."""
    actor = actor_of(request)
    require(actor, "cases.view")
    search, state = asked(request, "q"), asked(request, "state")
    if search and read_reference(search) is None:
        return redirect(f"{reverse('desk:customers')}?{urlencode({'search': remember_search(request, search)})}")
    found = newest_page(
        case_list(actor, search=search, state=state), "opened_at", asked(request, "before"), q=search, state=state
    )
    if search and len(found.rows) == 1:
        return redirect("desk:case", found.rows[0].reference)
    context = {
        "page": found,
        "rows": standings(found.rows),
        "query": search,
        "state": state,
        "states": CaseState.choices,
    }
    return show(request, "desk/case/cases.html", context)


@page
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case."""
    return show_case(request, get_case(actor_of(request), reference))


@page
def viewers(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the actor's screen shows the case, and show who else has it open: a region of its page."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    note_viewer(case, actor=actor)
    return render(request, "desk/case/viewers.html", {"viewers": viewers_of(actor, case)})


@page
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case whole on one page that prints well: all that the reader may see of it, nothing to press."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    record_look(request, case)
    entries = whole_timeline_of_case(case)
    context = {
        "case": case,
        "customer": case.customer,
        **(customer_facts(case.customer) if case.customer else {}),
        "answered": case.version.definition.display(case.answers, get_language() or case.language),
        "thread": thread(case),
        "steps": steps(case),
        "notes": notes_of(case),
        "tasks": tasks_of(case),
        "parties": parties_of(case),
        "linked": linked_cases(actor, case),
        "timeline": wording.lines(entries, steps=step_names(case)),
        "is_cut": len(entries) == MOST_PRINTED,
        "printed_at": clock.now(),
    }
    return show(request, "desk/case/printed.html", context)


@page
def case_file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Give a file of a case as a download."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    attachment = get_attachment(actor, case, pk)
    record_look(request, case)
    return download(attachment.stored_as, name=attachment.name)
