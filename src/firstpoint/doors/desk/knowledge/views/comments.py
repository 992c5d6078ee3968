"""What readers wrote about articles: read, settled, or made a change request with one press of a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.queries.findings import comment_list
from firstpoint.domain.knowledge.rights import require_drafting
from firstpoint.doors.desk.base import actor_of, asked, page, show
from firstpoint.doors.desk.knowledge.forms import CommentFilter
from firstpoint.doors.desk.paging import newest_page


@page
@require_GET
def comments(request: HttpRequest) -> HttpResponse:
    """List what readers wrote, the newest first."""
    actor = actor_of(request)
    require_drafting(actor)
    given = {name: asked(request, name) for name in CommentFilter.base_fields}
    form = CommentFilter(given)
    found = newest_page(comment_list(actor, **form.narrowed), "at", asked(request, "before"), **given)
    context = {
        "form": form,
        "page": found,
        "may_draft": True,
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/comments.html", context)


@page
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a comment, or let it wait again."""
    actor = actor_of(request)
    if request.POST.get("do") == "put-back":
        actions.unsettle_comment(pk, actor=actor)
        messages.success(request, _("The comment waits to be read again."))
    else:
        actions.settle_comment(pk, actor=actor)
        messages.success(request, _("The comment is settled. You find it under “Settled too”."))
    return redirect("desk:comments")


@page
@require_POST
def ask_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a change request of a comment."""
    made = actions.request_from_comment(pk, actor=actor_of(request))
    messages.success(request, _("The comment is a change request now."))
    return redirect("desk:change_request", made.pk)
