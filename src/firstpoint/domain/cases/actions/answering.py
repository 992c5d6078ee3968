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
from firstpoint.domain.cases.actions.replying import Uploads, checked, drop_reply, stored
from firstpoint.domain.cases.actions.telling import NOTHING, Given, tell, tell_promise_moved
from firstpoint.domain.cases.actions.undoing import begin_undo, keep_undo
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind


class NothingWritten(DomainError):
    """A message to the customer has no words."""

    sentence = _("Write what the customer should read.")


@action
def answer_case(
    case_id: int,
    *,
    actor: Actor,
    body: str,
    files: Iterable[Attachment] = (),
    uploads: Uploads = (),
    given: Given = NOTHING,
    form_token: str = "",
    may_undo: bool = False,
) -> Message:
    """Answer the customer; the first answer keeps the first promise. Records case.answered.

    `uploads` are stored and attached; `given` is what backed the answer. With `may_undo` it goes out after the agency's
    seconds, and can be taken back until then. The same words under the same `form_token` raise SentAlready.
    """
    only_once(form_token, body)
    case = lock_own_case(actor, "cases.answer", case_id)
    _require_words(body)
    hold, before = begin_undo(case) if may_undo else (0, None)
    has_moved = end_pause(case)
    case.state = CaseState.OPEN
    _note_answer(case)
    message = tell(
        case,
        actor=actor,
        kind=MessageKind.ANSWER,
        body=body,
        files=[*files, *stored(uploads)],
        hold=hold,
        given=checked(given, actor),
    )
    notice = tell_promise_moved(case, actor=actor, hold=hold) if has_moved else None
    keep_undo(case, message, notice, before)
    drop_reply(case, actor, MessageKind.ANSWER)
    _record("case.answered", case, actor, message, given)
    return message


@action
def ask_customer(
    case_id: int,
    *,
    actor: Actor,
    body: str,
    files: Iterable[Attachment] = (),
    uploads: Uploads = (),
    form_token: str = "",
    may_undo: bool = False,
) -> Message:
    """Ask the customer for something; the clock stands still until they write. Records case.customer_asked.

    `uploads`, `form_token` and `may_undo` are as in answer_case.
    """
    only_once(form_token, body)
    case = lock_own_case(actor, "cases.ask", case_id)
    _require_words(body)
    hold, before = begin_undo(case) if may_undo else (0, None)
    begin_pause(case)
    case.state = CaseState.WITH_CUSTOMER
    _note_answer(case)
    attached = [*files, *stored(uploads)]
    message = tell(case, actor=actor, kind=MessageKind.REQUEST, body=body, files=attached, hold=hold)
    keep_undo(case, message, None, before)
    drop_reply(case, actor, MessageKind.REQUEST)
    _record("case.customer_asked", case, actor, message)
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


def _record(event_type: str, case: Case, actor: Actor, message: Message, given: Given = NOTHING) -> None:
    data = {
        "message": message.pk,
        "article_version": given.article_version_id,
        "response_text": given.response_text_id,
    }
    record(
        event_type,
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={name: pk for name, pk in data.items() if pk},
    )
