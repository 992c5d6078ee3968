"""A hand-off is accepted: from now on the receiver answers for the case."""

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.events import record
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind
from firstpoint.domain.routing.models import HandOff, HandOffState

TOLD = {
    HandOffState.ACCEPTED: NoticeKind.HAND_OFF_ACCEPTED,
    HandOffState.RETURNED: NoticeKind.HAND_OFF_RETURNED,
    HandOffState.TIMED_OUT: NoticeKind.HAND_OFF_TIMED_OUT,
}


def accept(hand_off: HandOff, *, actor: Actor) -> None:
    """Note who took what was handed on, as a part of taking it. Records hand_off.accepted."""
    end_hand_off(hand_off, HandOffState.ACCEPTED, actor=actor)


def end_hand_off(hand_off: HandOff, state: HandOffState, *, actor: Actor) -> None:
    """Note how an open hand-off ended, and tell its sender. Records hand_off.accepted, returned, withdrawn or timed_out."""
    hand_off.state, hand_off.answered_at, hand_off.answered_by_id = state, clock.now(), actor.id
    hand_off.save(update_fields=["state", "answered_at", "answered_by", "reason", "cause"])
    record_hand_off(f"hand_off.{state}", hand_off, actor)
    if state in TOLD and hand_off.sender_id != actor.id:
        give_notice([hand_off.sender], TOLD[state], case_id=hand_off.case_id, by_id=actor.id)


def record_hand_off(event_type: str, hand_off: HandOff, actor: Actor) -> None:
    """Record an event of a hand-off on its case."""
    require(actor, "routing.move")
    record(
        event_type,
        hand_off,
        actor=actor,
        customer_id=hand_off.case.customer_id,
        case_id=hand_off.case_id,
        data={
            "kind": hand_off.kind,
            "from_tier": hand_off.from_queue.tier,
            "to_tier": hand_off.to_queue.tier,
            "cause": hand_off.cause,
        },
    )
