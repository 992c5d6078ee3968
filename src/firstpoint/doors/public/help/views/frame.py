"""What the help pages have in common: who reads, what the head says, and how articles and services are listed."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import Occasion, Service
from firstpoint.domain.knowledge.models import ArticleVersion
from firstpoint.domain.people.models import public_site
from firstpoint.doors.public.base import show

ARTICLES_PER_PAGE = 20
LONGEST_SEARCH = 200


def language_of_page() -> str:
    """Return the language in which the page is read."""
    return get_language() or settings.LANGUAGE_CODE


def reader() -> Actor:
    """Return the public site acting for anybody, with nothing proved."""
    return public_site(language=language_of_page())


def show_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    languages: Collection[str] = (),
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a help page whose head names the page's own address and those in the languages that it exists in."""
    addresses = _addresses(request, languages or dict(settings.LANGUAGES))
    canonical = addresses[language or language_of_page()]
    # Readers of languages that the page does not exist in get the site's first, where it exists in that.
    head = {
        "canonical": canonical,
        "alternates": addresses,
        "default": addresses.get(settings.LANGUAGE_CODE, canonical),
    }
    return show(request, template, {"head": head, **(context or {})}, status=status)


def _addresses(request: HttpRequest, languages: Iterable[str]) -> dict[str, str]:
    """Return this page's absolute address in each language, without its query."""
    rest = request.path.removeprefix(f"/{language_of_page()}/")
    return {code: f"{settings.SITE_URL}/{code}/{rest}" for code in languages}


def address(name: str, *arguments: str, **query: str) -> str:
    """Return the address of a public page, with the parts of the query that are not empty."""
    given = {key: value for key, value in query.items() if value}
    path = _path(name, arguments, language_of_page())
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache(10_000)
def _path(name: str, arguments: tuple[str, ...], language: str) -> str:
    """Return a path in the language of the page; working one out costs more than the rest of a list's line."""
    return reverse(f"public:{name}", args=arguments)


def searched(request: HttpRequest, name: str = "search") -> str:
    """Return what was searched before, which is carried from page to page."""
    return request.GET.get(name, "").strip()[:LONGEST_SEARCH]


def article_items(versions: Iterable[ArticleVersion], *, with_service: bool = False) -> list[dict[str, Any]]:
    """Return articles as lists show them; one in another language says which."""
    here = language_of_page()
    return [
        {
            "url": address("article", version.article.slug),
            "title": version.title,
            "summary": version.summary,
            "service": str(version.article.service.name) if with_service and version.article.service else "",
            "language": version.language if version.language != here else "",
        }
        for version in versions
    ]


def article_page(request: HttpRequest, versions: QuerySet[ArticleVersion]) -> dict[str, Any]:
    """Return one page of a list of articles."""
    page = Paginator(versions, ARTICLES_PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "articles": article_items(page.object_list)}


def service_cards(services: Iterable[Service]) -> list[dict[str, str]]:
    """Return services as cards."""
    return [
        {
            "url": address("service", service.code),
            "title": str(service.name),
            "description": str(service.summary),
            "icon": service.icon,
        }
        for service in services
    ]


def event_cards(occasions: Iterable[Occasion]) -> list[dict[str, str]]:
    """Return life events as cards."""
    return [
        {
            "url": address("event", occasion.code),
            "title": str(occasion.name),
            "description": str(occasion.summary),
            "icon": occasion.icon,
        }
        for occasion in occasions
    ]
