"""Why a promise was missed is said by whoever answers for the case."""

from datetime import datetime

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.owning import NotTheOwner
from firstpoint.domain.cases.models import Breach, BreachReason, Case
from firstpoint.domain.cases.queries.breaches import missed_promises
from firstpoint.domain.people.models import Role


@action
def explain_breach(case_id: int, *, actor: Actor, promise: str, tier: int, at: datetime, reason: str) -> Breach:
    """Say why a promise was missed that was due at a moment, or say it otherwise. Records case.breach_explained.

    Also of a closed case. Raises NotTheOwner, and DomainError for a promise that was kept.
    """
    case: Case = lock(actor, "cases.answer", case_id)
    if case.owner_id != actor.id and not actor.has_role(Role.SUPERVISOR):
        raise NotTheOwner
    if reason not in BreachReason.values:
        raise DomainError(_("Choose a reason."))
    if not any((one.promise, one.tier, one.at) == (promise, tier, at) for one in missed_promises(case)):
        raise DomainError(_("This promise was kept, or counts anew by now. Look again at the case."))
    breach, _created = Breach.objects.update_or_create(
        case=case,
        promise=promise,
        tier=tier,
        at=at,
        defaults={"reason": reason, "noted_by_id": actor.id, "noted_at": clock.now()},
    )
    record(
        "case.breach_explained",
        case,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"promise": promise, "tier": tier, "reason": reason},
    )
    return breach
