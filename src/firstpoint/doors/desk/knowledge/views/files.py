"""Files at articles: added, replaced, removed, and handed out to staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import require
from firstpoint.core.errors import DomainError
from firstpoint.core.files import download
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.queries.editing import get_for_editing
from firstpoint.domain.knowledge.queries.files import files_of, get_file
from firstpoint.doors.desk.base import actor_of, page, show, status_of, user_of
from firstpoint.doors.desk.knowledge.forms import ChangeFileForm, FileForm


@page
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """List the files at an article, and add one."""
    actor = actor_of(request)
    require(actor, "knowledge.publish")
    article = get_for_editing(actor, slug)
    form, status = FileForm(initial={"language": user_of(request).language}), 200
    if request.method == "POST":
        form, status = FileForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                actions.add_file(article, actor=actor, **form.cleaned_data)
            except DomainError as error:
                form.add_error("upload", str(error))
                status = status_of(error)
            else:
                messages.success(request, _("The file stands at the article."))
                return redirect("desk:article_files", article.slug)
    context = {"article": article, "files": files_of(article), "form": form}
    return show(request, "desk/knowledge/files.html", context, status=status)


@page
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a file another title, or put another one in its place."""
    actor = actor_of(request)
    require(actor, "knowledge.publish")
    article = get_for_editing(actor, slug)
    file = get_file(article, pk)
    form, status = ChangeFileForm(initial={"title": file.title}), 200
    if request.method == "POST":
        form, status = ChangeFileForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                actions.change_file(file, actor=actor, **form.cleaned_data)
            except DomainError as error:
                form.add_error("upload", str(error))
                status = status_of(error)
            else:
                messages.success(request, _("The changes are saved."))
                return redirect("desk:article_files", article.slug)
    return show(request, "desk/knowledge/file.html", {"article": article, "file": file, "form": form}, status=status)


@page
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a file away."""
    actor = actor_of(request)
    article = get_for_editing(actor, slug)
    actions.remove_file(get_file(article, pk), actor=actor)
    messages.success(request, _("The file is removed."))
    return redirect("desk:article_files", article.slug)


@page
@require_GET
def hand_out(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Give a file as a download, whether its article is published or not."""
    actor = actor_of(request)
    require(actor, "knowledge.view")
    file = get_file(get_for_editing(actor, slug), pk)
    return download(file.stored_as, name=file.name)
