"""Reads of what waits in quarantine."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.intake.models import RawInput, RawState
from firstpoint.domain.intake.rights import visible_to


def quarantine(actor: Actor) -> QuerySet[RawInput]:
    """Return what waits for a person, oldest first, without the raw bytes."""
    return visible_to(actor).filter(state=RawState.QUARANTINED).defer("content").order_by("accepted_at", "id")


def get_raw_input(actor: Actor, pk: int) -> RawInput:
    """Return one raw input with its bytes. Raises NotFound."""
    raw = visible_to(actor).filter(pk=pk).first()
    if raw is None:
        raise NotFound
    return raw
