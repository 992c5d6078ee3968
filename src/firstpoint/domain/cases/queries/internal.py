"""What a member of staff asked of an internal service: they follow it as any customer does, signed in instead of by code."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Audience
from firstpoint.domain.people.models import Role, User


def asking_as(user: User) -> Actor:
    """Return a member of staff as the customer that they are: they see and do what a visitor who proved these cases may."""
    own = Case.objects.filter(customer__staff=user, enquiry_type__audience=Audience.STAFF)
    return Actor(
        id=user.pk,
        roles=frozenset({Role.PUBLIC_SITE}) if user.is_active and not user.is_machine else frozenset(),
        language=user.language,
        proven_case_ids=frozenset(own.values_list("pk", flat=True)),
    )


def asked_by(user: User) -> QuerySet[Case]:
    """Return what somebody asked internally, newest first."""
    return (
        Case.objects.filter(customer__staff=user, enquiry_type__audience=Audience.STAFF)
        .select_related("version", "owner")
        .order_by("-opened_at", "-id")
    )
