"""Drafts: begun, saved without overwriting anybody, sent to review, returned, brought up to date, thrown away."""

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, may, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import check_columns
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.facts import check_slug_is_free
from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.actions.writing import (
    Words,
    check_complete,
    check_language,
    check_seen,
    check_written,
    words_of,
)
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleKind, Audience, DraftState, DraftText
from firstpoint.domain.knowledge.queries.versions import latest_version, published_source
from firstpoint.domain.knowledge.rights import lock_draft, require_drafting

LONGEST_NOTE = 2000


@action
def start_article(
    *,
    actor: Actor,
    title: str,
    language: str,
    slug: str = "",
    kind: str = ArticleKind.ARTICLE,
    audience: str = Audience.PUBLIC,
) -> ArticleDraft:
    """Begin an article that nobody reads yet, with a draft in one language. Records article.draft_started.

    Without a slug the title gives one.
    """
    require_drafting(actor)
    check_language(language)
    slug = slug or slugify(title)[:120].strip("-")
    check_slug_is_free(slug)
    article = Article(slug=slug, kind=kind, audience=audience, owner_id=actor.id)
    check_columns(article)
    article.save()
    return _start(article, language, actor, title=title)


@action
def start_draft(article: Article, *, actor: Actor, language: str) -> ArticleDraft:
    """Return the draft of a language, begun from its last version where there is none. Records article.draft_started."""
    require_drafting(actor)
    check_language(language)
    article = lock(actor, "knowledge.draft", article.pk)
    known = ArticleDraft.objects.filter(article=article, language=language).first()
    return known or _start(article, language, actor)


def _start(article: Article, language: str, actor: Actor, title: str = "") -> ArticleDraft:
    latest = latest_version(article, language)
    draft = ArticleDraft(
        article=article,
        language=language,
        title=latest.title if latest else title,
        summary=latest.summary if latest else "",
        body=latest.body if latest else "",
        keywords=latest.keywords if latest else [],
        staff_body=latest.staff_body if latest else "",
        based_on=latest,
        translates=published_source(article, language),
        saved_at=clock.now(),
        saved_by_id=actor.id,
    )
    check_written(draft)
    draft.save()
    record("article.draft_started", article, actor=actor, data={"language": language})
    return draft


@action
def save_draft(draft: ArticleDraft, *, actor: Actor, saves: int, words: Words) -> DraftText | None:
    """Save the words of a draft. Records article.draft_saved when they differ.

    `saves` is the count that the actor saw. When somebody saved since, what they saved stays, and these words are kept
    beside it and returned: article.draft_set_aside. A text that is replaced is kept too. What was scheduled waits for
    review again; only those who publish may change what is in review without sending it back to drafting.
    """
    draft = lock_draft(actor, draft.pk)
    words = words.after(draft)
    if draft.saves != saves:
        return _set_aside(draft, words, actor)
    if words_of(draft) == words:
        return None
    _replace(draft, words, actor)
    return None


def _replace(draft: ArticleDraft, words: Words, actor: Actor) -> None:
    _keep(draft, words_of(draft), saved_by=draft.saved_by_id, saved_at=draft.saved_at)
    draft.title, draft.summary, draft.body = words.title, words.summary, words.body
    draft.keywords, draft.staff_body = list(words.keywords), words.staff_body or ""
    draft.saves += 1
    draft.saved_at, draft.saved_by_id = clock.now(), actor.id
    if draft.state != DraftState.DRAFT:
        draft.state = DraftState.IN_REVIEW if may(actor, "knowledge.publish") else DraftState.DRAFT
        draft.publish_at = draft.scheduled_by = None
    check_written(draft)
    draft.save()
    record("article.draft_saved", draft.article, actor=actor, data={"language": draft.language})


def _set_aside(draft: ArticleDraft, words: Words, actor: Actor) -> DraftText | None:
    if words_of(draft) == words:
        return None
    aside = _keep(draft, words, saved_by=actor.id, saved_at=clock.now(), is_aside=True)
    record("article.draft_set_aside", draft.article, actor=actor, data={"language": draft.language})
    return aside


@action
def take_aside(draft: ArticleDraft, *, actor: Actor, saves: int, text: int) -> None:
    """Let the draft say what was set aside as `text`; what it said is kept. Records article.draft_saved.

    Raises Stale when the draft was saved since, NotFound when nothing is aside under this id any more.
    """
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    aside = draft.texts.filter(pk=text, is_aside=True).first()
    if aside is None:
        raise NotFound
    aside.is_aside = False
    aside.save(update_fields=["is_aside"])
    keywords = tuple(aside.keywords)
    words = Words(draft.language, aside.title, aside.body, aside.summary, keywords, aside.staff_body)
    if words_of(draft) != words:
        _replace(draft, words, actor)


def _keep(draft: ArticleDraft, words: Words, *, saved_by: int, saved_at: datetime, is_aside: bool = False) -> DraftText:
    text = DraftText(
        draft=draft,
        title=words.title,
        summary=words.summary,
        body=words.body,
        keywords=list(words.keywords),
        staff_body=words.staff_body or "",
        saved_by_id=saved_by,
        saved_at=saved_at,
        is_aside=is_aside,
    )
    check_written(text)
    text.save()
    return text


@action
def ask_review(draft: ArticleDraft, *, actor: Actor, saves: int) -> None:
    """Hand a draft to the editors. Records article.review_asked. Raises Stale when it was saved since."""
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    if draft.state != DraftState.DRAFT:
        raise DomainError(_("This draft is with the editors already."))
    check_complete(words_of(draft), render(draft.body))
    draft.state, draft.note = DraftState.IN_REVIEW, ""
    draft.save()
    record("article.review_asked", draft.article, actor=actor, data={"language": draft.language})


@action
def return_draft(draft: ArticleDraft, *, actor: Actor, saves: int, note: str) -> None:
    """Give a draft in review back to those who write it, saying why. Records article.draft_returned."""
    require(actor, "knowledge.publish")
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    if draft.state != DraftState.IN_REVIEW:
        raise DomainError(_("This draft is not in review."))
    if not note.strip():
        raise DomainError(_("Say what is to be changed."))
    if len(note) > LONGEST_NOTE:
        raise DomainError(_("Use at most %(most)s characters for the note.") % {"most": LONGEST_NOTE})
    draft.state, draft.note = DraftState.DRAFT, note
    draft.save()
    record("article.draft_returned", draft.article, actor=actor, data={"language": draft.language})


@action
def catch_up(draft: ArticleDraft, *, actor: Actor, saves: int) -> None:
    """Note that a draft was compared with what was published since it began, in its own language and in its source.

    Records article.draft_caught_up.
    """
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    draft.based_on = latest_version(draft.article, draft.language)
    draft.translates = published_source(draft.article, draft.language)
    draft.save()
    record("article.draft_caught_up", draft.article, actor=actor, data={"language": draft.language})


@action
def discard_draft(draft: ArticleDraft, *, actor: Actor, saves: int) -> None:
    """Throw a draft away, and an article of which nothing else was ever written. Records article.draft_discarded.

    Editors may, and whoever saved it last.
    """
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    if not may(actor, "knowledge.publish") and draft.saved_by_id != actor.id:
        raise NotPermitted(_("Somebody else wrote this last. Ask an editor to discard it."))
    article = draft.article
    record("article.draft_discarded", article, actor=actor, data={"language": draft.language})
    draft.delete()
    if not article.versions.exists() and not article.drafts.exists() and not article.requests.exists():
        article.delete()
