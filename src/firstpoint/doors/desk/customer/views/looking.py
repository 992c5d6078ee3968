"""Looking at all that is known about one customer, and at who looked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, may, require
from firstpoint.domain.cases.models import CaseState, LookReason
from firstpoint.domain.cases.queries import TIMELINE_LENGTH, cases_of, looks_at_customer, timeline_of_customer
from firstpoint.domain.customers.models import Consent, Customer
from firstpoint.domain.customers.queries import get_customer, identity_ids, suggest_matches
from firstpoint.domain.customers.queries.identity import merges_of
from firstpoint.doors.desk import wording
from firstpoint.doors.desk.base import actor_of, asked, page, record_look, show
from firstpoint.doors.desk.facts import customer_facts
from firstpoint.doors.desk.paging import newest_page, read_place, write_place
from firstpoint.doors.desk.standing import standings

# "More than 99" is as good a reason for care as the number itself.
MOST_COUNTED = 100


@page
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one customer with cases and timeline; somebody who was merged leads to whom they were merged into."""
    actor = actor_of(request)
    who = get_customer(actor, pk)
    if who.merged_into_id:
        messages.info(request, _("%(name)s was merged into this customer.") % {"name": name_of(who)})
        return redirect("desk:customer", identity_ids(pk)[0])
    record_look(request, who)
    entries = timeline_of_customer(actor, who, before=read_place(asked(request, "before")))
    facts = customer_facts(who)
    cases = cases_of(actor, facts["identity"])
    found = newest_page(cases, "opened_at", asked(request, "cases"), key="cases")
    context = {
        **facts,
        "consents": [Consent(consent).label for consent in who.consents if consent in Consent.values],
        "open_cases": cases.exclude(state=CaseState.CLOSED)[:MOST_COUNTED].count(),
        "page": found,
        "rows": standings(found.rows),
        "timeline": wording.lines(entries),
        "older": write_place(entries[-1].at, entries[-1].id) if len(entries) == TIMELINE_LENGTH else "",
        "may_change": may(actor, "customers.change"),
        "may_check": may(actor, "customers.check"),
        "may_see_looks": may(actor, "customers.see_looks"),
        **_identity(request, actor, who, facts["identity"]),
    }
    return show(request, "desk/customer/customer.html", context)


def _identity(request: HttpRequest, actor: Actor, who: Customer, ids: list[int]) -> dict[str, Any]:
    """Return who was merged into the customer, and for those who may merge who else may be the same person."""
    merges = list(merges_of(ids))
    may_merge = may(actor, "customers.merge")
    just_made = asked(request, "merged")
    return {
        "merges": merges,
        "may_merge": may_merge,
        "just_merged": next((merge for merge in merges if str(merge.pk) == just_made and not merge.undone_at), None),
        "matches": suggest_matches(actor, who) if may_merge else [],
    }


@page
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who looked at a customer and at their cases, newest first."""
    actor = actor_of(request)
    require(actor, "customers.see_looks")
    who = get_customer(actor, pk)
    record_look(request, who)
    reasons: dict[object, object] = dict(LookReason.choices)
    entries = looks_at_customer(actor, who, before=read_place(asked(request, "before")))
    context = {
        "customer": who,
        "looks": [(look, reasons.get(look.data.get("reason"), "")) for look in entries],
        "older": write_place(entries[-1].at, entries[-1].id) if len(entries) == TIMELINE_LENGTH else "",
    }
    return show(request, "desk/customer/looks.html", context)


def name_of(who: Customer) -> str:
    """Return the name, or that there is none."""
    return who.name or _("No name given")
