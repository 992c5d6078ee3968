"""What is done to articles: published, told apart from their former words, tied to related ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.models import Article, ArticleVersion
from firstpoint.domain.knowledge.queries.words import composed, configuration, fold, plain_text
from firstpoint.domain.people.models import User

LONGEST_BODY = 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says in one language; the body is Markdown."""

    language: str
    title: str
    body: str
    summary: str = ""
    keywords: tuple[str, ...] = ()


class Facts(TypedDict, total=False):
    """What an article is, in every language. What is not given stays as it is."""

    external_id: str
    kind: str
    audience: str
    service: Service | None
    enquiry_type: EnquiryType | None
    occasions: Collection[Occasion]
    owner: User | None
    most_asked: int | None
    review_by: date | None


@action
def publish_article(slug: str, *, actor: Actor, words: Sequence[Words], **facts: Unpack[Facts]) -> Article:
    """Publish an article under its slug; a language gets a new version only when its words changed.

    The site's first language comes first; versions in other languages are tied to the one of it that they translate.
    Records article.published when anything changed.
    """
    require(actor, "knowledge.publish")
    known = Article.objects.filter(slug=slug).first()
    article = lock(actor, "knowledge.publish", known.pk) if known else Article(slug=slug)
    is_new = known is None
    differs = _save_facts(article, facts, is_new)
    # The last version of each language is the one that is published, when any is.
    latest = {} if is_new else {version.language: version for version in article.versions.order_by("number")}
    changed = []
    for said in sorted(words, key=lambda said: said.language != settings.LANGUAGE_CODE):
        if _differ(latest.get(said.language), said):
            latest[said.language] = _publish_words(article, said, latest, actor)
            changed.append(said.language)
    if differs or changed:
        record("article.published", article, actor=actor, data={"is_new": is_new, "languages": "+".join(changed)})
    return article


def _save_facts(article: Article, facts: Facts, is_new: bool) -> bool:
    """Store the facts that are given and say whether any of them was another before."""
    columns = {name: value for name, value in facts.items() if name != "occasions"}
    differs = alter(article, columns)
    if differs:
        check_columns(article)
        article.save()
    if "occasions" in facts:
        wanted = {occasion.pk for occasion in facts["occasions"]}
        if wanted != (set() if is_new else set(article.occasions.values_list("pk", flat=True))):
            article.occasions.set(wanted)
            differs = True
    return differs


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


def _publish_words(article: Article, said: Words, latest: Mapping[str, ArticleVersion], actor: Actor) -> ArticleVersion:
    former, first = latest.get(said.language), latest.get(settings.LANGUAGE_CODE)
    version = ArticleVersion(
        article=article,
        language=said.language,
        number=former.number + 1 if former else 1,
        title=said.title,
        summary=said.summary,
        body=said.body,
        html=render(said.body),
        keywords=list(said.keywords),
        published_at=clock.now(),
        published_by_id=actor.id,
    )
    if first and first.is_published and said.language != settings.LANGUAGE_CODE:
        version.translates = first
    _check(version)
    if former and former.is_published:
        former.is_published = False
        former.save(update_fields=["is_published"])
    version.words = _search_words(version)
    version.save()
    return version


def _check(version: ArticleVersion) -> None:
    if not version.title.strip():
        raise DomainError(_("The title is empty."))
    if not version.body.strip() or not version.html:
        raise DomainError(_("The body is empty."))
    if len(version.body) > LONGEST_BODY:
        raise DomainError(
            _("The body has %(length)s characters; %(most)s is the most. Make two articles of it.")
            % {"length": len(version.body), "most": LONGEST_BODY}
        )
    check_columns(version)


def _search_words(version: ArticleVersion) -> Combinable:
    """Return the words to search, folded and weighted: title A, keywords and summary B, body C."""
    rules = configuration(version.language)
    parts = {
        "A": version.title,
        "B": f"{' '.join(version.keywords)} {version.summary}",
        "C": plain_text(version.html),
    }
    title, beside, body = (
        SearchVector(Value(fold(composed(text))), weight=weight, config=rules) for weight, text in parts.items()
    )
    return title + beside + body


@action
def relate_articles(article: Article, *, actor: Actor, related: Collection[Article]) -> None:
    """Set which articles stand beside this one. Records article.related when they changed."""
    article = lock(actor, "knowledge.publish", article.pk)
    wanted = {other.pk for other in related}
    if article.pk in wanted:
        raise DomainError(_("An article cannot be related to itself."))
    if wanted != set(article.related.values_list("pk", flat=True)):
        article.related.set(wanted)
        record("article.related", article, actor=actor)
