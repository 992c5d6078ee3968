"""Enquiry types: listed, begun, and looked at as they work now."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import may, require
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.queries.changes import changes_of, drafts, find_draft
from firstpoint.domain.catalogue.queries.entries import find_row, rows_of
from firstpoint.domain.catalogue.queries.starting import first_entry
from firstpoint.doors.desk.base import actor_of, carry_out, done, page, show
from firstpoint.doors.desk.setup.forms import BeginForm
from firstpoint.doors.desk.setup.views.rows import LATEST_CHANGES
from firstpoint.doors.desk.setup.views.wording import question_facts


@page
@require_GET
def enquiry_types(request: HttpRequest) -> HttpResponse:
    """List the enquiry types, those that are being written first."""
    actor = actor_of(request)
    require(actor, "catalogue.view")
    written = list(drafts(actor))
    context = {
        "rows": list(rows_of("enquiry_types")),
        "drafts": written,
        "drafted": {draft.code for draft in written},
        "may_change": may(actor, "catalogue.change"),
    }
    return show(request, "desk/setup/types.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    """Begin an enquiry type; it is nobody's but its writers' until it is published."""
    actor = actor_of(request)
    require(actor, "catalogue.change")
    form = BeginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = carry_out(
            form,
            lambda filled: actions.begin_enquiry_type(
                filled["code"],
                actor=actor,
                says={**first_entry(), "name": form.said("name"), "audience": filled["audience"]},
            ),
            field="code",
        )
        if status == 200:
            told = _("The draft is begun. Say by which rules its cases are worked.")
            return done(request, told, "desk:setup_rules", form.cleaned_data["code"])
    return show(request, "desk/setup/type_new.html", {"form": form}, status=status)


@page
@require_GET
def enquiry_type(request: HttpRequest, code: str) -> HttpResponse:
    """Show how an enquiry type works now, and whether a draft of it is being written."""
    actor = actor_of(request)
    require(actor, "catalogue.view")
    found, draft = find_row("enquiry_types", code), find_draft(actor, code)
    if found is None and draft is None:
        raise NotFound
    version = found.current_version if found else None
    context = {
        "code": code,
        "kind": found,
        "version": version,
        "draft": draft,
        "steps": [(Text(step["name"]), step["tier"]) for step in (version.steps if version else ())],
        "questions": [(Text(one["label"]), question_facts(one)) for one in (version.form if version else ())],
        "latest": changes_of(actor, "enquiry_types", code)[:LATEST_CHANGES],
        "may_change": may(actor, "catalogue.change"),
    }
    return show(request, "desk/setup/type.html", context)
