"""Everything that is done to a case, one module per kind of doing."""

from firstpoint.domain.cases.actions.answering import advance_case, answer_case, ask_customer
from firstpoint.domain.cases.actions.ending import close_case, reopen_case, withdraw_case
from firstpoint.domain.cases.actions.looking import note_look
from firstpoint.domain.cases.actions.once import SentAlready
from firstpoint.domain.cases.actions.opening import add_to_case, assign_owner, open_case
from firstpoint.domain.cases.actions.owning import CaseIsClosed, ClosedForGood, NotTheOwner, lock_own_case
from firstpoint.domain.cases.actions.proving import (
    hash_of_secret,
    prove_case_by_code,
    prove_case_by_secret,
    request_tracking_code,
)

__all__ = (
    "CaseIsClosed",
    "ClosedForGood",
    "NotTheOwner",
    "SentAlready",
    "add_to_case",
    "advance_case",
    "answer_case",
    "ask_customer",
    "assign_owner",
    "close_case",
    "hash_of_secret",
    "lock_own_case",
    "note_look",
    "open_case",
    "prove_case_by_code",
    "prove_case_by_secret",
    "reopen_case",
    "request_tracking_code",
    "withdraw_case",
)
