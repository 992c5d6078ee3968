"""What an article is, in every language: for whom, of which service, until when; its name and its neighbours."""

import re
from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns
from firstpoint.core.errors import DomainError, Stale
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.actions.indexing import follow_audience
from firstpoint.domain.knowledge.models import Article, FormerSlug
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


def save_facts(article: Article, facts: Facts, is_new: bool) -> bool:
    """Store the facts that are given and say whether any of them was another before."""
    columns = {name: value for name, value in facts.items() if name != "occasions"}
    audience = article.audience
    differs = alter(article, columns)
    if differs:
        check_columns(article)
        article.save()
        if not is_new and article.audience != audience:
            follow_audience(article)
    if "occasions" in facts:
        wanted = {occasion.pk for occasion in facts["occasions"]}
        if wanted != (set() if is_new else set(article.occasions.values_list("pk", flat=True))):
            article.occasions.set(wanted)
            differs = True
    return differs


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
    differs = save_facts(article, facts, is_new=False)
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
