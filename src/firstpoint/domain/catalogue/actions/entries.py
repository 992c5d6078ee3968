"""A row of the catalogue saved from an entry: what a file, a page of the desk or a former state says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.domain.catalogue.actions.agency import save_agency, save_calendar
from firstpoint.domain.catalogue.actions.changes import keep_change
from firstpoint.domain.catalogue.actions.enquiry_types import publish_enquiry_type
from firstpoint.domain.catalogue.actions.escalations import save_escalation
from firstpoint.domain.catalogue.actions.queues import save_queue, save_skill
from firstpoint.domain.catalogue.actions.services import save_occasion, save_service
from firstpoint.domain.catalogue.models import Calendar, Occasion, Queue, Service
from firstpoint.domain.catalogue.queries.changes import get_change, last_number
from firstpoint.domain.catalogue.queries.entries import LIMITS, QUEUE_RULES, entry_of, find_row
from firstpoint.domain.people.actions import save_department
from firstpoint.domain.people.models import Department

Entry = dict[str, Any]

REQUIRED: dict[str, frozenset[str]] = {
    "departments": frozenset({"code", "name"}),
    "calendars": frozenset({"code", "name", "time_zone", "hours"}),
    "agency": frozenset({"name", "calendar"}),
    "skills": frozenset({"code", "name"}),
    "queues": frozenset({"code", "name", "tier"}),
    "escalations": frozenset({"per_cent", "whom"}),
    "occasions": frozenset({"code", "name"}),
    "services": frozenset({"code", "name", "kind", "department"}),
    "enquiry_types": frozenset(
        {"code", "name", "department", "process_category", "tier", "queue", "calendar", "targets", "steps"}
    ),
}
_SERVICE = "summary offering occasions channels roles tools annual_demand phone icon position active audience"
_ENQUIRY_TYPE = (
    "service summary what_happens_next nudge nudge_url keywords anonymous restricted form statutory tier_minutes"
    " hand_off_needs identity_level asks_reason_to_look position active audience"
)
OPTIONAL: dict[str, frozenset[str]] = {
    "departments": frozenset(),
    "calendars": frozenset({"holidays", "closures"}),
    "agency": frozenset({"phone", "email", "address", *LIMITS}),
    "skills": frozenset(),
    "queues": frozenset(QUEUE_RULES),
    "escalations": frozenset({"queue"}),
    "occasions": frozenset({"summary", "icon", "position"}),
    "services": frozenset(_SERVICE.split()),
    "enquiry_types": frozenset(_ENQUIRY_TYPE.split()),
}
# What the values of these keys must be; the rest are words, which the actions check.
_TEXT = (
    "code time_zone calendar department queue service kind whom phone email address icon statutory nudge_url audience"
)
_NUMBER = (
    "tier process_category annual_demand overflow_waiting overflow_minutes accept_minutes most_hand_offs keep_minutes"
    " push_seconds per_cent identity_level position"
)
KINDS: dict[type, tuple[str, ...]] = {
    str: tuple(_TEXT.split()),
    int: (*_NUMBER.split(), *LIMITS),
    bool: ("anonymous", "restricted", "asks_reason_to_look", "is_pushed", "active"),
    list: ("form", "steps", "occasions", "channels", "roles", "tools", "closures", "hand_off_needs"),
    dict: ("hours", "holidays", "targets", "keywords", "tier_minutes"),
}
CALLED = {
    str: gettext_lazy("text"),
    int: gettext_lazy("a whole number"),
    bool: gettext_lazy("true or false"),
    list: gettext_lazy("a list"),
    dict: gettext_lazy("an object"),
}
TEXTS = ("occasions", "channels", "closures", "hand_off_needs")
TARGETS = {"first_answer_minutes", "resolution_minutes"}


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same row since it was read."""

    sentence = gettext_lazy(
        "Somebody saved this meanwhile. Your words are still here: look at the history, then open the page again."
    )


@action
def save_entry(
    section: str,
    says: Mapping[str, Any],
    *,
    actor: Actor,
    why: str = "",
    position: int = 0,
    seen: int | None = None,
    is_new: bool = False,
) -> None:
    """Save a row as an entry says it; `position` holds where the entry names none.

    `seen` is the number of the change that the writer began with; `is_new` refuses a code that is taken. Raises
    ChangedMeanwhile when another change came first, DomainError for what cannot be. Records what the action of the
    section records.
    """
    require(actor, "catalogue.change")
    entry = {name: value for name, value in says.items() if value is not None}
    check_entry(section, entry)
    code = str(entry.get("code", ""))
    if is_new and find_row(section, code):
        raise DomainError(_("The code “%(code)s” is taken. Choose another.") % {"code": code})
    _save(section, entry, actor, why, position)
    # By now the row is locked: more than one change since means that another writer came first.
    if seen is not None and last_number(section, code) > seen + 1:
        raise ChangedMeanwhile


