"""What an article is, told to search engines in the words of schema.org, as a data block that no browser runs."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firstpoint.domain.knowledge.models import ArticleKind
from firstpoint.domain.knowledge.queries import ArticlePage
from firstpoint.domain.knowledge.queries.words import plain_text
from firstpoint.doors.public.help.views.frame import address

# Nothing in a text can close the element that it stands in, or begin a comment there.
AS_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def structured_data(shown: ArticlePage, trail: Sequence[dict[str, str]], agency: str) -> SafeString:
    """Return the JSON-LD of an article and of the way to it, safe to stand inside a script element."""
    about = _question(shown) if shown.kind == ArticleKind.FAQ else _article(shown)
    page = {
        **about,
        "url": f"{settings.SITE_URL}/{shown.language}/articles/{shown.slug}/",
        "inLanguage": shown.language,
        "dateModified": shown.published_at.isoformat(timespec="seconds"),
        "publisher": {"@type": "GovernmentOrganization", "name": agency, "url": settings.SITE_URL},
    }
    told = {"@context": "https://schema.org", "@graph": [page, _way_to(shown, trail)]}
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(AS_ESCAPES))  # noqa: S308


def _question(shown: ArticlePage) -> dict[str, Any]:
    answer = {"@type": "Answer", "text": plain_text(shown.html)}
    question = {"@type": "Question", "name": shown.title, "acceptedAnswer": answer}
    return {"@type": "FAQPage", "name": shown.title, "mainEntity": [question]}


def _article(shown: ArticlePage) -> dict[str, Any]:
    return {"@type": "Article", "headline": shown.title, "description": shown.summary}


def _way_to(shown: ArticlePage, trail: Sequence[dict[str, str]]) -> dict[str, Any]:
    steps = [{"url": address("home"), "title": _("Home")}, *trail]
    steps.append({"url": address("article", shown.slug), "title": shown.title})
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": step["title"], "item": settings.SITE_URL + step["url"]}
            for number, step in enumerate(steps, start=1)
        ],
    }
