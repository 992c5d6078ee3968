"""The link by which somebody was led to do a thing themselves: that it was followed is noted once."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from firstpoint.domain.cases import actions
from firstpoint.doors.public.base import actor_of, page


@never_cache
@require_GET
@page
def nudge(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to where the thing is done."""
    return HttpResponseRedirect(actions.follow_nudge(token, actor=actor_of(request)))
