"""What is done to enquiry types: each change is a new version, and cases stay with the version they began under."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.core.forms.definition import FormDefinition
from firstpoint.domain.catalogue.actions.agency import check_tier
from firstpoint.domain.catalogue.models import Calendar, EnquiryType, EnquiryTypeVersion, Queue, Service
from firstpoint.domain.people.models import Department

Words = Mapping[str, str]


@transaction.atomic
def publish_enquiry_type(
    code: str,
    *,
    actor: Actor,
    service: Service | None,
    department: Department,
    name: Words,
    summary: Words,
    process_category: int,
    tier: int,
    queue: Queue,
    calendar: Calendar,
    first_answer_minutes: int,
    resolution_minutes: int,
    steps: Sequence[Mapping[str, Any]],
    form: Sequence[Mapping[str, Any]] = (),
    what_happens_next: Words | None = None,
    nudge: Words | None = None,
    keywords: Mapping[str, Sequence[str]] | None = None,
    may_be_anonymous: bool = False,
    is_restricted: bool = False,
    position: int = 0,
) -> EnquiryType:
    """Publish how an enquiry type works; a new version is made only when something in it changed.

    Records enquiry_type.published when anything changed. Raises DefinitionError for a form that cannot be asked,
    DomainError for the rest.
    """
    require(actor, "catalogue.import")
    kind = _locked(code)
    is_new = kind._state.adding
    facts = {
        "service_id": service and service.pk,
        "department_id": department.pk,
        "is_restricted": is_restricted,
        "position": position,
    }
    facts_differ = alter(kind, facts)
    version = {
        "name": name,
        "summary": summary,
        "what_happens_next": what_happens_next or {},
        "nudge": nudge or {},
        "keywords": keywords or {},
        "process_category": process_category,
        "tier": tier,
        "queue_id": queue.pk,
        "calendar_id": calendar.pk,
        "may_be_anonymous": may_be_anonymous,
        "form": list(form),
        "steps": list(steps),
        "first_answer_minutes": first_answer_minutes,
        "resolution_minutes": resolution_minutes,
    }
    current = kind.current_version
    words_differ = current is None or any(getattr(current, key) != value for key, value in version.items())
    if not facts_differ and not words_differ:
        return kind
    check_columns(kind)
    kind.save()
    if words_differ:
        kind.current_version = _new_version(kind, version, queue, actor)
        kind.save(update_fields=["current_version"])
    number = kind.current_version.number if kind.current_version else 0
    record("enquiry_type.published", kind, actor=actor, data={"is_new": is_new, "version": number})
    return kind


def _locked(code: str) -> EnquiryType:
    found = (
        EnquiryType.objects.select_for_update(of=("self",)).select_related("current_version").filter(code=code).first()
    )
    return found or EnquiryType(code=code)


def _new_version(kind: EnquiryType, values: Mapping[str, Any], queue: Queue, actor: Actor) -> EnquiryTypeVersion:
    before = kind.current_version
    version = EnquiryTypeVersion(
        enquiry_type=kind,
        number=before.number + 1 if before else 1,
        published_at=clock.now(),
        published_by_id=actor.id,
        **values,
    )
    check_words(
        {"name": version.name},
        {"summary": version.summary, "what_happens_next": version.what_happens_next, "nudge": version.nudge},
    )
    check_columns(version)
    check_tier(version.tier)
    if version.tier != queue.tier:
        raise DomainError(_("tier: the queue “%(queue)s” is of another tier.") % {"queue": queue.code})
    if not 0 < version.first_answer_minutes <= version.resolution_minutes:
        raise DomainError(
            _("targets: the first answer must come within the time to the resolution, and both above zero.")
        )
    _check_steps(version.steps)
    FormDefinition.from_data(version.form, languages=(settings.LANGUAGE_CODE,))
    version.save()
    return version


def _check_steps(steps: Sequence[Any]) -> None:
    """Raise DomainError unless the process map has steps, each with a code of its own, a name and a tier."""
    if not steps or not all(isinstance(step, Mapping) and step.get("code") for step in steps):
        raise DomainError(_("steps: give at least one step, each with a code, a name and a tier."))
    codes = [step["code"] for step in steps]
    if len(set(codes)) < len(codes):
        raise DomainError(_("steps: each step needs a code of its own."))
    for step in steps:
        check_words({"name": step.get("name")})
        check_tier(step.get("tier"))
