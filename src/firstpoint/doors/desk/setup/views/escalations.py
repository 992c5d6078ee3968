"""Who is told, and when, that a promise comes into danger: levels listed, added and taken away."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import may, require
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.queries.entries import rows_of
from firstpoint.doors.desk.base import actor_of, carry_out, done, page, show
from firstpoint.doors.desk.setup.forms.escalations import EscalationForm


@page
def escalations(request: HttpRequest) -> HttpResponse:
    """List the levels, and add one."""
    actor = actor_of(request)
    require(actor, "catalogue.view")
    form, status = EscalationForm(request.POST or None), 200
    if request.method == "POST":
        status = carry_out(form, lambda filled: actions.save_escalation(actor=actor, **filled))
        if status == 200:
            return done(request, _("The level is added."), "desk:setup_escalations")
    context = {"form": form, "rows": rows_of("escalations"), "may_change": may(actor, "catalogue.change")}
    return show(request, "desk/setup/escalations.html", context, status=status)


@page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Have nobody told at this level any more."""
    actions.remove_escalation(pk, actor=actor_of(request))
    return done(request, _("The level is taken away."), "desk:setup_escalations")
