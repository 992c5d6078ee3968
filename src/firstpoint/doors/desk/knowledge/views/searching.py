"""Search at the desk: the articles' own search, noted as the public's is, with suggestions while somebody types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import Actor, require
from firstpoint.domain.catalogue import queries as catalogue
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.queries import Hits, search
from firstpoint.domain.knowledge.queries.editing import find_text
from firstpoint.domain.knowledge.queries.following import Found, read_suggested
from firstpoint.domain.knowledge.queries.suggestions import Suggestion, suggestions
from firstpoint.doors.desk.base import actor_of, asked, page
from firstpoint.doors.desk.paging import PAGE_SIZE

LONGEST_SEARCH = 200


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


def found_by_suggestion(request: HttpRequest, article: Article) -> Found:
    """Note a suggestion that was chosen as a search for its words, and return what its result would carry."""
    place, actor = read_suggested(asked(request, "suggested")), actor_of(request)
    text = find_text(article, actor.language) if place else None
    if text is None:
        return Found()
    key = actions.note_staff_search(
        text.title[:LONGEST_SEARCH], actor=actor, language=actor.language, total=place, has_answer=True
    )
    return Found(key, place)


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
    return JsonResponse({"suggestions": [_listed(each, place) for place, each in enumerate(found, start=1)]})


def _listed(suggestion: Suggestion, place: int) -> dict[str, str]:
    """Return a suggestion as the search box takes it; `note` stands beside it instead of the usual word."""
    url = f"{reverse('desk:article', args=[suggestion.slug])}?suggested={place}" if suggestion.slug else ""
    return {"text": suggestion.text, "url": url, "note": _("Staff only") if suggestion.is_for_staff else ""}
