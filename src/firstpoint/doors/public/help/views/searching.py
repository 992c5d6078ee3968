"""Search, with a way on for those whom no result answers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from firstpoint.domain.knowledge.queries import Found, Hit, most_asked
from firstpoint.domain.knowledge.queries import search as search_articles
from firstpoint.doors.public import notebook
from firstpoint.doors.public.base import page
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


@page
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found for the words, or what else to do."""
    text = searched(request, "q")
    number = _page_number(request)
    found = _look_up(text, number)
    if found.total and not found.hits:
        number = -(-found.total // HITS_PER_PAGE)
        found = _look_up(text, number)
    # Whoever turns the page goes on with the search that was noted.
    key = ""
    if text and number == 1:
        key = notebook.note_search(request, text, language=language_of_page(), total=found.total, place="site")
    context: dict[str, Any] = {
        "text": text,
        "total": found.total,
        "hits": [_item(hit, text, key, position) for position, hit in enumerate(found.hits, start=1)],
        "page": Paginator(range(found.total), HITS_PER_PAGE).get_page(number),
        "ask_from_here": address("ask", search=text, found=key),
        "mended": found.mended,
        "is_answered": found.is_answered,
    }
    if not found.hits:
        context["most_asked"] = article_items(most_asked(reader(), language_of_page(), SUGGESTED))
    return show_page(request, "public/help/search.html", context)


def _look_up(text: str, number: int) -> Found:
    return search_articles(reader(), text, language_of_page(), limit=HITS_PER_PAGE, offset=(number - 1) * HITS_PER_PAGE)


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
