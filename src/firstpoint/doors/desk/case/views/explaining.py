"""Why a promise was missed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.errors import NotFound
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.queries import get_case
from firstpoint.doors.desk.base import actor_of, done, page


@page
@require_POST
def explain(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why a promise of a case was missed."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    given = {name: request.POST.get(name, "") for name in ("promise", "tier", "at", "reason")}
    at = _moment(given["at"])
    if at is None or at.tzinfo is None or not given["tier"].isdecimal():
        raise NotFound
    actions.explain_breach(
        case.pk, actor=actor, promise=given["promise"], tier=int(given["tier"][:3]), at=at, reason=given["reason"]
    )
    return done(request, _("The reason is noted."), "desk:case", case.reference)


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
