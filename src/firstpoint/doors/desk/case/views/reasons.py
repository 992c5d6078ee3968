"""Why somebody who does not own a case looks at it, where its enquiry type asks for that: once a session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from firstpoint.core.access import require
from firstpoint.domain.cases.queries import get_case
from firstpoint.doors.desk.base import LOOK_REASONS, actor_of, is_ours, page, show
from firstpoint.doors.desk.case.forms import LookReasonForm

# So many cases nobody looks at in one session; those of longer ago are asked about again.
MOST_KEPT = 200


@page
def why_look(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why, keep the reason for the session, and lead to the page that was asked for."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    require(actor, "cases.view")
    form = LookReasonForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        given = {**request.session.get(LOOK_REASONS, {}), str(case.pk): form.cleaned_data["reason"]}
        request.session[LOOK_REASONS] = dict(list(given.items())[-MOST_KEPT:])
        back = form.cleaned_data["next"]
        return redirect(back if is_ours(request, back) else reverse("desk:case", args=[case.reference]))
    context = {"case": case, "form": form}
    return show(request, "desk/case/why_look.html", context, status=422 if form.errors else 200)
