"""The whole catalogue as a file: handed out, and taken in after a look at what would come of it."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.errors import DomainError
from firstpoint.core.outcome import Outcome
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.queries.entries import whole_catalogue
from firstpoint.doors.desk.base import actor_of, done, page, show, status_of
from firstpoint.doors.desk.setup.forms import ImportForm


@page
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the whole catalogue as a file that the import reads back."""
    require(actor_of(request), "catalogue.view")
    text = json.dumps(whole_catalogue(), ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json")
    name = f"catalogue-{timezone.localdate(clock.now()):%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response


@page
def take_in(request: HttpRequest) -> HttpResponse:
    """Say what a file would change; then, when it is sent again, take it in."""
    actor = actor_of(request)
    require(actor, "catalogue.change")
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    outcome, status = None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                outcome = _import(actor, form, dry_run="take" not in request.POST)
                status = 409 if outcome.problems else 200
            except DomainError as error:
                form.add_error("file", str(error))
                status = status_of(error)
    if outcome and not outcome.problems and "take" in request.POST:
        return done(request, _("The catalogue is taken in."), "desk:setup")
    held = ImportForm(initial={"held": form.cleaned_data["held"]}) if outcome else None
    return show(request, "desk/setup/import.html", {"form": form, "held": held, "outcome": outcome}, status=status)


def _import(actor: Actor, form: ImportForm, *, dry_run: bool) -> Outcome:
    sections = actions.read_sections(form.cleaned_data["data"], name=form.cleaned_data["name"])
    return actions.import_entries(sections, actor=actor, why=form.cleaned_data["why"], dry_run=dry_run)
