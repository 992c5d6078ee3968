"""What an article is, in every language: for whom, of which service, until when; its name and its neighbours."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns
from firstpoint.core.errors import DomainError, Stale
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.actions.indexing import index_anew
from firstpoint.domain.knowledge.models import Article, Audience, FormerSlug
from firstpoint.domain.people.models import User

SLUG = re.compile(r"[a-z0-9_-]{1,120}")


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


# Those that are columns of the article.
COLUMNS = [name for name in Facts.__annotations__ if name != "occasions"]


def alter_facts(article: Article, facts: Facts) -> bool:
    """Set the facts that are given, but for life events, and say whether any was another before. Raises DomainError."""
    differs = alter(article, {name: value for name, value in facts.items() if name != "occasions"})
    if differs:
        check_columns(article)
        _check_audience(article)
    return differs


def _check_audience(article: Article) -> None:
    """Raise DomainError when an article for everybody would show something that is for staff."""
    about = (article.service, article.enquiry_type)
    if article.audience == Audience.PUBLIC and any(one and one.audience != Audience.PUBLIC for one in about):
        raise DomainError(_("This is about something for staff only, so the article must be for staff, too."))


def set_occasions(wanted: Mapping[int, Collection[Occasion]]) -> set[int]:
    """Set the life events of articles, given by id, and return those that had others before; three statements."""
    pairs = Article.occasions.through.objects
    now: dict[int, set[int]] = {}
    for article_id, occasion_id in pairs.filter(article__in=wanted).values_list("article_id", "occasion_id"):
        now.setdefault(article_id, set()).add(occasion_id)
    said = {article_id: {occasion.pk for occasion in occasions} for article_id, occasions in wanted.items()}
    differing = {article_id for article_id in said if said[article_id] != now.get(article_id, set())}
    pairs.filter(article__in=differing).delete()
    pairs.bulk_create(
        Article.occasions.through(article_id=article_id, occasion_id=occasion_id)
        for article_id in differing
        for occasion_id in said[article_id]
    )
    return differing


@action
def change_facts(
    article: Article,
    *,
    actor: Actor,
    changes: int,
    related: Collection[Article] | None = None,
    **facts: Unpack[Facts],
) -> None:
    """Change what an article is. Records article.changed when it differs, and article.related for its neighbours.

    `changes` is the count that the actor saw. Raises Stale when somebody else changed the facts since.
    """
    article = lock(actor, "knowledge.publish", article.pk)
    if article.changes != changes:
        raise Stale
    audience = article.audience
    differs = alter_facts(article, facts)
    if differs:
        article.save()
    if article.audience != audience:
        index_anew([article], {article.pk: audience})
    if "occasions" in facts and set_occasions({article.pk: facts["occasions"]}):
        differs = True
    related_before = set(article.related.values_list("pk", flat=True))
    if related is not None:
        relate_articles(article, actor=actor, related=related)
    if differs or (related is not None and {other.pk for other in related} != related_before):
        article.changes += 1
        article.save(update_fields=["changes"])
    if differs:
        record("article.changed", article, actor=actor, data={"audience": article.audience})


@action
def rename_article(article: Article, *, actor: Actor, slug: str) -> None:
    """Give an article another address; the old one leads to it from then on. Records article.renamed."""
    article = lock(actor, "knowledge.publish", article.pk)
    if slug == article.slug:
        return
    check_slug_is_free(slug, article)
    FormerSlug.objects.filter(slug=slug).delete()
    FormerSlug.objects.create(slug=article.slug, article=article)
    article.slug = slug
    check_columns(article)
    article.save(update_fields=["slug"])
    index_anew([article], {article.pk: article.audience})
    record("article.renamed", article, actor=actor)


def check_slug_is_free(slug: str, article: Article | None = None) -> None:
    """Raise DomainError when the slug is none, or leads to another article."""
    if not SLUG.fullmatch(slug):
        raise DomainError(_("Use small letters, digits and hyphens for the address, at most 120."))
    of_others = Article.objects.exclude(pk=article.pk) if article else Article.objects.all()
    if of_others.filter(slug=slug).exists():
        raise DomainError(_("Another article has this address. Choose another, or change that article."))
    if of_others.filter(former_slugs__slug=slug).exists():
        raise DomainError(_("This was the address of another article and still leads to it. Choose another."))


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
