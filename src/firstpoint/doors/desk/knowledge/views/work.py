"""What waits for those who write and decide; everybody else is led to the articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import may
from firstpoint.domain.knowledge.models import DraftState
from firstpoint.domain.knowledge.queries.editing import count_work, drafts_waiting, withdrawals_scheduled
from firstpoint.domain.knowledge.rights import may_draft
from firstpoint.doors.desk.base import actor_of, page, show

MOST_SHOWN = 20


@page
@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """Show what waits, with counts and a way to each."""
    actor = actor_of(request)
    if not may_draft(actor):
        return redirect("desk:articles")
    work = count_work(actor)
    listed = reverse("desk:articles")
    counts = [
        (_("Drafts waiting for review"), work.in_review, f"{listed}?state=in_review"),
        (_("Drafts in writing"), work.drafts, f"{listed}?state=draft"),
        (_("Scheduled to be published"), work.scheduled, f"{listed}?state=scheduled"),
        (_("Translations out of date"), work.stale, f"{listed}?state=stale"),
        (_("Reviews overdue"), work.overdue, f"{listed}?due=overdue"),
        (_("Change requests to answer"), work.requests, reverse("desk:change_requests") + "?state=waiting"),
    ]
    context = {
        "counts": counts,
        "in_review": drafts_waiting(actor, DraftState.IN_REVIEW)[:MOST_SHOWN],
        "scheduled": drafts_waiting(actor, DraftState.SCHEDULED)[:MOST_SHOWN],
        "withdrawals": withdrawals_scheduled(actor)[:MOST_SHOWN],
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/work.html", context)
