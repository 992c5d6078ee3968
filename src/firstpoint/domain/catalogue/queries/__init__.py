"""Reads of the catalogue."""

from django.db.models import F, QuerySet

from firstpoint.core.errors import NotFound
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import Agency, Audience, EnquiryType, EnquiryTypeVersion, Occasion, Service

GENERAL_QUESTION = "general-question"


@kept
def agency() -> Agency | None:
    """Return the agency, None before it is set up."""
    return Agency.objects.first()


@kept
def services() -> list[Service]:
    """Return the services in use for the public, in the agency's order."""
    return list(Service.objects.filter(is_active=True, audience=Audience.PUBLIC))


@kept
def occasions() -> list[Occasion]:
    """Return the life events, in the agency's order."""
    return list(Occasion.objects.all())


def get_service(code: str) -> Service:
    """Return a service in use for the public. Raises NotFound."""
    public = Service.objects.filter(is_active=True, audience=Audience.PUBLIC)
    service = public.filter(code=code).select_related("department").first()
    if service is None:
        raise NotFound
    return service


def get_occasion(code: str) -> Occasion:
    """Return a life event. Raises NotFound."""
    occasion = Occasion.objects.filter(code=code).first()
    if occasion is None:
        raise NotFound
    return occasion


def enquiry_types(audience: str = Audience.PUBLIC) -> QuerySet[EnquiryType]:
    """Return the enquiry types in use for an audience with their current version, in the agency's order."""
    kinds = EnquiryType.objects.filter(is_active=True, current_version__isnull=False, audience=audience)
    return kinds.select_related("current_version")


@kept
def get_enquiry_type(code: str, audience: str = Audience.PUBLIC) -> EnquiryTypeVersion:
    """Return the current version of an enquiry type in use for an audience. Raises NotFound."""
    version = (
        EnquiryTypeVersion.objects.filter(enquiry_type__code=code, enquiry_type__is_active=True)
        .filter(enquiry_type__current_version=F("pk"), enquiry_type__audience=audience)
        .select_related("enquiry_type", "calendar", "queue")
        .first()
    )
    if version is None:
        raise NotFound
    return version
