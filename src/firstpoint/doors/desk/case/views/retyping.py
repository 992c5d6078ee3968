"""What a case is about: the enquiry types that its first words are likely about, and moving it to one of them."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import Actor, may
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import get_case
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.routing.actions import retype_case
from firstpoint.domain.routing.queries.decisions import words_of
from firstpoint.domain.routing.queries.triage import Likely, likely_enquiry_types
from firstpoint.doors.desk.base import actor_of, page

MOST_LIKELY = 3


def likely_for(actor: Actor, case: Case, thread: Sequence[Message]) -> list[Likely]:
    """Return what an open case is likely about instead, for those who could move it there.

    Of a case with an enquiry type of its own only where no person would need to decide, and until somebody has answered.
    """
    is_open_question = case.enquiry_type.code == GENERAL_QUESTION
    is_settled = case.is_closed or not (is_open_question or case.first_answered_at is None)
    if is_settled or not thread or not may(actor, "cases.retype"):
        return []
    words = words_of(thread[0].subject, thread[0].body, case.answers)
    likely = likely_enquiry_types(actor, words, case.language, most=MOST_LIKELY + 1)
    others = [each for each in likely if each.version.enquiry_type_id != case.enquiry_type_id][:MOST_LIKELY]
    return others if is_open_question or any(each.is_sure for each in others) else []


@page
@require_POST
def retype(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the case to another enquiry type."""
    actor = actor_of(request)
    code = request.POST.get("enquiry_type", "").replace("\0", "")
    case = retype_case(get_case(actor, reference).pk, actor=actor, code=code)
    messages.success(request, _("The case is now about: %(name)s.") % {"name": case.version.name})
    if visible_to(actor).filter(pk=case.pk).exists():
        return redirect("desk:case", reference)
    # It became a matter of another department alone.
    return redirect("desk:work")
