"""How words to the customer go between the desk's forms and the domain: sent, kept as drafts, held for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from firstpoint.core.access import Actor
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.actions import Given
from firstpoint.domain.cases.models import Case, Reply
from firstpoint.domain.cases.queries.replies import replies_of
from firstpoint.domain.contacts.models import Message, MessageKind
from firstpoint.doors.desk.case.forms import write_given

KINDS = {"answer": MessageKind.ANSWER, "ask": MessageKind.REQUEST}


def send_answer(
    case_id: int, *, actor: Actor, body: str, form_token: str, uploads: "Sequence[UploadedFile[bytes]]", given: Given
) -> Message:
    """Answer the customer, with some seconds to take it back."""
    return actions.answer_case(
        case_id, actor=actor, body=body, form_token=form_token, uploads=uploads, given=given, may_undo=True
    )


def send_question(
    case_id: int, *, actor: Actor, body: str, form_token: str, uploads: "Sequence[UploadedFile[bytes]]", given: Given
) -> Message:
    """Ask the customer, with some seconds to take it back. A question gives no answer."""
    return actions.ask_customer(case_id, actor=actor, body=body, form_token=form_token, uploads=uploads, may_undo=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed and did not send, under the name of its form."""

    name: str
    reply: Reply

    @property
    def initial(self) -> dict[str, Any]:
        """What the form shows at first."""
        version, text = self.reply.article_version, self.reply.response_text
        title = version.title if version else text.response.name if text else ""
        given = write_given(self.reply.article_version_id, self.reply.response_text_id)
        return {"body": self.reply.body, "given": given, "given_title": title}


def drafts_of(actor: Actor, case: Case) -> dict[str, Draft]:
    """Return what the actor typed in a case and did not send, by the names of the forms. One query."""
    replies = replies_of(actor, case)
    return {name: Draft(name, replies[kind]) for name, kind in KINDS.items() if kind in replies}


def held_by(actor: Actor, messages: Sequence[Message]) -> Message | None:
    """Return the newest message of the actor that can still be taken back."""
    held = [each for each in messages if each.is_held and each.author_id == actor.id and each.kind in KINDS.values()]
    return held[-1] if held else None
