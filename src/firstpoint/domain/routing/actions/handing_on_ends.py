"""A hand-off that is not accepted: returned with a reason, withdrawn by its sender, or answered by nobody in time."""

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.actions.accepting import end_hand_off
from firstpoint.domain.routing.actions.placing import keep_with_owner
from firstpoint.domain.routing.models import Cause, HandOff, HandOffState, WorkItem
from firstpoint.domain.routing.queries.reach import reach_of
from firstpoint.domain.routing.rights import visible_to

MOST_AT_ONCE = 200


@action
def return_hand_off(hand_off_id: int, *, actor: Actor, reason: str, cause: str = "") -> HandOff:
    """Give back what was offered, with the reason; with a cause it counts as a misroute. Records hand_off.returned."""
    require(actor, "routing.answer_hand_off")
    hand_off = _open_hand_off(hand_off_id)
    item = visible_to(actor).filter(hand_off=hand_off).select_related("hand_off").first()
    if item is None or not reach_of(actor).covers(item):
        raise NotFound
    if not reason.strip():
        raise DomainError(_("Write why you give the case back."))
    if cause and cause not in Cause.values:
        raise DomainError(_("Say why the work arrived here."))
    hand_off.reason, hand_off.cause = reason.strip(), cause or hand_off.cause
    _end(hand_off, HandOffState.RETURNED, actor)
    return hand_off


@action
def withdraw_hand_off(hand_off_id: int, *, actor: Actor) -> HandOff:
    """Take back what one offered, before anybody accepts it. Records hand_off.withdrawn."""
    require(actor, "routing.hand_on")
    hand_off = _open_hand_off(hand_off_id)
    is_ones_own = hand_off.sender_id == actor.id or actor.has_role(Role.SUPERVISOR)
    if not is_ones_own or not cases_visible_to(actor).filter(pk=hand_off.case_id).exists():
        raise NotFound
    _end(hand_off, HandOffState.WITHDRAWN, actor)
    return hand_off


@action
def time_out_hand_offs(*, actor: Actor) -> int:
    """Give back what nobody accepted in time, or what was offered to somebody who left; return how many.

    Records hand_off.timed_out for each.
    """
    require(actor, "routing.tidy")
    late = HandOff.objects.select_for_update(of=("self",), skip_locked=True).filter(state=HandOffState.OFFERED)
    ended = [
        *late.filter(expires_at__lte=clock.now()).order_by("expires_at")[:MOST_AT_ONCE],
        *late.filter(expires_at__gt=clock.now(), to_person__is_active=False)[:MOST_AT_ONCE],
    ]
    for hand_off in ended:
        _end(hand_off, HandOffState.TIMED_OUT, actor)
    return len(ended)


def end_open_hand_off(case_id: int, *, actor: Actor) -> None:
    """Withdraw the open hand-off of a case that ended or was given to somebody else, if there is one."""
    hand_off = (
        HandOff.objects.select_for_update(of=("self",)).filter(case_id=case_id, state=HandOffState.OFFERED).first()
    )
    if hand_off:
        _end(hand_off, HandOffState.WITHDRAWN, actor)


def _open_hand_off(hand_off_id: int) -> HandOff:
    # Whoever takes work locks it before its hand-off: the same order here, so that neither waits for the other for ever.
    WorkItem.objects.select_for_update(of=("self",)).filter(hand_off=hand_off_id).first()
    hand_off = (
        HandOff.objects.select_for_update(of=("self",))
        .select_related("case__version__calendar", "from_queue", "to_queue")
        .filter(pk=hand_off_id)
        .first()
    )
    if hand_off is None:
        raise NotFound
    if hand_off.state != HandOffState.OFFERED:
        raise DomainError(_("This hand-off is not open any more: it was accepted, returned or withdrawn."))
    return hand_off


def _end(hand_off: HandOff, state: HandOffState, actor: Actor) -> None:
    end_hand_off(hand_off, state, actor=actor)
    keep_with_owner(hand_off, actor=actor)
    cases.stand_tier_clock(hand_off.case_id, since=hand_off.offered_at)