@action
def restore_change(section: str, code: str, number: int, *, actor: Actor, why: str) -> None:
    """Let a row say again what it once said, as a new change. Raises NotFound. Records what saving it records."""
    require(actor, "catalogue.change")
    save_entry(section, get_change(actor, section, code, number).says, actor=actor, why=why)


def check_entry(section: str, entry: Entry) -> None:
    """Raise DomainError for keys that are missing or unknown, and for values of another kind than their key asks."""
    missing = sorted(REQUIRED[section] - set(entry))
    if missing:
        raise DomainError(_("%(names)s missing.") % {"names": ", ".join(missing)})
    known = REQUIRED[section] | OPTIONAL[section]
    unknown = sorted(set(entry) - known)
    if unknown:
        raise DomainError(
            _("“%(name)s” is not known here. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(sorted(known))}
        )
    for kind, keys in KINDS.items():
        for key in keys:
            if key in entry and type(entry[key]) is not kind:
                raise DomainError(_("%(key)s: give %(kind)s.") % {"key": key, "kind": CALLED[kind]})
    for key in TEXTS:
        if not all(isinstance(value, str) for value in entry.get(key, ())):
            raise DomainError(_("%(key)s: give a list of texts.") % {"key": key})


def _save(section: str, entry: Entry, actor: Actor, why: str, position: int) -> None:
    match section:
        case "departments":
            _save_department(entry, actor, why)
        case "calendars":
            holidays = entry.pop("holidays", {})
            country, subdivision = (str(holidays.get(name) or "") for name in ("country", "subdivision"))
            save_calendar(actor=actor, why=why, holiday_country=country, holiday_subdivision=subdivision, **entry)
        case "agency":
            calendar = _find(Calendar, entry.pop("calendar"), _("calendar"))
            save_agency(actor=actor, why=why, calendar=calendar, **entry)
        case "skills":
            save_skill(actor=actor, why=why, **entry)
        case "queues":
            save_queue(actor=actor, why=why, **entry)
        case "escalations":
            queue = entry.pop("queue", None)
            save_escalation(actor=actor, queue=_find(Queue, queue, _("queue")) if queue else None, **entry)
        case "occasions":
            save_occasion(actor=actor, why=why, **{"summary": {}, "position": position, **entry})
        case "services":
            _save_service({"position": position, **entry}, actor, why)
        case "enquiry_types":
            _publish({"position": position, "summary": {}, **entry}, actor, why)


def _save_department(entry: Entry, actor: Actor, why: str) -> None:
    """Save a department; people, who keep departments, know nothing of the catalogue's changes."""
    row = find_row("departments", entry["code"])
    before = entry_of(row) if row else None
    saved = save_department(actor=actor, **entry)
    if entry_of(saved) != before:
        keep_change(saved, by=actor, why=why)


def _save_service(entry: Entry, actor: Actor, why: str) -> None:
    department = _find(Department, entry.pop("department"), _("department"))
    occasions = [_find(Occasion, code, _("life event")) for code in entry.pop("occasions", ())]
    is_active = entry.pop("active", True)
    save_service(actor=actor, why=why, department=department, occasions=occasions, is_active=is_active, **entry)


def _publish(entry: Entry, actor: Actor, why: str) -> None:
    service, targets = entry.pop("service", None), entry.pop("targets")
    if set(targets) != TARGETS or {*map(type, targets.values())} != {int}:
        raise DomainError(_("targets: give first_answer_minutes and resolution_minutes, as whole numbers."))
    publish_enquiry_type(
        actor=actor,
        why=why,
        service=_find(Service, service, _("service")) if service else None,
        department=_find(Department, entry.pop("department"), _("department")),
        queue=_find(Queue, entry.pop("queue"), _("queue")),
        calendar=_find(Calendar, entry.pop("calendar"), _("calendar")),
        may_be_anonymous=entry.pop("anonymous", False),
        is_restricted=entry.pop("restricted", False),
        is_active=entry.pop("active", True),
        **targets,
        **entry,
    )


def _find(model: Any, code: object, name: str) -> Any:
    row = model.objects.filter(code=str(code)).first()
    if row is None:
        raise DomainError(
            _("there is no %(name)s “%(code)s”. Add it, or mend the code.") % {"name": name, "code": code}
        )
    return row
