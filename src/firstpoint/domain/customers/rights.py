"""Who may see and change customers."""

from django.db.models import Exists, Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import Audience, EnquiryType
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import Role

HANDLERS = frozenset({Role.ADVISER, Role.SUPERVISOR, Role.SYSTEM})

ALLOWED = {
    "view": HANDLERS | {Role.AUDITOR},
    "identify": HANDLERS | {Role.PUBLIC_SITE},
    "prove": frozenset({Role.PUBLIC_SITE, Role.SYSTEM}),
    "verify": HANDLERS | {Role.PUBLIC_SITE},
    "change": HANDLERS,
    "merge": HANDLERS,
    "check": HANDLERS,
    "see_looks": frozenset({Role.SUPERVISOR, Role.AUDITOR}),
}


def visible_to(actor: Actor) -> QuerySet[Customer]:
    """Return the customers whom the actor may see.

    Members of staff who asked for something internal are seen by the departments that answer such things.
    """
    if actor.has_role(Role.SYSTEM):
        return Customer.objects.all()
    if not actor.has_role(*ALLOWED["view"]):
        return Customer.objects.none()
    answering = EnquiryType.objects.filter(audience=Audience.STAFF, department__in=actor.department_ids)
    return Customer.objects.filter(Q(staff=None) | Exists(answering))
