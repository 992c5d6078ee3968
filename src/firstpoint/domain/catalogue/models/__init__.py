"""The catalogue's tables, one module per noun."""

from firstpoint.domain.catalogue.models.agency import Agency
from firstpoint.domain.catalogue.models.calendars import WEEKDAYS, Calendar
from firstpoint.domain.catalogue.models.changes import Change, EnquiryTypeDraft
from firstpoint.domain.catalogue.models.enquiry_types import (
    EnquiryType,
    EnquiryTypeVersion,
    IdentityLevel,
    ProcessCategory,
    StatutoryKind,
)
from firstpoint.domain.catalogue.models.queues import SKILL_LEVELS, EscalateTo, Escalation, Queue, Skill
from firstpoint.domain.catalogue.models.services import Audience, Occasion, Service, ServiceKind

__all__ = (
    "SKILL_LEVELS",
    "WEEKDAYS",
    "Agency",
    "Audience",
    "Calendar",
    "Change",
    "EnquiryType",
    "EnquiryTypeDraft",
    "EnquiryTypeVersion",
    "EscalateTo",
    "Escalation",
    "IdentityLevel",
    "Occasion",
    "ProcessCategory",
    "Queue",
    "Service",
    "ServiceKind",
    "Skill",
    "StatutoryKind",
)
