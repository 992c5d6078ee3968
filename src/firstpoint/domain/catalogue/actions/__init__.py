"""Everything that is done to the catalogue, one module per noun. Saving what is there already changes nothing."""

from firstpoint.domain.catalogue.actions.agency import save_agency, save_calendar
from firstpoint.domain.catalogue.actions.drafts import (
    DraftChanged,
    begin_enquiry_type,
    change_enquiry_type_draft,
    discard_enquiry_type_draft,
    publish_enquiry_type_draft,
)
from firstpoint.domain.catalogue.actions.enquiry_types import publish_enquiry_type
from firstpoint.domain.catalogue.actions.entries import ChangedMeanwhile, restore_change, save_entry
from firstpoint.domain.catalogue.actions.escalations import remove_escalation, save_escalation
from firstpoint.domain.catalogue.actions.importing import NoCatalogue, import_entries, read_sections
from firstpoint.domain.catalogue.actions.queues import save_queue, save_skill
from firstpoint.domain.catalogue.actions.services import save_occasion, save_service

__all__ = (
    "ChangedMeanwhile",
    "DraftChanged",
    "NoCatalogue",
    "begin_enquiry_type",
    "change_enquiry_type_draft",
    "discard_enquiry_type_draft",
    "import_entries",
    "publish_enquiry_type",
    "publish_enquiry_type_draft",
    "read_sections",
    "remove_escalation",
    "restore_change",
    "save_agency",
    "save_calendar",
    "save_entry",
    "save_escalation",
    "save_occasion",
    "save_queue",
    "save_service",
    "save_skill",
)
