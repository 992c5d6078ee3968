"""Drafts: written beside their source, previewed, sent to review, published, scheduled, returned, discarded."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may
from firstpoint.core.errors import DomainError
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.actions.rendering import render as render_body
from firstpoint.domain.knowledge.actions.writing import LONGEST_BODY
from firstpoint.domain.knowledge.models import ArticleDraft
from firstpoint.domain.knowledge.queries.comparing import compare
from firstpoint.domain.knowledge.queries.editing import get_draft, get_for_editing, texts_of
from firstpoint.domain.knowledge.queries.plainness import MOST_WORDS, hard_words, long_sentences
from firstpoint.domain.knowledge.queries.reading import grade_of, target_grade
from firstpoint.domain.knowledge.queries.versions import is_based_on_latest, latest_version, published_source
from firstpoint.domain.knowledge.rights import require_drafting
from firstpoint.doors.desk.base import actor_of, carry_out, done, page, show, status_of
from firstpoint.doors.desk.knowledge.forms import DraftForm, MomentForm, NoteForm

OWN_LINK = re.compile(r'href="(article|form):([\w-]+)"')


def safe_html(body: str) -> SafeString:
    """Return the safe HTML of Markdown, with links to articles leading to their pages at the desk."""
    return with_desk_links(render_body(body))


def with_desk_links(html: str) -> SafeString:
    """Return HTML that was made safe before, with links to articles leading to their pages at the desk."""

    def link(match: re.Match[str]) -> str:
        kind, target = match.groups()
        return f'href="{reverse("desk:article", args=[target])}"' if kind == "article" else 'href="#"'

    return mark_safe(OWN_LINK.sub(link, html))  # noqa: S308


def _seen(request: HttpRequest) -> int:
    """Return the count of saves that the actor has seen."""
    number = request.POST.get("saves", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def _plain_language(body: str, language: str) -> dict[str, Any]:
    """Return what the hints about plain language show."""
    html = render_body(body)
    return {
        "grade": grade_of(html, language),
        "target": target_grade(),
        "long_sentences": long_sentences(html),
        "most_words": MOST_WORDS,
        "hard_words": hard_words(html, language),
    }


@page
@require_POST
def start(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    actor = actor_of(request)
    actions.start_draft(get_for_editing(actor, slug), actor=actor, language=language)
    return redirect("desk:draft_edit", slug, language)


@page
@require_GET
def draft(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show a draft, and what can be done with it."""
    return _show_draft(request, get_draft(actor_of(request), slug, language))


