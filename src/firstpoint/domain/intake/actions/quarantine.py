"""What could not be read waits where a person can see it, and is retried or discarded by them."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.intake.models import RawInput, RawState


@action
def quarantine_input(raw_id: int, *, actor: Actor, reason: str) -> None:
    """Set input aside with the reason why it could not be read. Records input.quarantined."""
    require(actor, "intake.receive")
    raw = RawInput.objects.select_for_update().get(pk=raw_id)
    if raw.state != RawState.ACCEPTED:
        return
    raw.state, raw.reason = RawState.QUARANTINED, reason[:500]
    raw.save(update_fields=["state", "reason"])
    record("input.quarantined", raw, actor=actor, channel=raw.channel)


@action
def note_look(raw: RawInput, *, actor: Actor) -> None:
    """Note that the actor was shown raw input. Records input.viewed, a look."""
    require(actor, "intake.view")
    record("input.viewed", raw, actor=actor, channel=raw.channel, is_look=True)


@action
def retry_input(raw_id: int, *, actor: Actor) -> None:
    """Have a worker read the input once more. Records input.retried."""
    raw = _lock_quarantined(raw_id, "intake.retry", actor)
    raw.state = RawState.ACCEPTED
    raw.save(update_fields=["state"])
    record("input.retried", raw, actor=actor, channel=raw.channel)


@action
def discard_input(raw_id: int, *, actor: Actor, reason: str) -> None:
    """Set the input aside for good, and say why; the raw bytes stay. Records input.discarded."""
    raw = _lock_quarantined(raw_id, "intake.discard", actor)
    if not reason.strip():
        raise DomainError(_("Write why this is discarded."))
    raw.state, raw.reason = RawState.DISCARDED, reason.strip()[:500]
    raw.save(update_fields=["state", "reason"])
    record("input.discarded", raw, actor=actor, channel=raw.channel)


def _lock_quarantined(raw_id: int, right: str, actor: Actor) -> RawInput:
    raw: RawInput = lock(actor, right, raw_id)
    if raw.state != RawState.QUARANTINED:
        raise DomainError(_("This is no longer in quarantine."))
    return raw
