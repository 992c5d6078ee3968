"""Standard responses: the list, one with its former words, and those that suit a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge.models import StandardResponse, StandardResponseText
from firstpoint.domain.knowledge.queries.words import composed, fold

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Suited:
    """A standard response with the text of it that suits best."""

    response: StandardResponse
    text: StandardResponseText


def standard_responses(actor: Actor, *, text: str = "", is_active: bool | None = True) -> list[StandardResponse]:
    """Return the standard responses with their current texts by name; `text` narrows them by words in name or texts."""
    require(actor, "knowledge.view")
    found = _with_current_texts().order_by("name", "id")
    if is_active is not None:
        found = found.filter(is_active=is_active)
    return [response for response in found if _holds(response, text)]


def get_response(actor: Actor, code: str) -> StandardResponse:
    """Return a standard response with its current texts. Raises NotFound."""
    require(actor, "knowledge.view")
    response = _with_current_texts().filter(code=code).first()
    if response is None:
        raise NotFound
    return response


def former_texts(response: StandardResponse) -> QuerySet[StandardResponseText]:
    """Return every text of a response as it was saved, newest first, with who wrote it."""
    texts = StandardResponseText.objects.filter(response=response)
    return texts.select_related("written_by").order_by("-number", "language", "channel")


def suited_responses(
    actor: Actor, *, language: str, channel: str, service_id: int | None, text: str = "", limit: int = MOST_OFFERED
) -> list[Suited]:
    """Return the responses for a case, those of its service first; other services' only when words are looked for.

    Each in the case's language and for its channel, else for any channel, else in the site's first language, else in
    any. Two queries.
    """
    found = [
        response
        for response in standard_responses(actor, text=text)
        if text.strip() or response.service_id in (None, service_id)
    ]
    suited = [Suited(response, best) for response in found if (best := best_text(response, language, channel))]
    suited.sort(key=lambda each: (each.text.language != language, each.response.service_id != service_id))
    return suited[:limit]


def best_text(response: StandardResponse, language: str, channel: str) -> StandardResponseText | None:
    """Return the current text that suits a language and a channel best; what is written for another channel never."""
    fitting = [text for text in response.texts.all() if text.is_current and text.body and text.channel in ("", channel)]
    languages = (language, settings.LANGUAGE_CODE)
    return min(
        fitting,
        key=lambda text: (
            languages.index(text.language) if text.language in languages else len(languages),
            text.channel != channel,
            text.language,
        ),
        default=None,
    )


def _with_current_texts() -> QuerySet[StandardResponse]:
    current = StandardResponseText.objects.filter(is_current=True).order_by("language", "channel")
    return StandardResponse.objects.select_related("service").prefetch_related(Prefetch("texts", current))


def _holds(response: StandardResponse, text: str) -> bool:
    """Say whether every word stands in the response somewhere, however it is accented."""
    words = _plain(text).split()
    if not words:
        return True
    whole = _plain(" ".join(_said_by(response)))
    return all(word in whole for word in words)


def _said_by(response: StandardResponse) -> Iterable[str]:
    yield response.name
    yield from (text.body for text in response.texts.all())


def _plain(text: str) -> str:
    return fold(composed(text)).casefold()
