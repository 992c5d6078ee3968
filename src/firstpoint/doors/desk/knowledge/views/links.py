"""Links of published articles that need a look: broken, moved, failing, or closed to visits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import may
from firstpoint.domain.knowledge.models import ArticleVersion, LinkState
from firstpoint.domain.knowledge.queries.links import TOLD_STATES, LinkFault, broken_inside, faults_outside
from firstpoint.domain.knowledge.rights import require_drafting
from firstpoint.doors.desk.base import actor_of, page, show

MOST_SHOWN = 200

GROUPS = {
    "inside": (
        _("Links inside that lead nowhere"),
        _("The article or form is not there, or not for those who read the link."),
    ),
    LinkState.BROKEN: (
        _("Broken links"),
        _("The page was not there on three days in a row. Link to another page, or take the link out."),
    ),
    LinkState.MOVED: (
        _("Pages that moved for good"),
        _("The link still leads there, for now. Write the new address."),
    ),
    LinkState.FAILING: (
        _("Failed lately"),
        _("Nothing needs to be done yet: the page is looked at again every day, and may be back."),
    ),
    LinkState.UNKNOWN: (
        _("Cannot be checked"),
        _(
            "Look at these yourself: their sites do not let themselves be checked, or the address leads inside a network."
        ),
    ),
}
REASONS = {
    "not_there": _("The site answered that there is no such page (%(status)s)."),
    "too_many_moves": _("The page leads from one address to the next without end."),
    "no_such_name": _("There is no site of this name."),
    "no_connection": _("The site does not answer."),
    "too_slow": _("The site took too long to answer."),
    "certificate": _("The site cannot prove who it is: its certificate is wrong or has run out."),
    "encryption": _("No safe connection to the site was possible."),
    "unreadable": _("The site's answer made no sense."),
    "closed": _("The site wants a person, or a password, to see it (%(status)s)."),
    "robots": _("The site asks not to be visited by machines."),
    "busy": _("The site asked for less haste."),
    "not_public": _("The address leads to a machine that is not on the public internet."),
    "inside_name": _("The address leads to a machine that is not on the public internet."),
    "credentials": _("The address holds a name or a password. Take these out."),
    "scheme": _("The page leads on to something that is no web page."),
    "not_an_address": _("This is no address of a web page."),
    "too_long": _("The address is too long."),
}
INSIDE = {
    "article": _("There is no such article for those who read this one."),
    "form": _("There is no such form in use."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One link as the list shows it."""

    version: ArticleVersion
    url: str
    why: str
    is_outside: bool = False
    moved_to: str = ""
    checked_at: datetime | None = None


@page
@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """List the links that need a look, the surest faults first."""
    actor = actor_of(request)
    require_drafting(actor)
    rows: dict[str, list[Row]] = {code: [] for code in GROUPS}
    rows["inside"] = [Row(fault.version, fault.url, _why_inside(fault.url)) for fault in broken_inside(actor)]
    for fault in faults_outside(actor, TOLD_STATES):
        if fault.found:
            rows[fault.found.state].append(_outside(fault))
    context: dict[str, Any] = {
        "groups": [
            (code, title, advice, rows[code][:MOST_SHOWN]) for code, (title, advice) in GROUPS.items() if rows[code]
        ],
        "may_draft": True,
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": may(actor, "knowledge.see_figures"),
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/links.html", context)


def _why_inside(url: str) -> str:
    return str(INSIDE[url.partition(":")[0]])


def _outside(fault: LinkFault) -> Row:
    found = fault.found
    assert found
    why = str(_("The page is at another address now:")) if found.state == LinkState.MOVED else ""
    if found.reason:
        why = str(REASONS[found.reason]) % {"status": found.status}
    return Row(fault.version, fault.url, why, True, found.moved_to, found.checked_at)
