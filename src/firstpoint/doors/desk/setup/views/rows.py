"""Rows of the catalogue that are one form each: listed, begun, changed, with who did so and why."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core import clock
from firstpoint.core.access import Actor, may, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import Calendar
from firstpoint.domain.catalogue.queries.changes import changes_of, last_number
from firstpoint.domain.catalogue.queries.entries import entry_of, find_row, rows_of
from firstpoint.doors.desk.base import actor_of, carry_out, done, page, show
from firstpoint.doors.desk.setup.forms import FORMS, EntryForm
from firstpoint.doors.desk.setup.views.wording import NAMES, NEW, facts_of

AGENCY = "agency"
CLOSED_DAYS_SHOWN = 10
LATEST_CHANGES = 3


@page
@require_GET
def rows(request: HttpRequest, section: str) -> HttpResponse:
    """List the rows of a section."""
    actor = actor_of(request)
    require(actor, "catalogue.view")
    _form_of(section)
    context = {
        "section": section,
        "name": NAMES[section],
        "new": NEW[section],
        "rows": list(rows_of(section)),
        "may_change": may(actor, "catalogue.change"),
    }
    return show(request, "desk/setup/rows.html", context)


@page
def new(request: HttpRequest, section: str) -> HttpResponse:
    """Begin a row."""
    actor = actor_of(request)
    require(actor, "catalogue.change")
    form_class = _form_of(section)
    form = form_class(request.POST or None, is_new=True, initial=_first_values(section))
    status = 200
    if request.method == "POST":
        code = str(request.POST.get("code", ""))
        status = carry_out(form, lambda filled: _save(actor, section, filled["code"], form, is_new=True))
        if status == 200:
            return done(request, _("It is saved."), "desk:setup_row", section, code)
    context = {"form": form, "section": section, "title": NEW[section], "name": NAMES[section], "may_change": True}
    return show(request, "desk/setup/row.html", context, status=status)


@page
def row(request: HttpRequest, section: str, code: str) -> HttpResponse:
    """Show a row, and change it."""
    return _row(request, section, code)


@page
def agency(request: HttpRequest) -> HttpResponse:
    """Show the agency and its limits, and change them."""
    return _row(request, AGENCY, "")


def _row(request: HttpRequest, section: str, code: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "catalogue.view")
    form_class = _form_of(section) if section != AGENCY else FORMS[AGENCY]
    found = find_row(section, code)
    if found is None:
        raise NotFound
    entry, seen, status = entry_of(found), last_number(section, code), 200
    form = form_class(request.POST) if request.method == "POST" else form_class.of(entry, seen)
    if request.method == "POST":
        status = carry_out(form, lambda filled: _save(actor, section, code, form))
        if status == 200:
            is_changed = last_number(section, code) != seen
            told = _("It is saved.") if is_changed else _("Nothing was different, so nothing was changed.")
            return done(request, told, *(("desk:setup_row", section, code) if code else ("desk:setup_agency",)))
    return show(request, "desk/setup/row.html", _context(actor, section, found, form), status=status)


def _context(actor: Actor, section: str, found: Any, form: EntryForm) -> dict[str, Any]:
    code = getattr(found, "code", "")
    return {
        "form": form,
        "section": section,
        "code": code or AGENCY,
        "title": str(found),
        "name": NAMES.get(section, _("Agency")),
        "facts": facts_of(type(form), entry_of(found)),
        "latest": changes_of(actor, section, code)[:LATEST_CHANGES],
        "closed_days": _closed_days(found) if section == "calendars" else [],
        "may_change": may(actor, "catalogue.change"),
    }


def _closed_days(calendar: Calendar) -> list[tuple[date, str]]:
    today = clock.now().astimezone(ZoneInfo(calendar.time_zone)).date()
    return calendar.closed_days(today, most=CLOSED_DAYS_SHOWN)


def _save(actor: Actor, section: str, code: str, form: EntryForm, *, is_new: bool = False) -> None:
    """Save what the form says."""
    says = {**form.entry(), **({"code": code} if section != AGENCY else {})}
    filled = form.cleaned_data
    actions.save_entry(section, says, actor=actor, why=filled["why"], seen=filled["seen"], is_new=is_new)


def _form_of(section: str) -> type[EntryForm]:
    if section not in NAMES:
        raise NotFound
    return FORMS[section]


def _first_values(section: str) -> dict[str, Any]:
    """Return what a new row begins with."""
    known = {name: field.default for name, field in _defaults(section).items()}
    last = rows_of(section).last() if section in ("services", "occasions") else None
    return {**known, "seen": 0, "position": last.position + 1 if last else 0, "active": True}


def _defaults(section: str) -> dict[str, Any]:
    columns = {field.name: field for field in rows_of(section).model._meta.concrete_fields}
    plain = FORMS[section].plain
    return {name: columns[name] for name in plain if name in columns and isinstance(columns[name].default, int | bool)}
