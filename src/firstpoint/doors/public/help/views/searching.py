"""Search, with a way on for those whom no result answers."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from firstpoint.core.errors import TooMany
from firstpoint.core.rate_limits import count_try
from firstpoint.domain.catalogue import queries as catalogue
from firstpoint.domain.knowledge.queries import Hit, Hits, most_asked
from firstpoint.domain.knowledge.queries import search as search_articles
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.knowledge.queries.naming import find_named
from firstpoint.domain.knowledge.queries.suggestions import suggestions
from firstpoint.doors.public import notebook
from firstpoint.doors.public.base import client_address, page
from firstpoint.doors.public.help.views.frame import (
    address,
    article_items,
    language_of_page,
    reader,
    searched,
    show_page,
)

HITS_PER_PAGE = 10
SUGGESTED = 5
# One address may stand for a whole library, and a search is typed in a dozen pauses.
SUGGESTIONS_AN_HOUR = 6000
SUGGESTIONS_KEPT_SECONDS = 60


@page
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found for the words, or what else to do."""
    text, service = searched(request, "q"), searched(request, "service").replace("\0", "")
    number = _page_number(request)
    found = _look_up(text, service, number)
    if found.total and not found.hits:
        number = -(-found.total // HITS_PER_PAGE)
        found = _look_up(text, service, number)
    # Whoever turns the page or chooses a service goes on with the search that was noted.
    key = Found.read(request.GET.get("found", "")).key
    if text and number == 1:
        key = notebook.note_search(
            request,
            text,
            language=language_of_page(),
            total=found.total,
            has_answer=found.is_answered,
            place="site",
            key=key,
        )
    first = (number - 1) * HITS_PER_PAGE + 1
    context: dict[str, Any] = {
        "text": text,
        "total": found.total,
        "hits": [_item(hit, text, key, position) for position, hit in enumerate(found.hits, start=first)],
        "page": Paginator(range(found.total), HITS_PER_PAGE).get_page(number),
        "ask_from_here": address("ask", search=text, found=key),
        "mended": found.mended,
        "is_answered": found.is_answered,
        "found": key,
        "service": service,
        "services": _services(found, service),
        "everywhere_url": address("search", q=text, found=key),
        "named": _named(text) if number == 1 and not service else None,
    }
    if not found.hits:
        context["most_asked"] = article_items(most_asked(reader(), language_of_page(), SUGGESTED))
    return show_page(request, "public/help/search.html", context)


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Return what may be meant by what is typed so far. Nothing of it is noted."""
    try:
        count_try(f"suggest:{client_address(request)}", limit=SUGGESTIONS_AN_HOUR, window=timedelta(hours=1))
    except TooMany:
        return JsonResponse({"suggestions": []}, status=429)
    found = suggestions(reader(), searched(request, "q"), language_of_page())
    listed = [
        {"text": each.text, "url": address("article", each.slug, suggested=str(place)) if each.slug else ""}
        for place, each in enumerate(found, start=1)
    ]
    response = JsonResponse({"suggestions": listed})
    # The same for everybody: caches on the way may keep it too, shortly, since something new may be published.
    response.headers["Cache-Control"] = f"public, max-age={SUGGESTIONS_KEPT_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _look_up(text: str, service: str, number: int) -> Hits:
    return search_articles(
        reader(),
        text,
        language_of_page(),
        limit=HITS_PER_PAGE,
        offset=(number - 1) * HITS_PER_PAGE,
        service=service,
        is_counted=True,
    )


def _services(found: Hits, chosen: str) -> list[dict[str, Any]]:
    """Return the services that what was found belongs to, with how much; the one that was chosen in any case."""
    return [
        {"code": service.code, "name": service.name, "count": found.services.get(service.code, 0)}
        for service in catalogue.services()
        if service.code in found.services or service.code == chosen
    ]


def _named(text: str) -> dict[str, Any] | None:
    named = find_named(text, language_of_page())
    if named is None:
        return None
    return {
        "name": named.name,
        "is_form": named.is_form,
        "url": address("form" if named.is_form else "service", named.code),
    }


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) < 7 else 1


def _item(hit: Hit, text: str, key: str, position: int) -> dict[str, Any]:
    """Return a hit as the list shows it; its links carry the search along, and which hit of it was followed."""
    return {
        "title": hit.title,
        "passage": hit.passage,
        "service_name": hit.service_name,
        "enquiry_type_name": hit.enquiry_type_name,
        "url": address("article", hit.slug, search=text, found=f"{key}.{position}" if key else ""),
        "ask_url": address("ask", search=text, article=hit.slug, found=key),
        "form_url": address("form", hit.enquiry_type_code) if hit.enquiry_type_code else "",
    }
