"""Somebody looked at a case, which the journal keeps apart from what was done, or has it open."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, LookReason, Viewer

# What a screen said before that is of no use to anybody.
KEPT = timedelta(minutes=10)


class ReasonNeeded(DomainError):
    """Whoever does not own a case of this kind says first why they look."""

    sentence = _("Say first why you look at this case.")

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


@action
def note_look(case: Case, *, actor: Actor, reason: str = "") -> None:
    """Note that the actor is about to be shown a case. Records case.viewed, a look.

    Raises ReasonNeeded where its enquiry type asks for one of LookReason, and the actor neither owns the case nor has one.
    """
    require(actor, "cases.view")
    if case.version.asks_reason_to_look and case.owner_id != actor.id and reason not in LookReason.values:
        raise ReasonNeeded(case)
    why = {"reason": reason} if reason else {}
    record("case.viewed", case, actor=actor, customer_id=case.customer_id, case_id=case.pk, is_look=True, data=why)


@action
def note_viewer(case: Case, *, actor: Actor) -> None:
    """Note that the actor has a case open, which their screen says every half minute. Records nothing: it is no look."""
    require(actor, "cases.view")
    Viewer.objects.filter(user_id=actor.id, seen_at__lt=clock.now() - KEPT).delete()
    Viewer.objects.update_or_create(case=case, user_id=actor.id, defaults={"seen_at": clock.now()})
