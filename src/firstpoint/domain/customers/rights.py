"""Who may see and change customers."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import Role

ALLOWED = {
    "view": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR, Role.SYSTEM}),
    "identify": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.PUBLIC_SITE, Role.SYSTEM}),
    "prove": frozenset({Role.PUBLIC_SITE, Role.SYSTEM}),
}


def visible_to(actor: Actor) -> QuerySet[Customer]:
    """Return the customers whom the actor may see."""
    if actor.has_role(*ALLOWED["view"]):
        return Customer.objects.all()
    return Customer.objects.none()
