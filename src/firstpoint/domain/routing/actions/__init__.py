"""Everything that is done with waiting work, one module per kind of doing."""

from firstpoint.domain.routing.actions.absences import cancel_absence, plan_absence
from firstpoint.domain.routing.actions.advising import override_presence, save_adviser, set_presence
from firstpoint.domain.routing.actions.batching import move_cases, prioritise_cases, reassign_cases, undo_batch
from firstpoint.domain.routing.actions.covering import cover_absences
from firstpoint.domain.routing.actions.escalating import escalate_cases
from firstpoint.domain.routing.actions.following import follow_case, put_back, reassign, return_work_of
from firstpoint.domain.routing.actions.handing_on import (
    HandedOnTooOften,
    NobodyThere,
    NotEnoughToHandOn,
    hand_on,
    refer_case,
    send_back,
)
from firstpoint.domain.routing.actions.handing_on_ends import (
    return_hand_off,
    time_out_hand_offs,
    withdraw_hand_off,
)
from firstpoint.domain.routing.actions.placing import place_work
from firstpoint.domain.routing.actions.pushing import offer_work
from firstpoint.domain.routing.actions.retyping import retype_case
from firstpoint.domain.routing.actions.splitting import split_case
from firstpoint.domain.routing.actions.taking import NotForYou, TakenMeanwhile, take, take_next
from firstpoint.domain.routing.actions.triage import CannotLearn, follow_enquiry_type, train_triage
from firstpoint.domain.routing.actions.waits import estimate_wait, watch_queues

__all__ = (
    "CannotLearn",
    "HandedOnTooOften",
    "NobodyThere",
    "NotEnoughToHandOn",
    "NotForYou",
    "TakenMeanwhile",
    "cancel_absence",
    "cover_absences",
    "escalate_cases",
    "estimate_wait",
    "follow_case",
    "follow_enquiry_type",
    "hand_on",
    "move_cases",
    "offer_work",
    "override_presence",
    "place_work",
    "plan_absence",
    "prioritise_cases",
    "put_back",
    "reassign",
    "reassign_cases",
    "refer_case",
    "return_hand_off",
    "return_work_of",
    "retype_case",
    "save_adviser",
    "send_back",
    "set_presence",
    "split_case",
    "take",
    "take_next",
    "time_out_hand_offs",
    "train_triage",
    "undo_batch",
    "watch_queues",
    "withdraw_hand_off",
)
