"""Finding a customer, and looking at all that is known about one."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from firstpoint.core.access import require
from firstpoint.core.forms.text_fields import PhoneField
from firstpoint.domain.cases.queries import TIMELINE_LENGTH, cases_of, timeline_of_customer
from firstpoint.domain.customers.queries import find_customers, get_customer
from firstpoint.doors.desk import wording
from firstpoint.doors.desk.base import actor_of, asked, page, record_look, show
from firstpoint.doors.desk.facts import customer_facts
from firstpoint.doors.desk.paging import newest_page, read_place, write_place
from firstpoint.doors.desk.standing import standings


@page
def customers(request: HttpRequest) -> HttpResponse:
    """Show customers, newest first, or those with a contact point or a name."""
    actor = actor_of(request)
    require(actor, "customers.view")
    search = asked(request, "q")
    found = newest_page(
        find_customers(actor, search=_contact_point(search)), "created_at", asked(request, "before"), q=search
    )
    return show(request, "desk/customer/customers.html", {"page": found, "query": search})


def _contact_point(search: str) -> str:
    """Return a phone number as it is stored, however it was typed; any other search as it is."""
    try:
        return PhoneField(country="US").clean(search)
    except ValidationError:
        return search


@page
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one customer with cases and timeline."""
    actor = actor_of(request)
    who = get_customer(actor, pk)
    record_look(actor, who)
    entries = timeline_of_customer(actor, who, before=read_place(asked(request, "before")))
    found = newest_page(cases_of(actor, who), "opened_at", asked(request, "cases"), key="cases")
    context = {
        "customer": who,
        **customer_facts(who),
        "page": found,
        "rows": standings(found.rows),
        "timeline": wording.lines(entries),
        "older": write_place(entries[-1].at, entries[-1].id) if len(entries) == TIMELINE_LENGTH else "",
    }
    return show(request, "desk/customer/customer.html", context)
