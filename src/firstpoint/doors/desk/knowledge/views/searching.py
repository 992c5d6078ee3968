"""Search at the desk: the articles' own search, noted as the public's is, with suggestions while somebody types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from firstpoint.core.access import Actor, require
from firstpoint.domain.catalogue import queries as catalogue
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.queries import Found as Hits
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.queries.editing import find_text
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.knowledge.queries.suggestions import suggestions
from firstpoint.doors.desk.base import actor_of, asked, page
from firstpoint.doors.desk.paging import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Searched:
    """What the list says about a search: its key, the place before its first row, the text with its typos mended, and the
    services of what was found, with how much."""

    key: str
    before: int
    mended: str
    services: list[tuple[Service, int]]


def look_up(actor: Actor, narrowed: Mapping[str, Any]) -> Hits:
    """Return which articles answer the text of the filter, in the language that it names or else the reader's."""
    return search(
        actor,
        narrowed["search"],
        narrowed["language"] or actor.language,
        limit=0,
        service=narrowed["service"],
        audience=narrowed["audience"],
        is_counted=True,
    )


def searched(request: HttpRequest, hits: Hits, narrowed: Mapping[str, Any]) -> Searched | None:
    """Return what the list says about the search, and note it once; None where nothing is searched for."""
    text, actor, key = narrowed["search"], actor_of(request), Found.read(asked(request, "found")).key
    if not text:
        return None
    if not key:
        language = narrowed["language"] or actor.language
        key = actions.note_staff_search(
            text, actor=actor, language=language, total=hits.total, has_answer=hits.is_answered
        )
    number = asked(request, "page")
    before = (max(1, int(number)) - 1) * PAGE_SIZE if number.isascii() and number.isdigit() and len(number) < 3 else 0
    services = [(each, hits.services[each.code]) for each in catalogue.services() if each.code in hits.services]
    return Searched(key, before, hits.mended, services)


def note_read(request: HttpRequest, article: Article) -> None:
    """Note that the text of an article was read, where there is one."""
    actor = actor_of(request)
    text = find_text(article, asked(request, "text") or actor.language)
    if text is not None:
        found = Found.read(asked(request, "found"))
        actions.note_staff_read(article.slug, actor=actor, language=text.language, found=found)


@page
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Return what may be meant by what is typed so far."""
    actor = actor_of(request)
    require(actor, "knowledge.view")
    found = suggestions(actor, asked(request, "q"), actor.language)
    listed = [
        {"text": each.text, "url": reverse("desk:article", args=[each.slug]) if each.slug else ""} for each in found
    ]
    return JsonResponse({"suggestions": listed})
