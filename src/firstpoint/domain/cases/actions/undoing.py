"""Words to a customer are taken back before they go out, and their case is again what it was."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case, Pause, Reply, TierClock, Undo
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Message

MOMENTS = ("answered_at", "first_answered_at", "due_at", "first_answer_due_at")
SENDING = ("case.answered", "case.customer_asked")
# What leaves as it is all that taking words back restores.
HARMLESS = (
    "case.noted",
    "case.proved",
    "case.escalated",
    "case.breach_explained",
    "identity.proved",
    "identity.not_proved",
    "case.party_added",
    "case.party_removed",
    "case.linked",
    "case.unlinked",
    "task.added",
    "task.done",
    "task.undone",
)


class ChangedSince(DomainError):
    """Something else happened in the case since the words were sent."""

    sentence = _("Something else happened in the case since then, so this cannot be taken back any more.")


def begin_undo(case: Case) -> tuple[int, dict[str, Any] | None]:
    """Return for how many seconds words of a locked case can be taken back, and what the case is before them."""
    seconds = Agency.objects.values_list("undo_send_seconds", flat=True).first() or 0
    return seconds, _facts_of(case) if seconds else None


def keep_undo(case: Case, message: Message, notice: Message | None, before: dict[str, Any] | None) -> None:
    """Remember what the case was before its newest words; those before them cannot be taken back any more."""
    Undo.objects.filter(case=case).delete()
    if before:
        Undo.objects.create(case=case, message=message, notice=notice, before=before)


@action
def withdraw_message(case_id: int, message_id: int, *, actor: Actor) -> Case:
    """Take back words of one's own before they go out: they are a draft again, and the case is what it was.

    Files have to be attached again. Records message.withdrawn. Raises TooLate, ChangedSince.
    """
    case: Case = lock(actor, "cases.answer", case_id)
    undo = Undo.objects.filter(case=case, message_id=message_id, message__author_id=actor.id).first()
    if undo is None:
        raise contacts.TooLate
    message, notice_id = undo.message, undo.notice_id
    if _something_happened_since(case, message):
        raise ChangedSince
    contacts.take_back(message.pk, actor=actor, case_id=case.pk)
    if notice_id:
        contacts.take_back(notice_id, actor=actor, case_id=case.pk)
    _restore(case, undo.before)
    _give_back(case, message, actor)
    return case


def _something_happened_since(case: Case, message: Message) -> bool:
    """Say whether the journal tells of anything after these words that changed the case."""
    of_case = Event.objects.filter(case_id=case.pk, is_look=False)
    sent = of_case.filter(type__in=SENDING, data__message=message.pk).order_by("-id").first()
    return sent is None or of_case.filter(id__gt=sent.pk).exclude(type__in=HARMLESS).exists()


def _facts_of(case: Case) -> dict[str, Any]:
    pause = Pause.objects.filter(case=case, ended_at=None).first()
    running = TierClock.objects.filter(case=case, ended_at=None).first()
    return {
        "state": case.state,
        **{name: _written(getattr(case, name)) for name in MOMENTS},
        "pause": pause and pause.pk,
        "clock": running and running.pk,
        "clock_due_at": running and _written(running.due_at),
    }


def _restore(case: Case, before: dict[str, Any]) -> None:
    case.state = before["state"]
    for name in MOMENTS:
        setattr(case, name, _read(before[name]))
    case.save(update_fields=["state", *MOMENTS])
    if before["pause"]:
        Pause.objects.filter(pk=before["pause"]).update(ended_at=None)
    else:
        Pause.objects.filter(case=case, ended_at=None).delete()
    if before["clock"]:
        TierClock.objects.filter(pk=before["clock"]).update(due_at=_read(before["clock_due_at"]))


def _give_back(case: Case, message: Message, author: Actor) -> None:
    """Make the words a draft again, before what was typed meanwhile."""
    reply = Reply.objects.filter(case=case, author_id=author.id, kind=message.kind).first()
    Reply.objects.update_or_create(
        case=case,
        author_id=author.id,
        kind=message.kind,
        defaults={
            "body": f"{message.body}\n\n{reply.body}" if reply else message.body,
            "article_version_id": message.article_version_id,
            "response_text_id": message.response_text_id,
        },
    )


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _read(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
