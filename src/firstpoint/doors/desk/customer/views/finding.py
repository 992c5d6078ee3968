"""Finding a customer. What was typed is posted and kept with the session, so that it stands in no address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from firstpoint.core.access import may, require
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.queries import case_list
from firstpoint.domain.cases.queries.words import find_by_words
from firstpoint.domain.customers.actions import note_search
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import customer_list, find_customers
from firstpoint.doors.desk.base import actor_of, asked, page, show
from firstpoint.doors.desk.customer.forms import SearchForm
from firstpoint.doors.desk.facts import in_figures
from firstpoint.doors.desk.paging import Page, newest_page
from firstpoint.doors.desk.searches import remember_search, remembered_search


@page
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the case of a reference, or to the customers of other words."""
    actor = actor_of(request)
    form = SearchForm(request.POST)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if read_reference(words) and (case := case_list(actor, search=words).first()):
        return redirect("desk:case", case.reference)
    require(actor, "customers.view")
    address = reverse("desk:customers")
    return redirect(f"{address}?{urlencode({'search': remember_search(request, words)})}" if words else address)


@page
def customers(request: HttpRequest) -> HttpResponse:
    """Show customers, newest first, or those whom a search that is kept with the session finds."""
    actor = actor_of(request)
    require(actor, "customers.view")
    token = asked(request, "search")
    words = remembered_search(request, token)
    if not words:
        listed = newest_page(customer_list(actor), "created_at", asked(request, "before"))
        return _show(request, listed, is_gone=bool(token))
    found = find_customers(actor, words)
    note_search(actor=actor, found=len(found.customers))
    spoken = find_by_words(actor, words) if may(actor, "cases.view") else []
    return _show(request, Page(found.customers), query=words, is_cut=found.is_cut, spoken=spoken)


def _show(request: HttpRequest, listed: Page[Customer], **more: object) -> HttpResponse:
    rows = [(who, [in_figures(point.value) for point in who.contact_points.all()]) for who in listed.rows]
    return show(request, "desk/customer/customers.html", {"page": listed, "rows": rows, **more})
