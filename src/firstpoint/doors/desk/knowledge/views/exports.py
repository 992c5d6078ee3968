"""Articles as Markdown to take away: one of them, or all."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from firstpoint.core.access import Actor, require
from firstpoint.core.archives import zipped
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.editing import get_for_editing
from firstpoint.domain.knowledge.queries.exporting import export
from firstpoint.domain.knowledge.queries.versions import today
from firstpoint.doors.desk.base import actor_of, page, show
from firstpoint.doors.desk.knowledge.forms import ExportForm


@page
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what is to be exported."""
    require(actor_of(request), "knowledge.export")
    return show(request, "desk/knowledge/export.html", {"form": ExportForm()})


@page
@require_GET
def everything(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Hand out everything that is published; what cannot be chosen is asked about again."""
    actor = actor_of(request)
    require(actor, "knowledge.export")
    form = ExportForm(request.GET)
    if not form.is_valid():
        return show(request, "desk/knowledge/export.html", {"form": form}, status=422)
    return _archive(f"articles-{today():%Y-%m-%d}", actor, **form.cleaned_data)


@page
@require_GET
def one(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Hand out what is published of one article."""
    actor = actor_of(request)
    require(actor, "knowledge.export")
    article = get_for_editing(actor, slug)
    if not article.versions.filter(is_published=True).exists():
        raise NotFound
    return _archive(article.slug, actor, audience=Audience.STAFF, slug=article.slug)


def _archive(name: str, actor: Actor, **chosen: str) -> StreamingHttpResponse:
    pieces = zipped((file.path, file.content) for file in export(actor, **chosen))
    disposition = str(content_disposition_header(as_attachment=True, filename=f"{name}.zip"))
    return StreamingHttpResponse(pieces, "application/zip", headers={"Content-Disposition": disposition})
