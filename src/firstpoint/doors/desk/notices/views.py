"""What staff are told of: a list, newest first; opening one reads it and leads to its case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.queries import references_of
from firstpoint.domain.cases.queries.internal import asking_as
from firstpoint.domain.people.actions import read_notices
from firstpoint.domain.people.models import NoticeKind
from firstpoint.domain.people.queries import notices_of
from firstpoint.doors.desk.base import actor_of, asked, done, page, show, user_of
from firstpoint.doors.desk.paging import newest_page


@page
def notices(request: HttpRequest) -> HttpResponse:
    """Show one's own notices, newest first; those of cases that one may not see any more say nothing of them."""
    actor = actor_of(request)
    found = newest_page(notices_of(actor), "at", asked(request, "before"))
    ids = {notice.case_id for notice in found.rows if notice.case_id}
    references = references_of(asking_as(user_of(request)), ids) | references_of(actor, ids)
    rows = [(notice, references.get(notice.case_id or 0, "")) for notice in found.rows]
    return show(request, "desk/notices/notices.html", {"page": found, "rows": rows}, region="desk/notices/list.html")


@page
def count(request: HttpRequest) -> HttpResponse:
    """Show how many are new, as the bar of every page shows it, for a live screen that fetches it again."""
    return show(request, "desk/notices/count.html")


@page
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice, and go to its case."""
    actor = actor_of(request)
    found = notices_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    read_notices(actor=actor, ids=[pk])
    ids = {found.case_id} if found.case_id else set()
    if found.kind == NoticeKind.ANSWERED and (own := references_of(asking_as(user_of(request)), ids)):
        return redirect("desk:internal_case", *own.values())
    reference = references_of(actor, ids).get(found.case_id or 0)
    return redirect("desk:case", reference) if reference else redirect("desk:notices")


@page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Read all of them at once."""
    read_notices(actor=actor_of(request))
    return done(request, _("All notices are read."), "desk:notices")
