"""The history of a row of the catalogue: who changed what and why, two states side by side, and one put back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may
from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import Change
from firstpoint.domain.catalogue.queries.changes import changes_of, differences
from firstpoint.domain.catalogue.queries.entries import find_row
from firstpoint.doors.desk.base import actor_of, asked, done, page, show
from firstpoint.doors.desk.setup.views.rows import AGENCY
from firstpoint.doors.desk.setup.views.wording import NAMES, words_of_difference

MOST_SHOWN = 200
SECTIONS = {*NAMES, AGENCY, "enquiry_types"}


@page
@require_GET
def history(request: HttpRequest, section: str, code: str) -> HttpResponse:
    """List what became of a row, and compare two of its states: the two latest, or those that are chosen."""
    actor = actor_of(request)
    own_code = _code_of(section, code)
    changes = list(changes_of(actor, section, own_code)[:MOST_SHOWN])
    found = find_row(section, own_code)
    if found is None or not changes:
        raise NotFound
    before, after = _chosen(changes, asked(request, "before"), asked(request, "after"))
    compared = differences(before.says, after.says) if before else []
    context = {
        "section": section,
        "code": code,
        "title": found if section != "enquiry_types" else found.current_version,
        "changes": changes,
        "latest": changes[0],
        "before": before,
        "after": after,
        "compared": [words_of_difference(section, one) for one in compared],
        "may_change": may(actor, "catalogue.change"),
    }
    return show(request, "desk/setup/history.html", context)


@page
@require_POST
def restore(request: HttpRequest, section: str, code: str, number: int) -> HttpResponse:
    """Let a row say again what it once said, as a new change."""
    own_code = _code_of(section, code)
    why = request.POST.get("why", "").replace("\0", "")
    actions.restore_change(section, own_code, number, actor=actor_of(request), why=why)
    return done(request, _("It says again what it said then."), "desk:setup_history", section, code)


def _code_of(section: str, code: str) -> str:
    if section not in SECTIONS:
        raise NotFound
    return "" if section == AGENCY else code


def _chosen(changes: list[Change], before: str, after: str) -> tuple[Change | None, Change]:
    """Return the two states to compare, the older first; there may be but one."""
    by_number = {str(change.number): change for change in changes}
    latter = by_number.get(after, changes[0])
    previous = next((change for change in changes if change.number < latter.number), None)
    former = by_number.get(before, previous)
    if former and former.number > latter.number:
        former, latter = latter, former
    return (None if former is latter else former), latter
