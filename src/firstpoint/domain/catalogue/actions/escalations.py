"""Who is told, and when, that a promise comes into danger."""

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import insert_new
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import EscalateTo, Escalation, Queue

MOST_PER_CENT = 1000


@action
def save_escalation(*, actor: Actor, per_cent: int, whom: str, queue: Queue | None = None) -> Escalation:
    """Have somebody told when so much of a promise's time is used; without a queue, of every queue.

    Records escalation.saved when it is new.
    """
    require(actor, "catalogue.change")
    if whom not in EscalateTo.values:
        raise DomainError(_("Choose who is told: %(known)s.") % {"known": ", ".join(EscalateTo.values)})
    if not 1 <= per_cent <= MOST_PER_CENT:
        raise DomainError(_("Give a number from 1 to %(most)s per cent.") % {"most": MOST_PER_CENT})
    escalation = Escalation(queue=queue, per_cent=per_cent, whom=whom)
    if insert_new(escalation):
        record("escalation.saved", escalation, actor=actor, data={"per_cent": per_cent, "whom": whom})
        return escalation
    return Escalation.objects.get(queue=queue, per_cent=per_cent, whom=whom)


@action
def remove_escalation(pk: int, *, actor: Actor) -> None:
    """Have nobody told at this level any more. Records escalation.removed."""
    require(actor, "catalogue.change")
    escalation = Escalation.objects.select_for_update().filter(pk=pk).first()
    if escalation is None:
        raise NotFound
    record("escalation.removed", escalation, actor=actor, data={"per_cent": escalation.per_cent})
    escalation.delete()
