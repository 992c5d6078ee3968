"""Who may record and see contacts."""

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.contacts.models import Contact
from firstpoint.domain.people.models import Role

ALLOWED = {
    "record": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.PUBLIC_SITE, Role.SYSTEM}),
    "log": frozenset({Role.ADVISER, Role.SUPERVISOR}),
    "send": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.PUBLIC_SITE, Role.SYSTEM}),
    "take_back": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.SYSTEM}),
    "deliver": frozenset({Role.SYSTEM}),
    "view": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR, Role.SYSTEM}),
}


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts that the actor may see: those about restricted enquiry types, in their departments only."""
    if actor.has_role(Role.SYSTEM):
        return Contact.objects.all()
    if actor.has_role(*ALLOWED["view"]):
        return Contact.objects.filter(
            Q(enquiry_type=None)
            | Q(enquiry_type__is_restricted=False)
            | Q(enquiry_type__department__in=actor.department_ids)
        )
    return Contact.objects.none()
