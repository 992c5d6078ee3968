"""Everything that is done to the catalogue, one module per noun. Saving what is there already changes nothing."""

from firstpoint.domain.catalogue.actions.agency import save_agency, save_calendar, save_queue
from firstpoint.domain.catalogue.actions.enquiry_types import publish_enquiry_type
from firstpoint.domain.catalogue.actions.services import save_occasion, save_service

__all__ = (
    "publish_enquiry_type",
    "save_agency",
    "save_calendar",
    "save_occasion",
    "save_queue",
    "save_service",
)
