"""Standard responses: listed, written in both languages side by side, looked at as a customer gets them, retired."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import Actor, may, require
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.queries.replies import fill_for_example
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import StandardResponse
from firstpoint.domain.knowledge.queries.merging import MERGE_FIELDS, unknown_fields
from firstpoint.domain.knowledge.queries.responses import former_texts, get_response, standard_responses
from firstpoint.domain.knowledge.rights import may_draft
from firstpoint.doors.desk.base import actor_of, asked, done, page, show, status_of
from firstpoint.doors.desk.responses.forms import ResponseForm

PREVIEW = "preview"


@page
@require_GET
def responses(request: HttpRequest) -> HttpResponse:
    """List the responses in use, or those that were retired."""
    actor = actor_of(request)
    query, is_retired = asked(request, "q"), asked(request, "retired") == "1"
    context = {
        "rows": standard_responses(actor, text=query, is_active=not is_retired),
        "query": query,
        "is_retired": is_retired,
        "languages": settings.LANGUAGES,
        "may_write": may(actor, "knowledge.write_responses"),
        **_tabs(actor),
    }
    return show(request, "desk/responses/responses.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    """Write a new response."""
    actor = actor_of(request)
    require(actor, "knowledge.write_responses")
    form = ResponseForm(request.POST or None, initial={"seen": 0})
    return _write(request, actor, form, None)


@page
def response(request: HttpRequest, code: str) -> HttpResponse:
    """Show a response, and change it for those who may."""
    actor = actor_of(request)
    found = get_response(actor, code)
    form = ResponseForm(request.POST) if request.method == "POST" else ResponseForm.of(found)
    return _write(request, actor, form, found)


def _write(request: HttpRequest, actor: Actor, form: ResponseForm, found: StandardResponse | None) -> HttpResponse:
    """Save a sound form, or show what it would say to a customer when only that is asked for."""
    status = 200
    if request.method == "POST" and PREVIEW not in request.POST:
        if form.is_valid():
            try:
                saved = actions.save_response(
                    found.code if found else slugify(form.cleaned_data["name"])[:80].strip("-") or "response",
                    actor=actor,
                    name=form.cleaned_data["name"],
                    service=form.cleaned_data["service"],
                    texts=form.texts,
                    seen=form.cleaned_data["seen"],
                )
            except DomainError as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                return done(request, _("The response is saved."), "desk:response", saved.code)
        else:
            status = 422
    return show(request, "desk/responses/response.html", _context(actor, form, found), status=status)


def _context(actor: Actor, form: ResponseForm, found: StandardResponse | None) -> dict[str, Any]:
    return {
        "form": form,
        "response": found,
        "fields": [(f"{{{name}}}", label) for name, label in MERGE_FIELDS.items()],
        "previews": _previews(actor, form),
        "may_write": may(actor, "knowledge.write_responses"),
    }


def _previews(actor: Actor, form: ResponseForm) -> list[dict[str, str]]:
    """Return what a customer of an example case would get, in each language and for each channel that has words."""
    previews = []
    for _channel, label, fields in form.rows():
        for (language, _name), field in zip(settings.LANGUAGES, fields, strict=True):
            typed = str(field.value() or "").strip()
            if typed and not unknown_fields(typed):
                filled = fill_for_example(actor, typed, language)
                previews.append({"label": label, "language": language, **filled})
    return previews


@page
@require_GET
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show every text of a response as it was saved, with who wrote it and when."""
    found = get_response(actor_of(request), code)
    return show(request, "desk/responses/history.html", {"response": found, "texts": former_texts(found)})


@page
@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Let nobody answer with it any more."""
    actions.retire_response(code, actor=actor_of(request))
    return done(request, _("Nobody answers with it any more. It stands among the retired ones."), "desk:responses")


@page
@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Let staff answer with it again."""
    actions.restore_response(code, actor=actor_of(request))
    return done(request, _("Staff can answer with it again."), "desk:response", code)


def _tabs(actor: Actor) -> dict[str, bool]:
    return {
        "may_draft": may_draft(actor),
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": may(actor, "knowledge.publish"),
    }
