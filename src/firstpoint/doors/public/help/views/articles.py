"""One article, and whether it helped."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from firstpoint.core.rate_limits import count_try
from firstpoint.domain.knowledge import actions as knowledge
from firstpoint.domain.knowledge.queries import ArticlePage, get_article
from firstpoint.doors.public.base import client_address, page
from firstpoint.doors.public.help.views.frame import (
    address,
    article_items,
    language_of_page,
    reader,
    searched,
    show_page,
)

OWN_LINK = re.compile(r'href="(article|form):([\w-]+)"')
ANSWERS = ("yes", "no")
VOTES_AN_HOUR = 60


@page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article; in another language, and saying so, where the translation is missing."""
    shown = get_article(reader(), slug, language_of_page())
    text, answer = searched(request), request.GET.get("helpful", "")
    context: dict[str, Any] = {
        "article": shown,
        "carried": bool(text or answer),
        # What the page keeps once it is drawn is worked out only where it is drawn.
        "html": partial(_with_addresses, shown.html),
        "trail": partial(_trail, shown),
        "related": partial(article_items, shown.related),
        "form_url": address("form", shown.enquiry_type_code) if shown.enquiry_type_code else "",
        "ask_from_here": address("ask", search=text, article=slug),
        "vote_url": address("vote", slug, search=text),
        "answer": answer if answer in ANSWERS else "",
    }
    return show_page(request, "public/help/article.html", context, languages=shown.languages, language=shown.language)


# A vote needs no proof against forgery: it acts in nobody's name, and the page that asks for it sets no cookie.
@csrf_exempt
@page
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Note whether the article helped, and say thanks on its page."""
    answer = request.POST.get("helpful", "")
    if request.method == "POST" and answer in ANSWERS:
        count_try(f"vote:{client_address(request)}", limit=VOTES_AN_HOUR, window=timedelta(hours=1))
        knowledge.vote(slug, actor=reader(), language=language_of_page(), helpful=answer == "yes")
        return _see_other(address("article", slug, search=searched(request), helpful=answer) + "#feedback")
    return _see_other(address("article", slug, search=searched(request)))


def _see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _with_addresses(html: str) -> SafeString:
    """Return the article's HTML, which was made safe when it was published, with links to this site's own pages."""

    def link(match: re.Match[str]) -> str:
        kind, target = match.groups()
        return f'href="{address("article" if kind == "article" else "form", target)}"'

    return mark_safe(OWN_LINK.sub(link, html))  # noqa: S308


def _trail(shown: ArticlePage) -> list[dict[str, str]]:
    if shown.service is None:
        return []
    return [
        {"url": address("services"), "title": _("Services")},
        {"url": address("service", shown.service.code), "title": str(shown.service.name)},
    ]
