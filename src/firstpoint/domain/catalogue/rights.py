"""Who may see and change the catalogue. The catalogue itself is public."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.people.models import Role

ALLOWED = {"import": frozenset({Role.SYSTEM, Role.ADMINISTRATOR})}


def visible_to(actor: Actor) -> QuerySet[EnquiryType]:
    """Return the enquiry types that the actor may see: all that are in use, for everybody."""
    return EnquiryType.objects.filter(is_active=True)
