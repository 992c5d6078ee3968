"""The articles and forms that a link may lead to, for the editor's dialogue."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from firstpoint.domain.knowledge.queries.targets import Target, find_targets
from firstpoint.domain.knowledge.rights import require_drafting
from firstpoint.doors.desk.base import actor_of, asked, page


@page
@require_GET
def link_targets(request: HttpRequest) -> JsonResponse:
    """Answer what has the words of `q` in its title or address, and say how many were found."""
    actor = actor_of(request)
    require_drafting(actor)
    words = asked(request, "q")
    found = find_targets(actor, words) if words else []
    told = ngettext("%(count)s found", "%(count)s found", len(found)) % {"count": len(found)}
    targets = [{"address": target.address, "title": target.title, "note": _note(target)} for target in found]
    return JsonResponse({"targets": targets, "told": told if found else _("Nothing found under these words")})


def _note(target: Target) -> str:
    if target.is_form:
        return _("Form")
    if not target.is_published:
        return _("Article, not published")
    return _("Article for staff") if target.is_for_staff else _("Article")
