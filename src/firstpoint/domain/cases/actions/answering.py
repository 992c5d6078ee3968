"""An adviser works on a case: answers, asks the customer, moves it along its steps."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.clocks import begin_pause, end_pause
from firstpoint.domain.cases.actions.once import only_once
from firstpoint.domain.cases.actions.owning import lock_own_case
from firstpoint.domain.cases.actions.telling import tell, tell_promise_moved
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind


class NothingWritten(DomainError):
    """A message to the customer has no words."""

    sentence = _("Write what the customer should read.")


@action
def answer_case(
    case_id: int, *, actor: Actor, body: str, files: Iterable[Attachment] = (), form_token: str = ""
) -> Message:
    """Answer the customer; the first answer keeps the first promise. Records case.answered.

    The same words under the same `form_token` raise SentAlready.
    """
    only_once(form_token, body)
    case = lock_own_case(actor, "cases.answer", case_id)
    _require_words(body)
    has_moved = end_pause(case)
    case.state = CaseState.OPEN
    _note_answer(case)
    message = tell(case, actor=actor, kind=MessageKind.ANSWER, body=body, files=files)
    if has_moved:
        tell_promise_moved(case, actor=actor)
    _record("case.answered", case, actor)
    return message


@action
def ask_customer(
    case_id: int, *, actor: Actor, body: str, files: Iterable[Attachment] = (), form_token: str = ""
) -> Message:
    """Ask the customer for something; the clock stands still until they write. Records case.customer_asked.

    The same words under the same `form_token` raise SentAlready.
    """
    only_once(form_token, body)
    case = lock_own_case(actor, "cases.ask", case_id)
    _require_words(body)
    begin_pause(case)
    case.state = CaseState.WITH_CUSTOMER
    _note_answer(case)
    message = tell(case, actor=actor, kind=MessageKind.REQUEST, body=body, files=files)
    _record("case.customer_asked", case, actor)
    return message


@action
def advance_case(case_id: int, *, actor: Actor, step: int) -> Case:
    """Move the case to a step of its process map, which the customer sees. Records case.step_reached."""
    case = lock_own_case(actor, "cases.advance", case_id)
    if not 0 <= step < len(case.version.steps):
        raise DomainError(_("The process map has no such step."))
    case.step = step
    case.save(update_fields=["step"])
    record(
        "case.step_reached",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"step": case.version.steps[step]["code"]},
    )
    return case


def _require_words(body: str) -> None:
    if not body.strip():
        raise NothingWritten


def _note_answer(case: Case) -> None:
    now = clock.now()
    case.answered_at = now
    case.first_answered_at = case.first_answered_at or now
    case.save(update_fields=["state", "answered_at", "first_answered_at", "due_at", "first_answer_due_at"])


def _record(event_type: str, case: Case, actor: Actor) -> None:
    record(event_type, case, actor=actor, customer_id=case.customer_id, case_id=case.pk)
