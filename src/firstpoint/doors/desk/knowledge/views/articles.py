"""Articles: found, begun, described, renamed, withdrawn and put back, with their history."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion, Audience
from firstpoint.domain.knowledge.queries import editing
from firstpoint.domain.knowledge.queries.comparing import Text, compare
from firstpoint.domain.knowledge.queries.figures import of_article
from firstpoint.domain.knowledge.queries.files import files_of
from firstpoint.domain.knowledge.queries.versions import LanguageState, languages_of
from firstpoint.domain.knowledge.rights import drafts_visible_to, may_draft, require_drafting
from firstpoint.doors.desk.base import actor_of, asked, carry_out, done, page, show, user_of
from firstpoint.doors.desk.knowledge.forms import (
    ArticleFilter,
    FactsForm,
    MomentForm,
    NewArticleForm,
    RenameForm,
)
from firstpoint.doors.desk.knowledge.views.columns import percent
from firstpoint.doors.desk.knowledge.views.drafts import with_desk_links
from firstpoint.doors.desk.knowledge.views.searching import found_by_suggestion, look_up, note_read, searched
from firstpoint.doors.desk.paging import numbered_page


@page
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """List the articles, with how each language stands."""
    actor = actor_of(request)
    require(actor, "knowledge.view")
    given = {name: asked(request, name) for name in ArticleFilter.base_fields}
    form = ArticleFilter(given)
    hits = look_up(actor, form.narrowed)
    listed = editing.article_list(actor, found=hits.article_ids, **form.narrowed)
    told = searched(request, hits, form.narrowed)
    found = numbered_page(listed, asked(request, "page"), **given, found=told.key if told else "")
    context = {
        "form": form,
        "page": found,
        "rows": editing.rows(found.rows, actor.language),
        "searched": told,
        "is_by_grade": form.narrowed["hard"],
        "may_draft": may_draft(actor),
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": may(actor, "knowledge.publish"),
        "may_export": may(actor, "knowledge.export"),
    }
    return show(request, "desk/knowledge/articles.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    actor = actor_of(request)
    require_drafting(actor)
    form = NewArticleForm(request.POST or None, initial={"language": user_of(request).language})
    if request.method != "POST":
        return show(request, "desk/knowledge/new.html", {"form": form})
    begun: list[ArticleDraft] = []
    status = carry_out(form, lambda said: begun.append(actions.start_article(actor=actor, **said)), field="slug")
    if status == 200:
        return redirect("desk:draft_edit", begun[0].article.slug, begun[0].language)
    return show(request, "desk/knowledge/new.html", {"form": form}, status=status)


@page
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article with its languages side by side."""
    found = editing.get_for_editing(actor_of(request), slug)
    if chosen := str(found_by_suggestion(request, found)):
        return redirect(f"{reverse('desk:article', args=[slug])}?found={chosen}")
    response = _show_article(request, found)
    note_read(request, found)
    return response


def _written(state: LanguageState) -> Text | None:
    return state.version if state.version else state.draft


