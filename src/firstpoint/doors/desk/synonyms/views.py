"""Groups of words that mean the same: listed, begun, changed, taken apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may, require
from firstpoint.core.errors import DomainError
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.queries.synonyms import get_synonyms, synonym_groups
from firstpoint.domain.knowledge.rights import may_draft
from firstpoint.doors.desk.base import actor_of, asked, page, show, status_of, user_of
from firstpoint.doors.desk.paging import numbered_page
from firstpoint.doors.desk.synonyms.forms import NewWordsForm, SynonymFilter, WordsForm


@page
@require_GET
def synonyms(request: HttpRequest) -> HttpResponse:
    """List the groups."""
    actor = actor_of(request)
    given = {name: asked(request, name) for name in SynonymFilter.base_fields}
    form = SynonymFilter(given)
    context = {
        "form": form,
        "page": numbered_page(synonym_groups(actor, **form.narrowed), asked(request, "page"), **given),
        "may_draft": may_draft(actor),
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": True,
    }
    return show(request, "desk/synonyms/synonyms.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    """Begin a group."""
    actor = actor_of(request)
    require(actor, "knowledge.publish")
    # Words that were searched for in vain are brought along.
    known = {"language": asked(request, "language") or user_of(request).language, "words": asked(request, "words")}
    form = NewWordsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_synonyms(actor=actor, language=form.cleaned_data["language"], words=form.lines)
        except DomainError as error:
            return _show_again(request, form, error)
        messages.success(request, _("From the next search on, these words find the same."))
        return redirect("desk:synonyms")
    return show(request, "desk/synonyms/group.html", {"form": form}, status=422 if form.errors else 200)


@page
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group, and change its words."""
    actor = actor_of(request)
    found = get_synonyms(actor, pk)
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm.of(found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_synonyms(found, actor=actor, words=form.lines, seen=form.seen_lines)
        except DomainError as error:
            return _show_again(request, form, error, found)
        messages.success(request, _("The changes are saved."))
        return redirect("desk:synonyms")
    context = {"form": form, "group": found}
    return show(request, "desk/synonyms/group.html", context, status=422 if form.errors else 200)


@page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a group apart."""
    actor = actor_of(request)
    found = get_synonyms(actor, pk)
    actions.remove_synonyms(found, actor=actor)
    messages.success(request, _("The group is removed. It held: %(words)s.") % {"words": found})
    return redirect("desk:synonyms")


def _show_again(
    request: HttpRequest, form: WordsForm, error: DomainError, group: Synonym | None = None
) -> HttpResponse:
    """Show what was typed with what is wrong, and where a word stands already."""
    form.add_error("words", str(error))
    holder = error.group if isinstance(error, actions.StandsElsewhere) else None
    context = {"form": form, "group": group, "holder": holder}
    return show(request, "desk/synonyms/group.html", context, status=status_of(error))
