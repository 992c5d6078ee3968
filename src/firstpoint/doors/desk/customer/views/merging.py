"""Comparing two customers who may be one, and merging them; undoing it, or saying that they are two people."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases.queries import cases_of, get_case
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import get_customer, identity_ids
from firstpoint.domain.customers.queries.matching import evidence_of
from firstpoint.doors.desk.base import actor_of, done, page, record_look, show
from firstpoint.doors.desk.customer.forms import ReferenceForm
from firstpoint.doors.desk.customer.views.looking import name_of
from firstpoint.doors.desk.facts import customer_facts


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both customers side by side, and whether they share something of it."""

    label: str
    left: list[str]
    right: list[str]
    may_speak: bool

    @property
    def is_shared(self) -> bool:
        """Say whether both have something in common here that speaks for their being one."""
        return self.may_speak and bool({one.casefold() for one in self.left} & {one.casefold() for one in self.right})


@page
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the comparison with the customer of a case."""
    actor = actor_of(request)
    form = ReferenceForm(request.POST)
    try:
        other = get_case(actor, form.cleaned_data["reference"]).customer if form.is_valid() else None
    except NotFound:
        other = None
    if other is None:
        raise DomainError(_("No customer was found by this reference. Check it, or open the case to see whose it is."))
    return redirect("desk:customer_compare", pk, identity_ids(other.pk)[0])


@page
def compare(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Show two customers side by side, with what speaks for their being one."""
    actor = actor_of(request)
    require(actor, "customers.merge")
    left, right = get_customer(actor, pk), get_customer(actor, other_pk)
    kept = [identity_ids(one.pk)[0] for one in (left, right)]
    if kept[0] == kept[1]:
        return redirect("desk:customer", kept[0])
    if kept != [pk, other_pk]:
        return redirect("desk:customer_compare", *kept)
    for one in (left, right):
        record_look(request, one)
    context = {
        "left": left,
        "right": right,
        "rows": _side_by_side(actor, left, right),
        "evidence": [code.label for code in evidence_of(left, right)],
    }
    return show(request, "desk/customer/compare.html", context)


@page
@require_POST
def merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Merge the other customer into this one."""
    actor = actor_of(request)
    left, right = get_customer(actor, pk), get_customer(actor, other_pk)
    made = actions.merge_customers(pk, other_pk, actor=actor, evidence=evidence_of(left, right))
    return redirect(f"{reverse('desk:customer', args=[pk])}?merged={made.pk}")


@page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    made = actions.undo_merge(pk, actor=actor_of(request))
    told = _("The merge is undone: %(name)s is a customer of their own again.") % {"name": name_of(made.absorbed)}
    return done(request, told, "desk:customer", identity_ids(made.kept_id)[0])


@page
@require_POST
def refuse(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Remember that these are two people."""
    actions.refuse_match(pk, other_pk, actor=actor_of(request))
    return done(request, _("They stay two customers, and are not suggested to you again."), "desk:customer", pk)


def _side_by_side(actor: Actor, left: Customer, right: Customer) -> list[Row]:
    facts = [_facts(actor, one) for one in (left, right)]
    # That two were first known on one day, or have as many cases, says nothing.
    silent = {_("Language"), _("Needs"), _("Known since"), _("Cases")}
    return [
        Row(label, facts[0][label], facts[1][label], may_speak=label not in silent)
        for label in facts[0]
        if facts[0][label] or facts[1][label]
    ]


def _facts(actor: Actor, who: Customer) -> dict[str, list[str]]:
    known: dict[str, Any] = customer_facts(who)

    def points(kind: str) -> list[str]:
        return [figures for point, figures in known["points"] if point.kind == kind]

    return {
        _("Name"): [who.name] if who.name else [],
        _("Date of birth"): [date_format(who.born_on)] if who.born_on else [],
        _("E-mail"): points("email"),
        _("Phone"): points("phone"),
        _("Address"): [str(address) for address in known["addresses"]],
        _("Language"): [get_language_info(who.language)["name_translated"]],
        _("Needs"): [str(need) for need in known["needs"]],
        _("Known since"): [date_format(who.created_at)],
        _("Cases"): [str(cases_of(actor, known["identity"]).count())],
    }
