"""A case ends with an outcome that is told, and can open again."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.clocks import end_pause, renew_promises
from firstpoint.domain.cases.actions.once import only_once
from firstpoint.domain.cases.actions.owning import CaseIsClosed, ClosedForGood, lock_own_case
from firstpoint.domain.cases.actions.telling import tell_outcome, tell_reopened
from firstpoint.domain.cases.models import Case, CaseState, Outcome
from firstpoint.domain.cases.queries import may_reopen


@action
def close_case(case_id: int, *, actor: Actor, outcome: str, note: str, form_token: str = "") -> Case:
    """Close a case with an outcome, and tell it. Records case.closed. Raises CaseIsClosed, NotTheOwner, SentAlready."""
    only_once(form_token, note)
    case = lock_own_case(actor, "cases.close", case_id)
    if outcome not in Outcome.values or outcome == Outcome.WITHDRAWN:
        raise DomainError(_("Choose how the case ended."))
    if not note.strip():
        raise DomainError(_("Write what the customer should know about the outcome."))
    _end(case, outcome)
    tell_outcome(case, actor=actor, note=note.strip())
    _record("case.closed", case, actor, outcome=outcome)
    return case


@action
def withdraw_case(case_id: int, *, actor: Actor) -> Case:
    """End a case at the customer's own wish. Records case.withdrawn. Raises CaseIsClosed."""
    case: Case = lock(actor, "cases.withdraw", case_id)
    if case.is_closed:
        raise CaseIsClosed
    _end(case, Outcome.WITHDRAWN)
    _record("case.withdrawn", case, actor)
    return case


@action
def reopen_case(case_id: int, *, actor: Actor) -> Case:
    """Open a closed case again with a fresh promise; the customer is told.

    Records case.reopened. Raises ClosedForGood.
    """
    case: Case = lock(actor, "cases.reopen", case_id)
    if not case.is_closed:
        raise DomainError(_("This case is open already."))
    if not may_reopen(actor, case):
        raise ClosedForGood
    case.state, case.outcome, case.closed_at = CaseState.OPEN, "", None
    renew_promises(case)
    case.save(update_fields=["state", "outcome", "closed_at", "due_at", "first_answer_due_at"])
    tell_reopened(case, actor=actor)
    _record("case.reopened", case, actor)
    return case


def _end(case: Case, outcome: str) -> None:
    now = clock.now()
    end_pause(case)
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, outcome, now
    case.first_answered_at = case.first_answered_at or (now if outcome != Outcome.WITHDRAWN else None)
    case.save(update_fields=["state", "outcome", "closed_at", "first_answered_at", "due_at", "first_answer_due_at"])


def _record(event_type: str, case: Case, actor: Actor, **data: str) -> None:
    record(event_type, case, actor=actor, customer_id=case.customer_id, case_id=case.pk, data=data)
