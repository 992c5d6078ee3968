"""Everything that is done to a case, one module per kind of doing."""

from firstpoint.domain.cases.actions.answering import advance_case, answer_case, ask_customer
from firstpoint.domain.cases.actions.breaching import explain_breach
from firstpoint.domain.cases.actions.ending import close_case, reopen_case, withdraw_case
from firstpoint.domain.cases.actions.extending import extend_promise
from firstpoint.domain.cases.actions.linking import link_case, merge_case, unlink_case
from firstpoint.domain.cases.actions.looking import ReasonNeeded, note_look, note_viewer
from firstpoint.domain.cases.actions.noting import add_note
from firstpoint.domain.cases.actions.nudging import follow_nudge, send_nudge
from firstpoint.domain.cases.actions.once import SentAlready
from firstpoint.domain.cases.actions.opening import add_to_case, assign_owner, open_case
from firstpoint.domain.cases.actions.owning import CaseIsClosed, ClosedForGood, NotTheOwner, lock_own_case
from firstpoint.domain.cases.actions.parties import add_party, remove_party
from firstpoint.domain.cases.actions.proving import (
    hash_of_secret,
    prove_case_by_code,
    prove_case_by_secret,
    request_tracking_code,
)
from firstpoint.domain.cases.actions.reaching import StillPromised, remove_contact_point
from firstpoint.domain.cases.actions.replying import discard_reply, save_reply
from firstpoint.domain.cases.actions.retyping import change_enquiry_type
from firstpoint.domain.cases.actions.splitting import split_off
from firstpoint.domain.cases.actions.tasking import add_task, finish_task
from firstpoint.domain.cases.actions.telling import NOTHING, Given
from firstpoint.domain.cases.actions.tier_clocks import put_back_tier_clock, stand_tier_clock
from firstpoint.domain.cases.actions.undoing import ChangedSince, withdraw_message

__all__ = (
    "NOTHING",
    "CaseIsClosed",
    "ChangedSince",
    "ClosedForGood",
    "Given",
    "NotTheOwner",
    "ReasonNeeded",
    "SentAlready",
    "StillPromised",
    "add_note",
    "add_party",
    "add_task",
    "add_to_case",
    "advance_case",
    "answer_case",
    "ask_customer",
    "assign_owner",
    "change_enquiry_type",
    "close_case",
    "discard_reply",
    "explain_breach",
    "extend_promise",
    "finish_task",
    "follow_nudge",
    "hash_of_secret",
    "link_case",
    "lock_own_case",
    "merge_case",
    "note_look",
    "note_viewer",
    "open_case",
    "prove_case_by_code",
    "prove_case_by_secret",
    "put_back_tier_clock",
    "remove_contact_point",
    "remove_party",
    "reopen_case",
    "request_tracking_code",
    "save_reply",
    "send_nudge",
    "split_off",
    "stand_tier_clock",
    "unlink_case",
    "withdraw_case",
    "withdraw_message",
)