def _show_draft(request: HttpRequest, found: ArticleDraft, *, status: int = 200, **more: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    latest = latest_version(found.article, found.language)
    source = published_source(found.article, found.language)
    context: dict[str, Any] = {
        "draft": found,
        "article": found.article,
        "html": safe_html(found.body),
        "staff_html": safe_html(found.staff_body),
        **_plain_language(found.body, found.language),
        "latest": latest,
        "is_overtaken": not is_based_on_latest(found),
        "source_moved": bool(source and found.translates_id not in (None, source.pk)),
        "asides": [text for text in texts_of(found) if text.is_aside],
        "decides": may(actor, "knowledge.publish"),
        "may_discard": may(actor, "knowledge.publish") or found.saved_by_id == actor.id,
        "note_form": NoteForm(),
        "moment_form": MomentForm(),
        **more,
    }
    context["form"] = next(iter(more.values()), None)
    return show(request, "desk/knowledge/draft.html", context, status=status)


@page
def edit(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Write a draft; preview it; save it, unless somebody else has saved meanwhile, whose text then stands beside."""
    actor = actor_of(request)
    require_drafting(actor)
    found = get_draft(actor, slug, language)
    if request.method != "POST":
        return _show_edit(request, found, DraftForm.of(found))
    form = DraftForm(request.POST, language=language)
    if not form.is_valid():
        return _show_edit(request, found, form, status=422)
    words = form.words(language)
    if request.POST.get("do") == "preview":
        shown: dict[str, Any] = {"preview": safe_html(words.body), "staff_preview": safe_html(words.staff_body or "")}
        return _show_edit(request, found, form, **shown)
    try:
        aside = actions.save_draft(found, actor=actor, saves=form.cleaned_data["saves"], words=words)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show_edit(request, found, form, status=status_of(error))
    if aside is None:
        return done(request, _("The draft is saved."), "desk:draft", slug, language)
    found = get_draft(actor, slug, language)
    # Whoever saves after having seen the other text does so knowingly.
    form.data = {**request.POST.dict(), "saves": str(found.saves)}
    return _show_edit(request, found, form, status=409, clash=compare(found, aside))


def _show_edit(
    request: HttpRequest, found: ArticleDraft, form: DraftForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    source = found.translates
    context = {
        "draft": found,
        "article": found.article,
        "form": form,
        **_plain_language(form["body"].value() or "", found.language),
        "source": source,
        "source_html": safe_html(source.body) if source else "",
        "source_staff_html": safe_html(source.staff_body) if source else "",
        **more,
    }
    return show(request, "desk/knowledge/edit.html", context, status=status)


@page
@require_POST
def hints(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Answer the hints about plain language for words that are being written."""
    found = get_draft(actor_of(request), slug, language)
    body = request.POST.get("body", "")[:LONGEST_BODY]
    return render(request, "desk/knowledge/plain_language.html", {"draft": found, **_plain_language(body, language)})


def _act(request: HttpRequest, slug: str, language: str, act: Callable[..., object], **more: Any) -> None:
    """Do something with a draft as the actor has seen it."""
    actor = actor_of(request)
    act(get_draft(actor, slug, language), actor=actor, saves=_seen(request), **more)


@page
@require_POST
def ask_review(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Hand a draft to the editors."""
    _act(request, slug, language, actions.ask_review)
    return done(request, _("The draft is with the editors."), "desk:draft", slug, language)


@page
@require_POST
def publish(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Publish a draft."""
    _act(request, slug, language, actions.publish_draft)
    return done(request, _("The article is published."), "desk:article", slug)


@page
@require_POST
def schedule(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Have a draft published at a moment."""
    form = MomentForm(request.POST)
    status = carry_out(
        form, lambda said: _act(request, slug, language, actions.schedule_draft, publish_at=said["moment"])
    )
    if status == 200:
        return done(request, _("The draft will be published at its moment."), "desk:draft", slug, language)
    return _show_draft(request, get_draft(actor_of(request), slug, language), status=status, moment_form=form)


@page
@require_POST
def unschedule(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Let a scheduled draft wait for review again."""
    actor = actor_of(request)
    actions.unschedule_draft(get_draft(actor, slug, language), actor=actor)
    return done(request, _("The draft is in review again."), "desk:draft", slug, language)


@page
@require_POST
def give_back(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Return a draft with a note."""
    form = NoteForm(request.POST)
    status = carry_out(form, lambda said: _act(request, slug, language, actions.return_draft, note=said["note"]))
    if status == 200:
        return done(request, _("The draft is returned with your note."), "desk:draft", slug, language)
    return _show_draft(request, get_draft(actor_of(request), slug, language), status=status, note_form=form)


@page
@require_POST
def catch_up(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Note that a draft was compared with what was published since."""
    _act(request, slug, language, actions.catch_up)
    return done(request, _("The draft counts as up to date."), "desk:draft", slug, language)


@page
@require_POST
def take_aside(request: HttpRequest, slug: str, language: str, pk: int) -> HttpResponse:
    """Put a text that was set aside into the draft."""
    _act(request, slug, language, actions.take_aside, text=pk)
    return done(request, _("The draft says this now. What it said before is kept."), "desk:draft", slug, language)


@page
@require_POST
def discard(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Throw a draft away."""
    _act(request, slug, language, actions.discard_draft)
    return done(request, _("The draft is discarded."), "desk:knowledge")
