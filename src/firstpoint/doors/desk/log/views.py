"""Logging a contact: the page stays open for the next one, and the last one can be taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import require
from firstpoint.domain.contacts import actions
from firstpoint.domain.contacts.models import Channel, ContactOutcome
from firstpoint.doors.desk.base import actor_of, done, page, show, user_of
from firstpoint.doors.desk.log.forms import LogForm

# What this session logged last: the id of the contact, and its three choices.
LAST = "logged_last"


@page
def log(request: HttpRequest) -> HttpResponse:
    """Log a contact, and show what was logged before it."""
    actor = actor_of(request)
    require(actor, "contacts.log")
    last = request.session.get(LAST, {})
    kept = {name: last[name] for name in ("outcome", "channel") if name in last}
    form = LogForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        contact = actions.log_contact(actor=actor, language=user_of(request).language, **given)
        request.session[LAST] = {**given, "id": contact.pk}
        return redirect("desk:log")
    context = {"form": form, "last": _told(last, form) if last.get("id") else None}
    return show(request, "desk/log/log.html", context, status=422 if form.errors else 200)


@page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was logged last."""
    actions.unlog_contact(pk, actor=actor_of(request))
    request.session[LAST] = {name: value for name, value in request.session.get(LAST, {}).items() if name != "id"}
    return done(request, _("Taken back. Nothing was logged."), "desk:log")


def _told(last: dict[str, str], form: LogForm) -> dict[str, str]:
    """Return what was logged last in words."""
    return {
        "id": last["id"],
        "name": form.name_of(last["enquiry_type"]),
        "outcome": str(ContactOutcome(last["outcome"]).label),
        "channel": str(Channel(last["channel"]).label),
    }