def _show_article(request: HttpRequest, found: Article, *, status: int = 200, **more: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    states = languages_of(actor, found)
    titles = {state.language: _written(state) for state in states}
    figures = of_article(actor, found)
    text = editing.find_text(found, asked(request, "text") or actor.language)
    written = titles.get(actor.language) or next((text for text in titles.values() if text), None)
    context: dict[str, Any] = {
        "article": found,
        "title": (written.title if written else "") or found.slug,
        "states": states,
        "source": states[0].version,
        "occasions": found.occasions.order_by("code"),
        "related": editing.related_rows(actor, found),
        "text": text,
        "html": with_desk_links(text.html) if text else "",
        "staff_html": with_desk_links(text.staff_html) if text else "",
        "files": files_of(found),
        "is_published": any(state.published_at for state in states),
        "is_withdrawn": any(state.version and not state.published_at for state in states),
        "may_draft": may_draft(actor),
        "decides": may(actor, "knowledge.publish"),
        "may_export": may(actor, "knowledge.export"),
        "may_request": may(actor, "knowledge.request"),
        "rename_form": RenameForm(initial={"slug": found.slug}),
        "moment_form": MomentForm(),
        "figures": figures,
        "helpful_share": percent(figures.helpful_share) if figures else "",
        "asked_share": percent(figures.asked_share) if figures else "",
        **more,
    }
    context["form"] = next(iter(more.values()), None)
    return show(request, "desk/knowledge/article.html", context, status=status)


@page
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what an article is."""
    actor = actor_of(request)
    require(actor, "knowledge.publish")
    found = editing.get_for_editing(actor, slug)
    beside = dict(map(_choice, editing.related_rows(actor, found)))
    context: dict[str, Any] = {"article": found}
    if request.method != "POST":
        context["form"] = FactsForm.of(found, related=list(beside.items()))
        return show(request, "desk/knowledge/facts.html", context)
    is_looking = request.POST.get("do") == "find"
    text = request.POST.get("find", "").replace("\0", "").strip() if is_looking else ""
    ticked = [slug.replace("\0", "") for slug in request.POST.getlist("related")]
    others = dict(map(_choice, editing.rows_to_relate(actor, found, slugs=ticked, text=text)))
    # Those that stand beside it already come first, where they stood.
    form, status = FactsForm(request.POST, related=list((beside | others).items())), 200
    if not is_looking:
        status = carry_out(form, lambda said: actions.change_facts(found, actor=actor, **_without_search(said)))
        if status == 200:
            return done(request, _("The changes are saved."), "desk:article", found.slug)
    context |= {"form": form, "looked_for": text, "found": len(others.keys() - beside.keys() - set(ticked))}
    return show(request, "desk/knowledge/facts.html", context, status=status)


def _without_search(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "find"}


def _choice(row: editing.Row) -> tuple[str, str]:
    """Return an article's slug, and its title with the reason why readers do not see it beside another."""
    why = ""
    if row.article.audience == Audience.STAFF:
        why = _("staff only")
    elif not any(state.published_at for state in row.languages):
        why = _("not published")
    return row.article.slug, f"{row.title} ({row.article.slug}{f', {why}' if why else ''})"


@page
@require_POST
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an article another address."""
    actor = actor_of(request)
    found = editing.get_for_editing(actor, slug)
    form = RenameForm(request.POST)
    status = carry_out(form, lambda said: actions.rename_article(found, actor=actor, **said), field="slug")
    if status == 200:
        told = _("The article has its new address. The old one leads to it.")
        return done(request, told, "desk:article", form.cleaned_data["slug"])
    return _show_article(request, editing.get_for_editing(actor, slug), status=status, rename_form=form)


@page
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw an article now, at a moment, or not after all."""
    actor = actor_of(request)
    found = editing.get_for_editing(actor, slug)
    when = request.POST.get("when")
    if when == "later":
        form = MomentForm(request.POST)
        status = carry_out(
            form, lambda said: actions.schedule_withdrawal(found, actor=actor, withdraw_at=said["moment"])
        )
        if status != 200:
            return _show_article(request, found, status=status, moment_form=form)
        return done(request, _("The article will be withdrawn at its moment."), "desk:article", slug)
    if when == "never":
        actions.schedule_withdrawal(found, actor=actor, withdraw_at=None)
        return done(request, _("The article stays published."), "desk:article", slug)
    actions.withdraw_article(found, actor=actor)
    return done(request, _("The article is withdrawn. You can put it back."), "desk:article", slug)


@page
@require_POST
def put_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what was withdrawn again."""
    actor = actor_of(request)
    actions.put_back_article(editing.get_for_editing(actor, slug), actor=actor)
    return done(request, _("The article is published again."), "desk:article", slug)


@page
@require_POST
def confirm(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Note that a translation still says what its source says."""
    actor = actor_of(request)
    number = request.POST.get("source", "")
    source = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    found = editing.get_for_editing(actor, slug)
    actions.confirm_translation(found, actor=actor, language=language, source=source)
    return done(request, _("The translation counts as up to date."), "desk:article", slug)


@page
@require_GET
def history(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """List the versions of a language and compare two of them, or one with the draft."""
    actor = actor_of(request)
    require(actor, "knowledge.view")
    found = editing.get_for_editing(actor, slug)
    versions = list(editing.history(found, language))
    draft = drafts_visible_to(actor).filter(article=found, language=language).select_related("saved_by").first()
    if not versions and draft is None:
        raise NotFound
    texts = list(editing.texts_of(draft)) if draft else []
    choices: dict[str, Text] = {
        **({"draft": draft} if draft else {}),
        **{f"text-{text.pk}": text for text in texts},
        **{str(version.number): version for version in versions},
    }
    old, new = _chosen(request, choices)
    context = {
        "article": found,
        "language": language,
        "versions": versions,
        "draft": draft,
        "texts": texts,
        "choices": [(key, _named(text)) for key, text in choices.items()],
        "old": old,
        "new": new,
        "parts": compare(choices[old], choices[new]) if old and new else [],
    }
    return show(request, "desk/knowledge/history.html", context)


def _chosen(request: HttpRequest, choices: dict[str, Text]) -> tuple[str, str]:
    """Return the two texts to compare: those of the address, or the newest and the published one before it."""
    keys = [key for key in choices if not key.startswith("text-")]
    old, new = asked(request, "old"), asked(request, "new")
    if old in choices and new in choices:
        return old, new
    return (keys[1], keys[0]) if len(keys) > 1 else ("", "")


def _named(text: Text) -> str:
    if isinstance(text, ArticleVersion):
        return _("Version %(number)s") % {"number": text.number}
    if isinstance(text, ArticleDraft):
        return _("The draft")
    words = _("Set aside: %(name)s, %(at)s") if text.is_aside else _("Saved before: %(name)s, %(at)s")
    return words % {"name": text.saved_by.name, "at": f"{text.saved_at:%Y-%m-%d %H:%M} UTC"}
