"""Reads of what waits in quarantine, and of saved forms."""

from django.db.models import QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.intake.models import Draft, RawInput, RawState
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


def get_open_draft(draft_id: int) -> Draft:
    """Return a draft that can still be resumed. Raises NotFound."""
    draft = (
        Draft.objects.filter(pk=draft_id, expires_at__gt=clock.now())
        .select_related("version__enquiry_type", "version__calendar")
        .first()
    )
    if draft is None:
        raise NotFound
    return draft
