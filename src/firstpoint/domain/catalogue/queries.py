"""Reads of the catalogue."""

from django.db.models import F, QuerySet

from firstpoint.core.errors import NotFound
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import EnquiryType, EnquiryTypeVersion, Occasion, Service

GENERAL_QUESTION = "general-question"


@kept
def services() -> list[Service]:
    """Return the services in use, in the agency's order."""
    return list(Service.objects.filter(is_active=True))


@kept
def occasions() -> list[Occasion]:
    """Return the life events, in the agency's order."""
    return list(Occasion.objects.all())


def get_service(code: str) -> Service:
    """Return a service in use. Raises NotFound."""
    service = Service.objects.filter(is_active=True, code=code).select_related("department").first()
    if service is None:
        raise NotFound
    return service


def get_occasion(code: str) -> Occasion:
    """Return a life event. Raises NotFound."""
    occasion = Occasion.objects.filter(code=code).first()
    if occasion is None:
        raise NotFound
    return occasion


def enquiry_types() -> QuerySet[EnquiryType]:
    """Return the enquiry types in use with their current version, in the agency's order."""
    return EnquiryType.objects.filter(is_active=True, current_version__isnull=False).select_related("current_version")


@kept
def get_enquiry_type(code: str) -> EnquiryTypeVersion:
    """Return the current version of an enquiry type in use. Raises NotFound."""
    version = (
        EnquiryTypeVersion.objects.filter(enquiry_type__code=code, enquiry_type__is_active=True)
        .filter(enquiry_type__current_version=F("pk"))
        .select_related("enquiry_type", "calendar")
        .first()
    )
    if version is None:
        raise NotFound
    return version
