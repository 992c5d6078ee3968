"""Words become a version: rendered, checked, stored in place of the one that was published, and found by the search."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from firstpoint.core import clock
from firstpoint.domain.knowledge.actions.indexing import forget_versions, index_versions
from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.actions.writing import Words, check_complete, check_written
from firstpoint.domain.knowledge.models import Article, ArticleVersion
from firstpoint.domain.knowledge.queries.links import links_of
from firstpoint.domain.knowledge.queries.reading import grade_of
from firstpoint.domain.knowledge.queries.words import plain_text


def compose_version(
    article: Article,
    said: Words,
    former: ArticleVersion | None,
    translates: ArticleVersion | None,
    *,
    published_by: int,
) -> ArticleVersion:
    """Return the version after `former`, not stored yet. Raises DomainError for words that cannot be published."""
    version = ArticleVersion(
        article=article,
        language=said.language,
        number=former.number + 1 if former else 1,
        title=said.title,
        summary=said.summary,
        body=said.body,
        html=render(said.body),
        keywords=list(said.keywords),
        staff_body=said.staff_body or "",
        staff_html=render(said.staff_body or ""),
        translates=translates,
        published_at=clock.now(),
        published_by_id=published_by,
    )
    check_complete(said, version.html)
    check_written(version)
    version.text, version.staff_text = plain_text(version.html), plain_text(version.staff_html)
    version.grade = grade_of(version.html, version.language)
    version.links = links_of(version.html, version.staff_html)
    return version


def take_down(formers: Iterable[ArticleVersion | None], audiences: Mapping[int, str]) -> None:
    """Unpublish those of the versions that are published; `audiences` says by the article's id whom it was for."""
    published = [former for former in formers if former and former.is_published]
    if published:
        ArticleVersion.objects.filter(pk__in=[former.pk for former in published]).update(is_published=False)
        forget_versions(published, audiences)


def put_up(versions: Sequence[ArticleVersion]) -> None:
    """Store composed versions, of which nothing is published any more, and let them be found."""
    # A translation names the version that it translates, which has to be stored before.
    sources = [version for version in versions if version.language == settings.LANGUAGE_CODE]
    ArticleVersion.objects.bulk_create(sources)
    ArticleVersion.objects.bulk_create(version for version in versions if version.language != settings.LANGUAGE_CODE)
    index_versions(versions)
