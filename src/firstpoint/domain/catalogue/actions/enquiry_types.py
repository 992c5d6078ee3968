"""What is done to enquiry types: each change is a new version, and cases stay with the version they began under."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict, Unpack

from django.conf import settings
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.core.forms.definition import FormDefinition
from firstpoint.domain.catalogue.actions.agency import check_tier
from firstpoint.domain.catalogue.models import Calendar, EnquiryType, EnquiryTypeVersion, Queue, Service
from firstpoint.domain.people.models import Department

Words = Mapping[str, str]


class HowItWorks(TypedDict):
    """What a version of an enquiry type says."""

    name: Words
    summary: Words
    process_category: int
    tier: int
    queue: Queue
    calendar: Calendar
    first_answer_minutes: int
    resolution_minutes: int
    steps: Sequence[Mapping[str, Any]]
    form: NotRequired[Sequence[Mapping[str, Any]]]
    what_happens_next: NotRequired[Words]
    nudge: NotRequired[Words]
    keywords: NotRequired[Mapping[str, Sequence[str]]]
    may_be_anonymous: NotRequired[bool]


UNLESS_SAID = {"form": [], "what_happens_next": {}, "nudge": {}, "keywords": {}, "may_be_anonymous": False}


@action
def publish_enquiry_type(
    code: str,
    *,
    actor: Actor,
    service: Service | None,
    department: Department,
    is_restricted: bool = False,
    position: int = 0,
    **says: Unpack[HowItWorks],
) -> EnquiryType:
    """Publish how an enquiry type works; a new version is made only when something in it changed.

    Records enquiry_type.published when anything changed. Raises DefinitionError for a form that cannot be asked,
    DomainError for the rest.
    """
    require(actor, "catalogue.import")
    kind = _locked(code)
    is_new, current = kind._state.adding, kind.current_version
    facts = {
        "service_id": service and service.pk,
        "department_id": department.pk,
        "is_restricted": is_restricted,
        "position": position,
    }
    facts_differ = alter(kind, facts)
    wanted: dict[str, Any] = {**UNLESS_SAID, **says}
    says_the_same = current and all(getattr(current, name) == value for name, value in wanted.items())
    if says_the_same and not facts_differ:
        return kind
    check_columns(kind)
    kind.save()
    if not says_the_same:
        kind.current_version = _new_version(kind, wanted, actor)
        kind.save(update_fields=["current_version"])
    record("enquiry_type.published", kind, actor=actor, data={"is_new": is_new})
    return kind


def _locked(code: str) -> EnquiryType:
    found = (
        EnquiryType.objects.select_for_update(of=("self",))
        .select_related("current_version__queue", "current_version__calendar")
        .filter(code=code)
        .first()
    )
    return found or EnquiryType(code=code)


def _new_version(kind: EnquiryType, says: Mapping[str, Any], actor: Actor) -> EnquiryTypeVersion:
    before = kind.current_version
    version = EnquiryTypeVersion(
        enquiry_type=kind,
        number=before.number + 1 if before else 1,
        published_at=clock.now(),
        published_by_id=actor.id,
        **says,
    )
    check_words(
        {"name": version.name},
        {"summary": version.summary, "what_happens_next": version.what_happens_next, "nudge": version.nudge},
    )
    check_columns(version)
    check_tier(version.tier)
    if version.tier != version.queue.tier:
        raise DomainError(_("tier: the queue “%(queue)s” is of another tier.") % {"queue": version.queue.code})
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
