"""One article, whether it helped, and what its reader has to say about it."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from firstpoint.core.errors import NotFound, TooMany
from firstpoint.core.files import download
from firstpoint.core.rate_limits import count_try
from firstpoint.domain.knowledge import actions as knowledge
from firstpoint.domain.knowledge.queries import ArticlePage, get_article
from firstpoint.domain.knowledge.queries.files import get_published_file
from firstpoint.domain.knowledge.queries.following import Found, read_suggested
from firstpoint.domain.knowledge.queries.renamed import slug_now
from firstpoint.doors.public import notebook
from firstpoint.doors.public.base import client_address, front_desk_of, page
from firstpoint.doors.public.help.forms import CommentForm
from firstpoint.doors.public.help.views.frame import (
    LONGEST_SEARCH,
    address,
    article_items,
    language_of_page,
    reader,
    searched,
    show_page,
)
from firstpoint.doors.public.help.views.structured import structured_data

OWN_LINK = re.compile(r'href="(article|form):([\w-]+)"')
ANSWERS = ("yes", "no")
# A field that people do not see; machines that fill in everything fill it in too.
HONEYPOT = "website-address"
VOTES_AN_HOUR = 60
COMMENTS_AN_HOUR = 20
HOUR = timedelta(hours=1)


@page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article; in another language, and saying so, where the translation is missing. Old names lead to new."""
    try:
        shown = get_article(reader(), slug, language_of_page())
    except NotFound:
        now = slug_now(slug)
        if now is None:
            raise
        return HttpResponsePermanentRedirect(address("article", now, **_journey(request)))
    if place := read_suggested(request.GET.get("suggested")):
        return _as_found(request, shown, place)
    answer = request.GET.get("helpful", "")
    if answer not in ANSWERS:
        notebook.note_read(request, shown.slug, language=shown.language, found=_found(request))
        return _show(request, shown)
    return _show(request, shown, answer=answer, comment=CommentForm(helpful=answer == "yes"))


def _as_found(request: HttpRequest, shown: ArticlePage, place: int) -> HttpResponse:
    """Count a suggestion that was chosen as a search for its words, and lead to the article as its result does."""
    text, language = shown.title[:LONGEST_SEARCH], language_of_page()
    key = notebook.note_search(request, text, language=language, total=place, has_answer=True, place="site")
    return HttpResponseRedirect(address("article", shown.slug, found=str(Found(key, place))))


@page
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Send a file that stands at an article. Old names of the article lead to new."""
    try:
        found = get_published_file(reader(), slug, pk)
    except NotFound:
        now = slug_now(slug)
        if now is None:
            raise
        return HttpResponsePermanentRedirect(address("article_file", now, str(pk)))
    return download(found.stored_as, name=found.name)


def _show(
    request: HttpRequest,
    shown: ArticlePage,
    *,
    answer: str = "",
    comment: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    journey = _journey(request)
    context: dict[str, Any] = {
        "article": shown,
        "carried": bool(answer or journey),
        # What the page keeps once it is drawn is worked out only where it is drawn.
        "html": partial(_with_addresses, shown.html),
        "trail": partial(_trail, shown),
        "related": partial(article_items, shown.related),
        "structured": lambda: structured_data(shown, _trail(shown), str(front_desk_of(request).agency.name)),
        "newer_url": partial(_in_language, request, shown.newer_in),
        "files": [
            {
                "url": address("article_file", shown.slug, str(file.pk)),
                "title": file.title,
                "kind": file.kind,
                "size": file.size,
            }
            for file in shown.files
        ],
        "form_url": address("form", shown.enquiry_type_code) if shown.enquiry_type_code else "",
        "ask_from_here": address("ask", **journey, article=shown.slug),
        "vote_url": address("vote", shown.slug, **journey),
        "comment_url": address("comment", shown.slug, **journey),
        "report_url": address("report", page=address("article", shown.slug)),
        "answer": answer,
        "comment": comment,
        "told": "told" in request.GET,
    }
    template = "public/help/article.html"
    return show_page(request, template, context, languages=shown.languages, language=shown.language, status=status)


# A vote needs no proof against forgery: it acts in nobody's name, and the page that asks for it sets no cookie.
@csrf_exempt
@page
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Note whether the article helped, and say thanks on its page."""
    answer = request.POST.get("helpful", "")
    if request.method == "POST" and answer in ANSWERS:
        count_try(f"vote:{client_address(request)}", limit=VOTES_AN_HOUR, window=HOUR)
        knowledge.vote(slug, actor=reader(), language=language_of_page(), helpful=answer == "yes")
        notebook.note_judged(_found(request), helpful=answer == "yes")
        return _see_other(address("article", slug, **_journey(request), helpful=answer) + "#feedback")
    return _see_other(address("article", slug, **_journey(request)))


# For the same reason as a vote.
@csrf_exempt
@page
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what the reader says about the article, and say thanks; what cannot be kept comes back as it was typed."""
    answer = request.POST.get("helpful", "")
    if request.method != "POST" or answer not in ANSWERS:
        return _see_other(address("article", slug, **_journey(request)))
    shown = get_article(reader(), slug, language_of_page())
    form, status = CommentForm(request.POST, helpful=answer == "yes"), 422
    if form.is_valid():
        try:
            count_try(f"comment:{client_address(request)}", limit=COMMENTS_AN_HOUR, window=HOUR)
            if not request.POST.get(HONEYPOT):
                text = form.cleaned_data["text"]
                knowledge.comment_on_article(
                    slug, actor=reader(), language=language_of_page(), helpful=answer == "yes", text=text
                )
            return _see_other(address("article", slug, **_journey(request), helpful=answer, told="yes") + "#feedback")
        except TooMany as error:
            form.add_error("text", error.sentence)
            status = 429
    return _show(request, shown, answer=answer, comment=form, status=status)


def _journey(request: HttpRequest) -> dict[str, str]:
    """Return what is carried from page to page: the words that were searched for, and the key of that search."""
    carried = {"search": searched(request), "found": str(_found(request))}
    return {name: value for name, value in carried.items() if value}


def _found(request: HttpRequest) -> Found:
    return Found.read(request.GET.get("found", ""))


def _see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _in_language(request: HttpRequest, language: str) -> str:
    """Return the path of this page in another language."""
    return f"/{language}/{request.path.removeprefix(f'/{language_of_page()}/')}"


def _with_addresses(html: str) -> SafeString:
    """Return the article's HTML, which was made safe when it was published, with links to this site's own pages.

    They carry the whole address too, which is what stands beside them on paper.
    """

    def link(match: re.Match[str]) -> str:
        kind, target = match.groups()
        path = address("article" if kind == "article" else "form", target)
        return f'href="{path}" data-address="{settings.SITE_URL}{path}"'

    return mark_safe(OWN_LINK.sub(link, html))  # noqa: S308


def _trail(shown: ArticlePage) -> list[dict[str, str]]:
    if shown.service is None:
        return []
    return [
        {"url": address("services"), "title": _("Services")},
        {"url": address("service", shown.service.code), "title": str(shown.service.name)},
    ]
