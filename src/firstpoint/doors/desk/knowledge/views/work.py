"""What waits for those who write and decide; everybody else is led to the articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import may
from firstpoint.domain.knowledge.actions.encoding import unencoded
from firstpoint.domain.knowledge.models import DraftState
from firstpoint.domain.knowledge.queries import findings as known
from firstpoint.domain.knowledge.queries.editing import count_work, drafts_waiting, withdrawals_scheduled
from firstpoint.domain.knowledge.rights import may_draft
from firstpoint.doors.desk.base import actor_of, page, show
from firstpoint.doors.desk.knowledge.views.findings import KINDS

MOST_SHOWN = 20
# Of each kind of finding; the rest is on a page of its own.
MOST_FINDINGS = 5


@page
@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """Show what waits, with counts and a way to each."""
    actor = actor_of(request)
    if not may_draft(actor):
        return redirect("desk:articles")
    work, found = count_work(actor), known.findings(actor)
    lists = [(kind, title, nothing, getattr(found, kind)) for kind, (title, nothing) in KINDS.items()]
    listed = reverse("desk:articles")
    counts = [
        (_("Drafts waiting for review"), work.in_review, f"{listed}?state=in_review"),
        (_("Drafts in writing"), work.drafts, f"{listed}?state=draft"),
        (_("Scheduled to be published"), work.scheduled, f"{listed}?state=scheduled"),
        (_("Translations out of date"), work.stale, f"{listed}?state=stale"),
        (_("Reviews overdue"), work.overdue, f"{listed}?due=overdue"),
        (_("Broken links"), work.broken_links, reverse("desk:links")),
        (_("Articles that read too hard"), work.hard, f"{listed}?reading=hard"),
        (_("Change requests to answer"), work.requests, reverse("desk:change_requests") + "?state=waiting"),
    ]
    context = {
        "counts": counts,
        "in_review": drafts_waiting(actor, DraftState.IN_REVIEW)[:MOST_SHOWN],
        "scheduled": drafts_waiting(actor, DraftState.SCHEDULED)[:MOST_SHOWN],
        "withdrawals": withdrawals_scheduled(actor)[:MOST_SHOWN],
        "findings": [(*finding, rows[:MOST_FINDINGS], len(rows)) for *finding, rows in lists],
        "most": known.MOST_FINDINGS,
        "unencoded": unencoded().count(),
        "decides": may(actor, "knowledge.publish"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
    }
    return show(request, "desk/knowledge/work.html", context)
