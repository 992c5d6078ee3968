"""Who may see and change the catalogue. What is in use is public; how it is set up, and its history, are not."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import Audience, EnquiryType
from firstpoint.domain.people.models import STAFF_ROLES, Role

ALLOWED = {
    "view": frozenset({Role.SYSTEM, Role.SUPERVISOR, Role.ADMINISTRATOR}),
    "change": frozenset({Role.SYSTEM, Role.ADMINISTRATOR}),
}


def visible_to(actor: Actor) -> QuerySet[EnquiryType]:
    """Return the enquiry types in use that the actor may see: those for the public everybody, those for staff the staff."""
    kinds = EnquiryType.objects.filter(is_active=True)
    return kinds if actor.has_role(Role.SYSTEM, *STAFF_ROLES) else kinds.filter(audience=Audience.PUBLIC)
