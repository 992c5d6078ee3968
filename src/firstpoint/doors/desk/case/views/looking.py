"""Finding a case and looking at it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from firstpoint.core.access import require
from firstpoint.core.files import download
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.models import CaseState
from firstpoint.domain.cases.queries import case_list, get_attachment, get_case
from firstpoint.doors.desk.base import actor_of, asked, page, record_look, show
from firstpoint.doors.desk.case.views.case_page import show_case
from firstpoint.doors.desk.paging import newest_page
from firstpoint.doors.desk.standing import standings


@page
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases, newest first. A reference in the search leads to its case, other words to the customers."""
    actor = actor_of(request)
    require(actor, "cases.view")
    search, state = asked(request, "q"), asked(request, "state")
    if search and read_reference(search) is None:
        return redirect(f"{reverse('desk:customers')}?{urlencode({'q': search})}")
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
def case_file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Give a file of a case as a download."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    attachment = get_attachment(actor, case, pk)
    record_look(actor, case)
    return download(attachment.stored_as, name=attachment.name)
