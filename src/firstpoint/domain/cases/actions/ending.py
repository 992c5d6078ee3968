"""A case ends with an outcome that is told, and can open again."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.clocks import end_pause, renew_promises
from firstpoint.domain.cases.actions.once import only_once
from firstpoint.domain.cases.actions.owning import CaseIsClosed, ClosedForGood, lock_own_case
from firstpoint.domain.cases.actions.telling import tell_outcome, tell_reopened
from firstpoint.domain.cases.actions.tier_clocks import end_tier_clock, restart_tier_clock
from firstpoint.domain.cases.models import CHOSEN_OUTCOMES, Case, CaseLink, CaseState, LinkKind, Outcome
from firstpoint.domain.cases.queries import may_reopen

MISSING_EVIDENCE = {
    Outcome.NOT_OURS: _("Say whose matter it is, so that the customer knows where to turn."),
    Outcome.NO_ACTION: _("Say why nothing will be done."),
    Outcome.REFERRED: _("Say to whom the case was referred."),
}
OPENED_AGAIN = ["state", "outcome", "evidence", "closed_at", "due_at", "first_answer_due_at"]
ENDED = ["state", "outcome", "evidence", "closed_at", "first_answered_at", "due_at", "first_answer_due_at"]


@action
def close_case(
    case_id: int, *, actor: Actor, outcome: str, note: str, evidence: str = "", form_token: str = ""
) -> Case:
    """Close a case with an outcome and what shows it, and tell it.

    Records case.closed. Raises CaseIsClosed, NotTheOwner, SentAlready, DomainError while a part of it is open.
    """
    only_once(form_token, note)
    case = lock_own_case(actor, "cases.close", case_id)
    if outcome not in CHOSEN_OUTCOMES:
        raise DomainError(_("Choose how the case ended."))
    if not note.strip():
        raise DomainError(_("Write what the customer should know about the outcome."))
    if outcome in MISSING_EVIDENCE and not evidence.strip():
        raise DomainError(MISSING_EVIDENCE[Outcome(outcome)])
    if parts := open_parts(case):
        raise DomainError(
            _("Parts of this case are still open: %(references)s. Close them first.") % {"references": ", ".join(parts)}
        )
    case.evidence = evidence.strip()[:300]
    end_case(case, outcome, actor=actor)
    tell_outcome(case, actor=actor, note=note.strip())
    return case


@action
def withdraw_case(case_id: int, *, actor: Actor) -> Case:
    """End a case at the customer's own wish. Records case.withdrawn. Raises CaseIsClosed."""
    case: Case = lock(actor, "cases.withdraw", case_id)
    if case.is_closed:
        raise CaseIsClosed
    end_case(case, Outcome.WITHDRAWN, actor=actor)
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
    open_again(case)
    case.save(update_fields=OPENED_AGAIN)
    tell_reopened(case, actor=actor)
    _record("case.reopened", case, actor)
    return case


def open_again(case: Case) -> None:
    """Let a locked case that ended go on with a fresh promise, and with itself where it was merged; the caller saves it."""
    if case.outcome == Outcome.MERGED:
        CaseLink.objects.filter(other=case, kind=LinkKind.MERGED).delete()
    case.state, case.outcome, case.evidence, case.closed_at = CaseState.OPEN, "", "", None
    renew_promises(case)
    restart_tier_clock(case)


def end_case(case: Case, outcome: str, *, actor: Actor) -> None:
    """End a locked case, as a part of what ends it. Records case.withdrawn for a withdrawal, else case.closed."""
    require(actor, "cases.end")
    now = clock.now()
    end_pause(case)
    end_tier_clock(case)
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, outcome, now
    case.first_answered_at = case.first_answered_at or (now if outcome != Outcome.WITHDRAWN else None)
    case.save(update_fields=ENDED)
    if outcome == Outcome.WITHDRAWN:
        _record("case.withdrawn", case, actor)
    else:
        _record("case.closed", case, actor, outcome=outcome)


def open_parts(case: Case) -> list[str]:
    """Return the references of the parts of a case that are still open."""
    links = CaseLink.objects.filter(case=case, kind=LinkKind.CHILD, other__closed_at=None)
    return list(links.order_by("other").values_list("other__reference", flat=True))


def _record(event_type: str, case: Case, actor: Actor, **data: str) -> None:
    record(event_type, case, actor=actor, customer_id=case.customer_id, case_id=case.pk, data=data)
