"""The catalogue as entries: plain values that a file holds, an import reads back, and a change keeps."""

from collections.abc import Callable
from typing import Any

from django.db import models

from firstpoint.domain.catalogue.models import (
    Agency,
    Calendar,
    EnquiryType,
    Escalation,
    Occasion,
    Queue,
    Service,
    Skill,
)
from firstpoint.domain.people.models import Department

Entry = dict[str, Any]

# In the order in which the sections need each other.
SECTIONS: dict[str, type[models.Model]] = {
    "departments": Department,
    "calendars": Calendar,
    "agency": Agency,
    "skills": Skill,
    "queues": Queue,
    "escalations": Escalation,
    "occasions": Occasion,
    "services": Service,
    "enquiry_types": EnquiryType,
}
LIMITS = (
    "forms_per_hour",
    "codes_per_hour",
    "draft_days",
    "reopen_days",
    "reading_grade",
    "reader_words_days",
    "reply_address_days",
    "triage_threshold",
    "undo_send_seconds",
)
QUEUE_RULES = (
    "skills",
    "overflow_waiting",
    "overflow_minutes",
    "accept_minutes",
    "most_hand_offs",
    "keep_minutes",
    "is_pushed",
    "push_seconds",
)


def section_of(row: models.Model) -> str:
    """Return the section of a file that holds such rows."""
    return next(section for section, model in SECTIONS.items() if isinstance(row, model))


def entry_of(row: models.Model) -> Entry:
    """Return a row as the entry from which an import would make it again."""
    entry = _ENTRIES[section_of(row)](row)
    return {name: dict(value) if isinstance(value, dict) else value for name, value in entry.items()}


def find_row(section: str, code: str) -> Any:
    """Return the row of this code as `entry_of` needs it, None where there is none; the agency needs no code."""
    rows = rows_of(section)
    return rows.first() if section == "agency" else rows.filter(code=code).first()


def rows_of(section: str) -> "models.QuerySet[Any]":
    """Return a section's rows in their order, with what an entry tells of them, in few statements."""
    match section:
        case "agency":
            return Agency.objects.select_related("calendar")
        case "escalations":
            return Escalation.objects.select_related("queue").order_by("queue__code", "per_cent", "whom")
        case "services":
            return Service.objects.select_related("department").prefetch_related("occasions")
        case "enquiry_types":
            related = ("service", "department", "current_version__queue", "current_version__calendar")
            return EnquiryType.objects.filter(current_version__isnull=False).select_related(*related)
        case "occasions":
            return Occasion.objects.all()
    return SECTIONS[section]._default_manager.order_by("code")


def whole_catalogue() -> dict[str, Any]:
    """Return every entry by section, as one file; the agency is the one that is no list."""
    whole: dict[str, Any] = {}
    for section in SECTIONS:
        entries = [entry_of(row) for row in rows_of(section)]
        if entries:
            whole[section] = entries[0] if section == "agency" else entries
    return whole


def _department(row: Department) -> Entry:
    return {"code": row.code, "name": row.name}


def _calendar(row: Calendar) -> Entry:
    holidays = {"country": row.holiday_country, "subdivision": row.holiday_subdivision}
    return {
        "code": row.code,
        "name": row.name,
        "time_zone": row.time_zone,
        "hours": row.hours,
        "holidays": {name: code for name, code in holidays.items() if code},
        "closures": row.closures,
    }


def _agency(row: Agency) -> Entry:
    limits = {name: getattr(row, name) for name in LIMITS}
    reached = {"phone": row.phone, "email": row.email, "address": row.address}
    return {"name": row.name, "calendar": row.calendar.code, **reached, **limits}


def _skill(row: Skill) -> Entry:
    return {"code": row.code, "name": row.name}


def _queue(row: Queue) -> Entry:
    return {"code": row.code, "name": row.name, "tier": row.tier, **{name: getattr(row, name) for name in QUEUE_RULES}}


def _escalation(row: Escalation) -> Entry:
    whose = {"queue": row.queue.code} if row.queue else {}
    return {**whose, "per_cent": row.per_cent, "whom": row.whom}


def _occasion(row: Occasion) -> Entry:
    return {"code": row.code, "name": row.name, "summary": row.summary, "icon": row.icon, "position": row.position}


def _service(row: Service) -> Entry:
    return {
        "code": row.code,
        "name": row.name,
        "summary": row.summary,
        "kind": row.kind,
        "offering": row.offering,
        "department": row.department.code,
        "occasions": [occasion.code for occasion in row.occasions.all()],
        "channels": row.channels,
        "roles": row.roles,
        "tools": row.tools,
        "annual_demand": row.annual_demand,
        "phone": row.phone,
        "icon": row.icon,
        "position": row.position,
        "active": row.is_active,
        "audience": row.audience,
    }


def _enquiry_type(row: EnquiryType) -> Entry:
    version = row.current_version
    assert version is not None
    return {
        "code": row.code,
        "name": version.name,
        "summary": version.summary,
        "what_happens_next": version.what_happens_next,
        **({"service": row.service.code} if row.service else {}),
        "department": row.department.code,
        "process_category": version.process_category,
        "tier": version.tier,
        "queue": version.queue.code,
        "calendar": version.calendar.code,
        "targets": {
            "first_answer_minutes": version.first_answer_minutes,
            "resolution_minutes": version.resolution_minutes,
        },
        "tier_minutes": version.tier_minutes,
        "statutory": version.statutory,
        "anonymous": version.may_be_anonymous,
        "identity_level": version.identity_level,
        "asks_reason_to_look": version.asks_reason_to_look,
        "restricted": row.is_restricted,
        "keywords": version.keywords,
        "nudge": version.nudge,
        "nudge_url": version.nudge_url,
        "hand_off_needs": version.hand_off_needs,
        "steps": version.steps,
        "form": version.form,
        "position": row.position,
        "active": row.is_active,
        "audience": row.audience,
    }


_ENTRIES: dict[str, Callable[[Any], Entry]] = {
    "departments": _department,
    "calendars": _calendar,
    "agency": _agency,
    "skills": _skill,
    "queues": _queue,
    "escalations": _escalation,
    "occasions": _occasion,
    "services": _service,
    "enquiry_types": _enquiry_type,
}
