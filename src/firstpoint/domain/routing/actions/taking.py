"""An adviser takes work, and nobody else gets it. Taking what was handed on accepts the hand-off."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.routing.actions.accepting import accept
from firstpoint.domain.routing.actions.placing import record_work
from firstpoint.domain.routing.models import WorkItem, WorkState
from firstpoint.domain.routing.queries.reach import reach_of
from firstpoint.domain.routing.queries.waiting import IN_ORDER, waiting_items
from firstpoint.domain.routing.rights import visible_to


class TakenMeanwhile(DomainError):
    """Somebody else was quicker."""

    sentence = _("Somebody else has just taken this. Take the next one.")


class NotForYou(DomainError):
    """The work is kept for somebody else, or asks for what the actor does not have."""

    sentence = _("This work waits for somebody else, or asks for a skill or language that you do not have.")


@action
def take_next(*, actor: Actor) -> Case:
    """Give the actor the waiting work whose promise comes first; nobody else can get it.

    Records work.taken and case.owner_changed. Raises NotFound when nothing waits.
    """
    require(actor, "routing.take")
    item = (
        waiting_items(actor, reach_of(actor))
        .order_by(*IN_ORDER)
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if item is None:
        raise NotFound(_("Nothing is waiting for you just now."))
    return _give(item, actor)


@action
def take(item_id: int, *, actor: Actor) -> Case:
    """Give the actor this very work. Records as take_next does. Raises TakenMeanwhile, NotForYou, NotFound."""
    require(actor, "routing.take")
    item = visible_to(actor).select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise NotFound
    if item.state != WorkState.WAITING or item.case.is_closed:
        raise TakenMeanwhile
    if not reach_of(actor).covers(item):
        raise NotForYou
    return _give(item, actor)


def _give(item: WorkItem, actor: Actor) -> Case:
    hand_off = item.hand_off
    item.state, item.taken_at = WorkState.TAKEN, clock.now()
    item.kept_for, item.kept_until, item.hand_off = None, None, None
    item.save(update_fields=["state", "taken_at", "kept_for", "kept_until", "hand_off"])
    if hand_off:
        accept(hand_off, actor=actor)
    case = cases.assign_owner(
        item.case_id, actor=actor, owner_id=actor.id, tier=item.tier, sent_at=hand_off.offered_at if hand_off else None
    )
    record_work("work.taken", item, actor)
    return case
