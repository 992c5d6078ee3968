"""Articles as readers see them: in the reader's language, or in another one where the translation is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.models import Article, ArticleFile, ArticleVersion
from firstpoint.domain.knowledge.queries.versions import BODIES
from firstpoint.domain.knowledge.rights import visible_to

MOST_RELATED = 6
# What stands in no page that anybody reads here, of all things what is for staff.
NOT_SHOWN = tuple(name for name in BODIES if name != "html")


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file at an article as its reader sees it; `size` is in bytes."""

    pk: int
    title: str
    name: str
    size: int

    @property
    def kind(self) -> str:
        """The ending of its name, which tells people what it is."""
        return PurePath(self.name).suffix.lstrip(".").upper()


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article, ready to be shown. `language` is that of its words; `languages` are all in which it is published.

    `newer_in` is the language that has a newer text than the one that these words translate; empty when none has.
    """

    slug: str
    kind: str
    language: str
    languages: Collection[str]
    is_in_another_language: bool
    newer_in: str
    title: str
    summary: str
    html: str
    published_at: datetime
    service: Service | None
    enquiry_type_code: str
    enquiry_type_name: Text | None
    related: list[ArticleVersion]
    files: tuple["FileShown", ...]


@kept
def get_article(actor: Actor, slug: str, language: str) -> ArticlePage:
    """Return an article that the actor may see, for a reader of the language; two queries. Raises NotFound."""
    version = find_version(visible_to(actor).filter(slug=slug), language)
    if version is None:
        raise NotFound
    article = version.article
    enquiry_type = _in_use(article.enquiry_type)
    related = in_language(visible_to(actor).filter(article=article), language)
    # A text that was withdrawn is no newer one.
    outdated = version.outdated_in  # type: ignore[attr-defined]
    return ArticlePage(
        slug=article.slug,
        kind=article.kind,
        language=version.language,
        languages=tuple(version.languages),  # type: ignore[attr-defined]
        is_in_another_language=version.language != language,
        newer_in=outdated if outdated in version.languages else "",  # type: ignore[attr-defined]
        title=version.title,
        summary=version.summary,
        html=version.html,
        published_at=version.published_at,
        service=article.service if article.service and article.service.is_active else None,
        enquiry_type_code=enquiry_type.code if enquiry_type else "",
        enquiry_type_name=enquiry_type.current_version.name if enquiry_type and enquiry_type.current_version else None,
        related=list(related.order_by("title")[:MOST_RELATED]),
        files=tuple(FileShown(**shown) for shown in version.files),  # type: ignore[attr-defined]
    )


def _in_use(enquiry_type: EnquiryType | None) -> EnquiryType | None:
    return enquiry_type if enquiry_type and enquiry_type.is_active else None


@kept
def most_asked(actor: Actor, language: str, limit: int = 10) -> list[ArticleVersion]:
    """Return the most asked questions, the first rank first."""
    articles = visible_to(actor).filter(most_asked__isnull=False)
    return list(in_language(articles, language).order_by("article__most_asked", "article__slug")[:limit])


def articles_of_service(actor: Actor, service: Service, language: str) -> QuerySet[ArticleVersion]:
    """Return the articles of a service, the most asked first, then by title."""
    return _listed(visible_to(actor).filter(service=service), language)


def articles_of_occasion(actor: Actor, occasion: Occasion, language: str) -> QuerySet[ArticleVersion]:
    """Return the articles of a life event, the most asked first, then by title."""
    return _listed(visible_to(actor).filter(occasions=occasion), language)


def _listed(articles: QuerySet[Article], language: str) -> QuerySet[ArticleVersion]:
    return in_language(articles, language).order_by("article__most_asked", "title", "pk")


def all_published(actor: Actor) -> QuerySet[ArticleVersion, Any]:
    """Return what the actor may read in every language, as slug, language, published_at and all its `languages`."""
    return (
        ArticleVersion.objects.filter(article__in=visible_to(actor), is_published=True)
        .order_by("article_id", "language")
        .annotate(languages=_languages())
        .values("language", "published_at", "languages", slug=F("article__slug"))
    )


def in_language(articles: QuerySet[Article], language: str) -> QuerySet[ArticleVersion]:
    """Return the one version of each article that a reader of the language gets, without its body."""
    chosen = articles.annotate(version=Subquery(_preferred(language).values("pk")[:1])).values("version")
    return ArticleVersion.objects.filter(pk__in=chosen).select_related("article__service").defer(*BODIES)


def find_version(articles: QuerySet[Article], language: str) -> ArticleVersion | None:
    """Return the version of one article that a reader of the language gets, annotated with its `languages` and `files`.

    `outdated_in` is the language of the text that it translates an older version of, None when it translates the newest.
    """
    return (
        _by_preference(ArticleVersion.objects.filter(article__in=articles, is_published=True), language)
        .select_related("article__service", "article__enquiry_type__current_version")
        .defer(
            *NOT_SHOWN, *(f"article__enquiry_type__current_version__{name}" for name in ("form", "steps", "keywords"))
        )
        .annotate(
            languages=_languages(),
            files=_files(),
            outdated_in=Case(When(translates__is_published=False, then=F("translates__language"))),
        )
        .first()
    )


def _languages() -> ArraySubquery:
    published = ArticleVersion.objects.filter(article=OuterRef("article"), is_published=True)
    return ArraySubquery(published.order_by("language").values("language"))


def _files() -> ArraySubquery:
    files = ArticleFile.objects.filter(article=OuterRef("article"), language=OuterRef("language"))
    columns = {name: name for name in ("pk", "title", "name", "size")}
    return ArraySubquery(files.order_by("title", "pk").values(shown=JSONObject(**columns)))


def _preferred(language: str) -> QuerySet[ArticleVersion]:
    return _by_preference(ArticleVersion.objects.filter(article=OuterRef("pk"), is_published=True), language)


def _by_preference(versions: QuerySet[ArticleVersion], language: str) -> QuerySet[ArticleVersion]:
    """Order by what a reader of the language likes best: that language, then the site's first, then any."""
    return versions.order_by(
        Case(
            When(language=language, then=Value(0)),
            When(language=settings.LANGUAGE_CODE, then=Value(1)),
            default=Value(2),
        ),
        "language",
    )
