"""Who else is part of a case."""

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, Party, PartyRole
from firstpoint.domain.customers.models import Customer


@action
def add_party(
    case_id: int,
    *,
    actor: Actor,
    role: str,
    name: str = "",
    reached_at: str = "",
    customer: Customer | None = None,
) -> Party:
    """Note somebody besides the customer, by name or as a customer of their own. Records case.party_added."""
    case: Case = lock(actor, "cases.note", case_id)
    if role not in PartyRole.values:
        raise DomainError(_("Choose what they are to the case."))
    if customer and customer.staff_id:
        raise NotFound
    if not name.strip() and customer is None:
        raise DomainError(_("Give a name."))
    party = Party.objects.create(
        case=case, role=role, name=name.strip()[:200], reached_at=reached_at.strip()[:254], customer=customer
    )
    _record("case.party_added", party, case, actor)
    return party


@action
def remove_party(case_id: int, party_id: int, *, actor: Actor) -> None:
    """Take somebody off the case who is no part of it. Records case.party_removed."""
    case: Case = lock(actor, "cases.note", case_id)
    party = Party.objects.filter(case=case, pk=party_id).first()
    if party is None:
        raise NotFound
    _record("case.party_removed", party, case, actor)
    party.delete()


def _record(event_type: str, party: Party, case: Case, actor: Actor) -> None:
    data = {"role": party.role}
    record(event_type, party, actor=actor, customer_id=case.customer_id, case_id=case.pk, data=data)
