"""Words are published: given whole, from a draft, or by the clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Unpack

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record, record_all
from firstpoint.domain.knowledge.actions.facts import COLUMNS, Facts, alter_facts, set_occasions
from firstpoint.domain.knowledge.actions.indexing import index_anew
from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.actions.versions import compose_version, put_up, take_down
from firstpoint.domain.knowledge.actions.writing import Words, check_complete, check_seen, words_of
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion, DraftState, FormerSlug
from firstpoint.domain.knowledge.queries.versions import is_based_on_latest, latest_version
from firstpoint.domain.knowledge.rights import lock_draft, visible_to


@dataclass(frozen=True, slots=True)
class Publication:
    """An article as it is to be published, and under which slug."""

    slug: str
    words: Sequence[Words]
    facts: Facts = field(default_factory=lambda: Facts())


class Refused(DomainError):
    """Some articles of many cannot be published, and none of them was; `faults` says why, by slug."""

    def __init__(self, faults: Mapping[str, DomainError]) -> None:
        self.faults = faults
        super().__init__(" ".join(f"{slug}: {fault}" for slug, fault in faults.items()))


@dataclass(slots=True)
class _Change:
    """What becomes of an article: its facts are set but not stored, and neither are its new versions."""

    article: Article
    facts: Facts
    audience: str
    is_new: bool
    is_altered: bool
    formers: list[ArticleVersion | None] = field(default_factory=list)
    versions: list[ArticleVersion] = field(default_factory=list)


def publish_article(slug: str, *, actor: Actor, words: Sequence[Words], **facts: Unpack[Facts]) -> Article:
    """Publish an article under its slug, as publish_articles does with many."""
    try:
        return publish_articles([Publication(slug, words, facts)], actor=actor)[0]
    except Refused as refused:
        raise refused.faults[slug] from None


@action
def publish_articles(publications: Sequence[Publication], *, actor: Actor) -> list[Article]:
    """Publish articles under their slugs; a language gets a new version only when its words changed.

    The site's first language comes first; versions in other languages are tied to the one of it that they translate.
    Records article.published for each where anything changed. Raises Refused. A few hundred at a time are quickest:
    the number of statements is the same for any number of articles.
    """
    known = lock_articles([each.slug for each in publications], actor=actor)
    latest = _latest_versions(known.values())
    changes: list[_Change] = []
    faults: dict[str, DomainError] = {}
    seen: set[int | str] = set()
    for each in publications:
        article = known.get(each.slug) or Article(slug=each.slug)
        try:
            if (article.pk or each.slug) in seen:
                raise DomainError(_("This article is given twice."))
            seen.add(article.pk or each.slug)
            changes.append(_change(article, each, latest.get(article.pk, {}), published_by=actor.id))
        except DomainError as fault:
            faults[each.slug] = fault
    if faults:
        raise Refused(faults)
    _store(changes)
    changed = [change for change in changes if change.is_altered or change.versions]
    record_all("article.published", [(change.article, _data_of(change)) for change in changed], actor=actor)
    return [change.article for change in changes]


def lock_articles(slugs: Sequence[str], *, actor: Actor) -> dict[str, Article]:
    """Return the articles that are called so, or were before, by these slugs, locked until the transaction ends."""
    require(actor, "knowledge.publish")
    former = dict(FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "article_id"))
    called = Q(slug__in=slugs) | Q(pk__in=former.values())
    facts = visible_to(actor).select_related("service", "enquiry_type", "owner")
    # Always in this order, so that no two wait for each other.
    found = list(facts.filter(called).order_by("slug").select_for_update(of=("self",)))
    by_id = {article.pk: article for article in found}
    before = {slug: by_id[article_id] for slug, article_id in former.items() if article_id in by_id}
    return before | {article.slug: article for article in found}


def _latest_versions(articles: Collection[Article]) -> dict[int, dict[str, ArticleVersion]]:
    """Return the last version of each language by the article's id; it is the one that is published, when any is."""
    latest: dict[int, dict[str, ArticleVersion]] = {}
    if articles:
        versions = ArticleVersion.objects.filter(article__in=articles).defer("html", "text", "staff_html", "staff_text")
        last = versions.order_by("article_id", "language", "-number").distinct("article_id", "language")
        for version in last:
            latest.setdefault(version.article_id, {})[version.language] = version
    return latest


def _change(
    article: Article, publication: Publication, latest: dict[str, ArticleVersion], *, published_by: int
) -> _Change:
    if len({given.language for given in publication.words}) < len(publication.words):
        raise DomainError(_("A language is given twice."))
    is_new, audience = article._state.adding, article.audience
    is_altered = alter_facts(article, publication.facts)
    change = _Change(article, publication.facts, audience, is_new, is_altered)
    for given in sorted(publication.words, key=lambda given: given.language != settings.LANGUAGE_CODE):
        former = latest.get(given.language)
        said = given.after(former)
        if former and former.is_published and words_of(former) == said:
            continue
        source = latest.get(settings.LANGUAGE_CODE) if said.language != settings.LANGUAGE_CODE else None
        translates = source if source and source.is_published else None
        version = compose_version(article, said, former, translates, published_by=published_by)
        change.formers.append(former)
        change.versions.append(version)
        latest[said.language] = version
    return change


def _store(changes: Sequence[_Change]) -> None:
    Article.objects.bulk_create(change.article for change in changes if change.is_new)
    altered = [change.article for change in changes if change.is_altered and not change.is_new]
    Article.objects.bulk_update(altered, COLUMNS)
    occasions = {change.article.pk: change.facts["occasions"] for change in changes if "occasions" in change.facts}
    differing = set_occasions(occasions)
    audiences = {change.article.pk: change.audience for change in changes}
    take_down((former for change in changes for former in change.formers), audiences)
    moved = [article for article in altered if article.audience != audiences[article.pk]]
    index_anew(moved, audiences)
    put_up([version for change in changes for version in change.versions])
    for change in changes:
        change.is_altered = change.is_altered or change.article.pk in differing


def _data_of(change: _Change) -> dict[str, str | bool]:
    return {"is_new": change.is_new, "languages": "+".join(version.language for version in change.versions)}


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
    version = compose_version(draft.article, words_of(draft), former, draft.translates, published_by=published_by)
    take_down([former], {draft.article.pk: draft.article.audience})
    put_up([version])
    draft.delete()
    data: dict[str, str | bool] = {"is_new": is_new, "languages": draft.language}
    record("article.published", draft.article, actor=actor, data=data)
    return version
