"""Changing what is known about a customer. A form that is older than the facts comes back with both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import require
from firstpoint.core.errors import DomainError, NotFound, Stale
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import get_customer
from firstpoint.doors.desk.base import actor_of, done, page, record_look, show, status_of
from firstpoint.doors.desk.customer.forms import (
    AddressForm,
    ConsentsForm,
    FactForm,
    FactsForm,
    NeedsForm,
    PointForm,
)
from firstpoint.doors.desk.facts import customer_facts


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be changed about a customer, under the name of its address."""

    title: Promise
    button: Promise
    icon: str
    form: type[FactForm]
    action: Callable[..., object]


CHANGES = {
    "facts": Change(_("Name, language and channel"), _("Save the facts"), "edit", FactsForm, actions.change_customer),
    "address": Change(_("New address"), _("Add the address"), "home", AddressForm, actions.add_address),
    "point": Change(_("New contact point"), _("Add the contact point"), "phone", PointForm, actions.add_contact_point),
    "needs": Change(_("Access needs"), _("Save the needs"), "accessibility_new", NeedsForm, actions.change_needs),
    "consents": Change(
        _("What they agree to"), _("Save what they agree to"), "check", ConsentsForm, actions.change_consents
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as the page shows it. `meanwhile` is what somebody else wrote since: each label with what is stored now."""

    name: str
    change: Change
    form: FactForm
    is_open: bool
    meanwhile: list[tuple[str, str]]


@page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what can be changed."""
    actor = actor_of(request)
    require(actor, "customers.change")
    who = get_customer(actor, pk)
    record_look(request, who)
    return _show(request, who)


@page
@require_POST
def store(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Change one thing; the form comes back with the reason when that cannot be done."""
    actor = actor_of(request)
    require(actor, "customers.change")
    who = get_customer(actor, pk)
    if what not in CHANGES:
        raise NotFound
    changing = CHANGES[what]
    form = changing.form(request.POST)
    if not form.is_valid():
        return _show(request, who, typed={what: form}, status=422)
    try:
        changing.action(pk, actor=actor, **form.cleaned_data)
    except Stale as error:
        now = get_customer(actor, pk)
        # What was typed can be saved over the facts as they are now, once somebody has seen both.
        typed = request.POST.copy()
        typed["version"] = str(now.version)
        form = changing.form(typed)
        form.add_error(None, str(error))
        return _show(request, now, typed={what: form}, meanwhile=_meanwhile(form, now), status=status_of(error))
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, who, typed={what: form}, status=status_of(error))
    return done(request, str(_("The changes are saved. Open cases show them at once.")), "desk:customer", pk)


@page
@require_POST
def remove_point(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    """Take a contact point away."""
    cases.remove_contact_point(pk, point_pk, actor=actor_of(request))
    return done(request, str(_("The contact point is removed.")), "desk:customer_change", pk)


def _show(
    request: HttpRequest,
    who: Customer,
    *,
    typed: dict[str, FactForm] | None = None,
    meanwhile: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = typed or {}
    changes = [
        Shown(
            name,
            changing,
            typed.get(name) or changing.form.of(who),
            is_open=name in (typed or {"facts"}),
            meanwhile=(meanwhile or []) if name in typed else [],
        )
        for name, changing in CHANGES.items()
    ]
    context = {**customer_facts(who), "changes": changes, "has_errors": bool(typed)}
    return show(request, "desk/customer/change.html", context, status=status)


def _meanwhile(form: FactForm, now: Customer) -> list[tuple[str, str]]:
    """Return each fact that is stored otherwise than it was typed."""
    return [
        (str(form.fields[name].label), _in_words(form.fields[name], stored))
        for name, stored in form.stored(now).items()
        if name != "version" and form[name].value() != form.of(now)[name].value()
    ]


def _in_words(field: forms.Field, stored: Any) -> str:
    """Return a stored fact as people read it."""
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        chosen = stored if isinstance(stored, list) else [stored]
        return ", ".join(str(labels.get(code, code)) for code in chosen) or str(_("Nothing"))
    return str(stored or _("Nothing"))
