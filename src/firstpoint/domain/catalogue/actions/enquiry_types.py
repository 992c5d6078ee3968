"""What is done to enquiry types: each change is a new version, and cases stay with the version they began under."""

from collections.abc import Collection, Mapping, Sequence
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
from firstpoint.domain.catalogue.actions.changes import keep_change
from firstpoint.domain.catalogue.models import (
    Audience,
    Calendar,
    EnquiryType,
    EnquiryTypeVersion,
    IdentityLevel,
    Queue,
    Service,
)
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION
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
    nudge_url: NotRequired[str]
    keywords: NotRequired[Mapping[str, Sequence[str]]]
    may_be_anonymous: NotRequired[bool]
    identity_level: NotRequired[int]
    asks_reason_to_look: NotRequired[bool]
    statutory: NotRequired[str]
    tier_minutes: NotRequired[Mapping[str, int]]
    hand_off_needs: NotRequired[Sequence[str]]


UNLESS_SAID = {
    "form": [],
    "what_happens_next": {},
    "nudge": {},
    "nudge_url": "",
    "keywords": {},
    "may_be_anonymous": False,
    "identity_level": IdentityLevel.NONE.value,
    "asks_reason_to_look": False,
    "statutory": "",
    "tier_minutes": {},
    "hand_off_needs": [],
}


@action
def publish_enquiry_type(
    code: str,
    *,
    actor: Actor,
    service: Service | None,
    department: Department,
    is_restricted: bool = False,
    position: int = 0,
    is_active: bool = True,
    audience: str = Audience.PUBLIC,
    why: str = "",
    **says: Unpack[HowItWorks],
) -> EnquiryType:
    """Publish how an enquiry type works; a new version is made only when something in it changed.

    Records enquiry_type.published when anything changed. Raises DefinitionError for a form that cannot be asked,
    DomainError for the rest.
    """
    require(actor, "catalogue.change")
    kind = _locked(code)
    is_new, current = kind._state.adding, kind.current_version
    _check_audience(kind, audience, service)
    facts = {
        "service_id": service and service.pk,
        "department_id": department.pk,
        # What staff ask is for those alone who answer it.
        "is_restricted": is_restricted or audience == Audience.STAFF,
        "audience": audience,
        "position": position,
        "is_active": is_active,
    }
    facts_differ = alter(kind, facts)
    wanted: dict[str, Any] = {**UNLESS_SAID, **says}
    says_the_same = current and all(getattr(current, name) == value for name, value in wanted.items())
    if says_the_same and not facts_differ:
        return kind
    check_columns(kind)
    if not is_active and code == GENERAL_QUESTION:
        raise DomainError(_("The general question stays in use: it takes in what fits nowhere else."))
    kind.save()
    if not says_the_same:
        kind.current_version = _new_version(kind, wanted, actor, why)
        kind.save(update_fields=["current_version"])
    keep_change(kind, by=actor, why=why)
    record("enquiry_type.published", kind, actor=actor, data={"is_new": is_new})
    return kind


def _check_audience(kind: EnquiryType, audience: str, service: Service | None) -> None:
    """Raise DomainError for an audience that it did not have before, or that its service does not have."""
    if audience not in Audience.values:
        raise DomainError(_("audience: use “public” or “staff”."))
    if (not kind._state.adding and kind.audience != audience) or (kind.code, audience) == (GENERAL_QUESTION, "staff"):
        raise DomainError(_("audience: whom this is for cannot change. Make another enquiry type."))
    if service and service.audience != audience:
        raise DomainError(_("audience: the service “%(service)s” is for others.") % {"service": service.code})


def _locked(code: str) -> EnquiryType:
    found = (
        EnquiryType.objects.select_for_update(of=("self",))
        .select_related("current_version__queue", "current_version__calendar")
        .filter(code=code)
        .first()
    )
    return found or EnquiryType(code=code)


def _new_version(kind: EnquiryType, says: Mapping[str, Any], actor: Actor, why: str) -> EnquiryTypeVersion:
    before = kind.current_version
    version = EnquiryTypeVersion(
        enquiry_type=kind,
        number=before.number + 1 if before else 1,
        published_at=clock.now(),
        published_by_id=actor.id,
        why=why,
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
    _check_nudge(version.nudge_url)
    definition = FormDefinition.from_data(version.form, languages=(settings.LANGUAGE_CODE,))
    _check_hand_offs(version, {field.code for field in definition.fields})
    version.save()
    return version


def _check_hand_offs(version: EnquiryTypeVersion, fields: Collection[str]) -> None:
    """Raise DomainError unless the times of tiers are minutes by tier, and what a hand-off needs is in the form."""
    for tier, minutes in version.tier_minutes.items():
        if tier not in ("1", "2", "3") or not isinstance(minutes, int) or minutes <= 0:
            raise DomainError(_("tier_minutes: give whole minutes above zero for the tiers “1”, “2” and “3”."))
    if unknown := set(version.hand_off_needs) - set(fields):
        raise DomainError(_("hand_off_needs: the form has no field “%(field)s”.") % {"field": min(unknown)})


def _check_nudge(url: str) -> None:
    """Raise DomainError unless there is none, or it is a page of this site or of another."""
    is_ours = url.startswith("/") and not url.startswith(("//", "/\\"))
    if url and not is_ours and not url.startswith(("https://", "http://")):
        raise DomainError(_("nudge_url: give an address that begins with https:// or, on this site, with “/”."))


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
