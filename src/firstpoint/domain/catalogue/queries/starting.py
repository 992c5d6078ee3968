"""What a new enquiry type begins with, and what a draft would be to the public once it is published."""

from typing import Any

from django.db.models import Max

from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue.models import (
    Agency,
    Calendar,
    EnquiryType,
    EnquiryTypeDraft,
    EnquiryTypeVersion,
    ProcessCategory,
    Queue,
    Service,
)
from firstpoint.domain.people.models import Department

DAY = 8 * 60


def first_entry() -> dict[str, Any]:
    """Return rules that can work, to begin a new enquiry type with: tier 1, the centre's hours, a day and a week."""
    queue, agency = Queue.objects.order_by("tier", "code").first(), Agency.objects.select_related("calendar").first()
    department = Department.objects.order_by("code").first()
    last = EnquiryType.objects.aggregate(last=Max("position"))["last"]
    return {
        "process_category": ProcessCategory.REQUEST.value,
        "department": department.code if department else "",
        "queue": queue.code if queue else "",
        "tier": queue.tier if queue else 1,
        "calendar": agency.calendar.code if agency else "",
        "targets": {"first_answer_minutes": DAY, "resolution_minutes": 5 * DAY},
        "steps": [],
        "form": [],
        "position": 0 if last is None else last + 1,
        "active": True,
    }


def version_of_draft(draft_id: int) -> EnquiryTypeVersion:
    """Return what a draft would be once it is published; nothing of it is stored. Raises NotFound."""
    draft = EnquiryTypeDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    says = draft.says
    calendar = Calendar.objects.filter(code=says.get("calendar", "")).first() or Calendar(time_zone="UTC")
    service = Service.objects.filter(code=says.get("service") or "").first()
    words = {name: Text(says.get(name) or {}) for name in ("name", "summary", "what_happens_next", "nudge")}
    return EnquiryTypeVersion(
        enquiry_type=EnquiryType(code=draft.code, service=service),
        number=0,
        form=says.get("form") or [],
        steps=says.get("steps") or [],
        calendar=calendar,
        may_be_anonymous=bool(says.get("anonymous")),
        **words,
    )
