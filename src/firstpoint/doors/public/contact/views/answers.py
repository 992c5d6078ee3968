"""Likely answers, offered while somebody still writes their question. What they read is never in their way."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from firstpoint.core.rate_limits import count_try
from firstpoint.domain.knowledge.models import SearchPlace
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.people.models import public_site
from firstpoint.doors.public import notebook
from firstpoint.doors.public.base import client_address, page
from firstpoint.doors.public.contact.forms import EnquiryForm

MOST_ANSWERS = 3
LONGEST_TEXT = 300
# One address may stand for a whole library, and a slow writer asks a dozen times for one question.
LOOKS_AN_HOUR = 1500
TOLD = ("text", "long_text")


@require_POST
@page
def answers(request: HttpRequest) -> HttpResponse:
    """Return the likely answers to what was typed so far, as a part of the form's page.

    The words come in the body of the request: an address would put them into the logs of every machine on the way.
    """
    count_try(f"answers for {client_address(request)}", limit=LOOKS_AN_HOUR, window=timedelta(hours=1))
    text = request.POST.get("q", "")[:LONGEST_TEXT]
    offered = offer(request, text, Found.read(request.POST.get("found", "")).key)
    response = render(request, "contact/answers.html", {"offered": offered})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def offer(request: HttpRequest, text: str, key: str = "") -> dict[str, Any]:
    """Return the likely answers to a text, and the key of the search: the one that the visitor came with, or a new one."""
    language = get_language() or settings.LANGUAGE_CODE
    found = search(public_site(language=language), text, language, limit=MOST_ANSWERS)
    if text.strip():
        # The words are the question's own: for the figures it is enough that there were some.
        key = notebook.note_search(
            request,
            "",
            language=language,
            total=found.total,
            has_answer=found.is_answered,
            place=SearchPlace.FORM,
            key=key,
        )
    return {
        "found": key,
        "answers": [
            {
                "slug": hit.slug,
                "title": hit.title,
                "passage": hit.passage,
                "url": f"{reverse('public:article', args=[hit.slug])}?found={Found(key, position)}",
            }
            for position, hit in enumerate(found.hits, start=1)
        ],
    }


def words_of(enquiry: EnquiryForm) -> str:
    """Return what was typed into a form's own questions as text; the name of the form where nothing was."""
    fields = (field.code for field in enquiry.definition.fields if field.kind in TOLD)
    return _joined(str(enquiry.answers[code].data or "") for code in fields) or str(enquiry.version.name)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())[:LONGEST_TEXT]
