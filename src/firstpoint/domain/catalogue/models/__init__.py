"""The catalogue's tables, one module per noun."""

from firstpoint.domain.catalogue.models.agency import Agency
from firstpoint.domain.catalogue.models.calendars import Calendar
from firstpoint.domain.catalogue.models.enquiry_types import EnquiryType, EnquiryTypeVersion, ProcessCategory
from firstpoint.domain.catalogue.models.queues import Queue
from firstpoint.domain.catalogue.models.services import Occasion, Service, ServiceKind

__all__ = (
    "Agency",
    "Calendar",
    "EnquiryType",
    "EnquiryTypeVersion",
    "Occasion",
    "ProcessCategory",
    "Queue",
    "Service",
    "ServiceKind",
)
