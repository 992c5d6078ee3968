"""A reader says what is wrong on a page: a change request, without a case, a name or a trace."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from firstpoint.core.errors import DomainError, NotFound, TooMany
from firstpoint.core.rate_limits import count_try
from firstpoint.domain.knowledge import actions as knowledge
from firstpoint.domain.knowledge.queries import get_article
from firstpoint.doors.public.base import STATUS, client_address, page
from firstpoint.doors.public.help.forms import ReportForm
from firstpoint.doors.public.help.views.articles import HONEYPOT
from firstpoint.doors.public.help.views.frame import address, language_of_page, reader, show_page

REPORTS_AN_HOUR = 10
HOUR = timedelta(hours=1)
LONGEST_PATH = 300
# Other addresses may hold what belongs to one visitor alone.
PAGES = {"home", "search", "services", "service", "events", "event", "article", "ask", "form", "track", "privacy"}
PAGES |= {"accessibility"}


# It acts in nobody's name, and sets no cookie, as a vote.
@csrf_exempt
@page
def report(request: HttpRequest) -> HttpResponse:
    """Take what a reader says is wrong; what cannot be taken comes back as it was typed."""
    path, slug = _about(request)
    if request.method != "POST":
        return _show(request, ReportForm(), path, slug)
    form, status = ReportForm(request.POST), 422
    if form.is_valid():
        try:
            count_try(f"report:{client_address(request)}", limit=REPORTS_AN_HOUR, window=HOUR)
            if not request.POST.get(HONEYPOT):
                knowledge.report_wrong(
                    actor=reader(), language=language_of_page(), page=path, slug=slug, **form.cleaned_data
                )
        except DomainError as error:
            form.add_error("wrong", str(error))
            status = STATUS.get(TooMany, 429) if isinstance(error, TooMany) else 409
        else:
            response = HttpResponseRedirect(address("report", page=path, told="yes"))
            response.status_code = 303
            return response
    return _show(request, form, path, slug, status=status)


def _show(request: HttpRequest, form: ReportForm, path: str, slug: str, *, status: int = 200) -> HttpResponse:
    try:
        title = get_article(reader(), slug, language_of_page()).title if slug else ""
    except NotFound:
        title = ""
    context = {"form": form, "page_path": path, "page_title": title, "told": "told" in request.GET}
    return show_page(request, "public/help/report.html", context, status=status)


def _about(request: HttpRequest) -> tuple[str, str]:
    """Return the path of the page that the reader came from, and the slug where it is an article's."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    linked = came_from.path if came_from.netloc == request.get_host() else ""
    path = request.POST.get("page") or request.GET.get("page") or linked
    try:
        found = resolve(path) if len(path) <= LONGEST_PATH else None
    except Resolver404:
        found = None
    if found is None or found.app_names != ["public"] or found.url_name not in PAGES:
        return "", ""
    return path, found.kwargs["slug"] if found.url_name == "article" else ""
