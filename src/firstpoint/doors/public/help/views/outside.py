"""What search engines read: which pages they may fetch, and every page of the site with its translations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import cache_control

from firstpoint.domain.catalogue import queries as catalogue
from firstpoint.domain.knowledge.models import ArticleVersion
from firstpoint.domain.knowledge.queries import all_published
from firstpoint.domain.people.models import public_site

# The most that the protocol allows in one file (sitemaps.org).
PAGES_PER_FILE = 50_000
# Pages that belong to one visitor, or that cost a search.
NOT_FOR_ROBOTS = ("search/", "something-wrong/", "ask/answers/", "sent/", "drafts/", "track/", "go/")
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
HOUR = cache_control(public=True, max_age=3600)


@HOUR
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone and where the pages are listed."""
    below = [f"/{code}/{path}" for code, _name in settings.LANGUAGES for path in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/desk/", *below))]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]), "text/plain")


@HOUR
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """List every page; when they are too many for one file, list the files."""
    places = _places()
    parts = _parts(places)
    return _xml(_files(parts) if parts > 1 else _pages(1, places))


@HOUR
def sitemap_part(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """List one file's worth of pages. Raises Http404 beyond the last."""
    places = _places()
    if not 1 <= number <= _parts(places):
        raise Http404
    return _xml(_pages(number, places))


def _parts(places: Sequence[object]) -> int:
    return -(-(len(places) + _articles().count()) // PAGES_PER_FILE)


def _articles() -> QuerySet[ArticleVersion, Any]:
    return all_published(public_site())


def _places() -> list[tuple[str, str]]:
    """Return the language and path of every page that is no article."""
    paths = ["", "services/", "life-events/", "privacy/", "accessibility/"]
    paths += [f"services/{service.code}/" for service in catalogue.services()]
    paths += [f"life-events/{occasion.code}/" for occasion in catalogue.occasions()]
    return [(code, path) for path in paths for code, _name in settings.LANGUAGES]


def _pages(number: int, places: Sequence[tuple[str, str]]) -> Iterator[str]:
    start = (number - 1) * PAGES_PER_FILE
    end = start + PAGES_PER_FILE
    every_language = [code for code, _name in settings.LANGUAGES]
    yield f"<urlset {NAMESPACES}>\n"
    for language, path in places[start:end]:
        yield _page(language, path, every_language)
    articles = _articles()[max(0, start - len(places)) : max(0, end - len(places))]
    for article in articles.iterator():
        yield _article(article)
    yield "</urlset>\n"


def _article(article: Mapping[str, Any]) -> str:
    path = f"articles/{article['slug']}/"
    return _page(article["language"], path, article["languages"], article["published_at"])


def _page(language: str, path: str, languages: Sequence[str], changed_at: datetime | None = None) -> str:
    """Return the entry of one page. Paths are made of slugs, which need no escaping."""
    site = escape(settings.SITE_URL)
    default = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in languages else languages[0]
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href="{site}/{code}/{path}"/>'
        for name, code in [*zip(languages, languages, strict=True), ("x-default", default)]
    )
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<url><loc>{site}/{language}/{path}</loc>{changed}{alternates}</url>\n"


def _files(parts: int) -> Iterator[str]:
    yield f"<sitemapindex {NAMESPACES}>\n"
    for number in range(1, parts + 1):
        yield f"<sitemap><loc>{escape(settings.SITE_URL)}/sitemap-{number}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _xml(lines: Iterable[str]) -> StreamingHttpResponse:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return StreamingHttpResponse((line.encode() for line in chain((head,), lines)), content_type="application/xml")
