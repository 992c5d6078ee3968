"""Words are published: given whole, from a draft, or by the clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.conf import settings
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.facts import Facts, save_facts
from firstpoint.domain.knowledge.actions.indexing import forget_version, index_version
from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.actions.writing import (
    Words,
    check_complete,
    check_seen,
    check_written,
    words_of,
)
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion, DraftState
from firstpoint.domain.knowledge.queries.renamed import find_article
from firstpoint.domain.knowledge.queries.versions import is_based_on_latest, latest_version
from firstpoint.domain.knowledge.queries.words import plain_text
from firstpoint.domain.knowledge.rights import lock_draft


@action
def publish_article(slug: str, *, actor: Actor, words: Sequence[Words], **facts: Unpack[Facts]) -> Article:
    """Publish an article under its slug; a language gets a new version only when its words changed.

    The site's first language comes first; versions in other languages are tied to the one of it that they translate.
    Records article.published when anything changed.
    """
    require(actor, "knowledge.publish")
    known = find_article(slug)
    article = lock(actor, "knowledge.publish", known.pk) if known else Article(slug=slug)
    is_new = known is None
    differs = save_facts(article, facts, is_new)
    # The last version of each language is the one that is published, when any is.
    latest = {} if is_new else {version.language: version for version in article.versions.order_by("number")}
    changed = []
    for said in sorted(words, key=lambda said: said.language != settings.LANGUAGE_CODE):
        if _differ(latest.get(said.language), said):
            source = latest.get(settings.LANGUAGE_CODE) if said.language != settings.LANGUAGE_CODE else None
            translates = source if source and source.is_published else None
            former = latest.get(said.language)
            latest[said.language] = _publish_words(article, said, former, translates, published_by=actor.id)
            changed.append(said.language)
    if differs or changed:
        record("article.published", article, actor=actor, data={"is_new": is_new, "languages": "+".join(changed)})
    return article


def _differ(version: ArticleVersion | None, said: Words) -> bool:
    return (
        version is None
        or not version.is_published
        or (version.title, version.summary, version.body, version.keywords)
        != (
            said.title,
            said.summary,
            said.body,
            list(said.keywords),
        )
    )


def _publish_words(
    article: Article,
    said: Words,
    former: ArticleVersion | None,
    translates: ArticleVersion | None,
    *,
    published_by: int,
) -> ArticleVersion:
    version = ArticleVersion(
        article=article,
        language=said.language,
        number=former.number + 1 if former else 1,
        title=said.title,
        summary=said.summary,
        body=said.body,
        html=render(said.body),
        keywords=list(said.keywords),
        translates=translates,
        published_at=clock.now(),
        published_by_id=published_by,
    )
    check_complete(said, version.html)
    check_written(version)
    if former and former.is_published:
        former.is_published = False
        former.save(update_fields=["is_published"])
        forget_version(former)
    version.text = plain_text(version.html)
    version.save()
    index_version(version)
    return version


@action
def publish_draft(draft: ArticleDraft, *, actor: Actor, saves: int) -> ArticleVersion:
    """Publish the words of a draft, which is then gone. Records article.published.

    `saves` is the count that the actor saw. Raises Stale when the draft was saved since, DomainError when another
    version was published since it began.
    """
    require(actor, "knowledge.publish")
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    _check_based(draft)
    return _publish_draft(draft, actor, published_by=actor.id)


@action
def schedule_draft(draft: ArticleDraft, *, actor: Actor, saves: int, publish_at: datetime) -> None:
    """Have a draft published at a moment to come. Records article.scheduled. Raises as publish_draft does."""
    require(actor, "knowledge.publish")
    draft = lock_draft(actor, draft.pk)
    check_seen(draft, saves)
    _check_based(draft)
    check_complete(words_of(draft), render(draft.body))
    if publish_at <= clock.now():
        raise DomainError(_("This moment has passed. Choose one to come, or publish now."))
    draft.state, draft.publish_at, draft.scheduled_by_id = DraftState.SCHEDULED, publish_at, actor.id
    draft.note = ""
    draft.save()
    record("article.scheduled", draft.article, actor=actor, data={"language": draft.language})


@action
def unschedule_draft(draft: ArticleDraft, *, actor: Actor) -> None:
    """Let a draft wait for review again instead of being published at its moment. Records article.unscheduled."""
    require(actor, "knowledge.publish")
    draft = lock_draft(actor, draft.pk)
    if draft.state != DraftState.SCHEDULED:
        raise DomainError(_("This draft is not scheduled."))
    _send_to_review(draft)
    record("article.unscheduled", draft.article, actor=actor, data={"language": draft.language})


@action
def publish_due_draft(pk: int, *, actor: Actor) -> None:
    """Publish a draft whose moment has come, in the name of whoever scheduled it. Records article.published.

    Where another version was published meanwhile, it goes back to review: article.unscheduled.
    """
    require(actor, "knowledge.publish")
    if not ArticleDraft.objects.filter(pk=pk).exists():
        return
    draft = lock_draft(actor, pk)
    if draft.publish_at is None or draft.publish_at > clock.now() or draft.scheduled_by_id is None:
        return
    if is_based_on_latest(draft):
        _publish_draft(draft, actor, published_by=draft.scheduled_by_id)
    else:
        _send_to_review(draft)
        record("article.unscheduled", draft.article, actor=actor, data={"language": draft.language})


def _send_to_review(draft: ArticleDraft) -> None:
    draft.state, draft.publish_at, draft.scheduled_by = DraftState.IN_REVIEW, None, None
    draft.save()


def _check_based(draft: ArticleDraft) -> None:
    if not is_based_on_latest(draft):
        raise DomainError(
            _(
                "Another version was published since this draft was begun. Compare the two, then say that the draft"
                " holds all that it should."
            )
        )


def _publish_draft(draft: ArticleDraft, actor: Actor, *, published_by: int) -> ArticleVersion:
    former = latest_version(draft.article, draft.language)
    is_new = former is None and not draft.article.versions.exists()
    version = _publish_words(draft.article, words_of(draft), former, draft.translates, published_by=published_by)
    draft.delete()
    data: dict[str, str | bool] = {"is_new": is_new, "languages": draft.language}
    record("article.published", draft.article, actor=actor, data=data)
    return version
