"""The catalogue from a file, section by section, in the order in which the sections need each other."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import Calendar, Occasion, Queue, Service
from firstpoint.domain.people.actions import save_department
from firstpoint.domain.people.models import SYSTEM, Department
from firstpoint.project.importing.entries import Mend
from firstpoint.project.importing.outcome import Outcome, carry_out
from firstpoint.project.importing.reading import Row, Unreadable, read_csv, read_json

Cells = dict[str, Any]
Item = tuple[str, str, int, Cells]
Track = Callable[[Sequence[Item]], Iterable[Item]]

REQUIRED: dict[str, frozenset[str]] = {
    "departments": frozenset({"code", "name"}),
    "calendars": frozenset({"code", "name", "time_zone", "hours"}),
    "agency": frozenset({"name", "calendar"}),
    "queues": frozenset({"code", "name", "tier"}),
    "occasions": frozenset({"code", "name"}),
    "services": frozenset({"code", "name", "kind", "department"}),
    "enquiry_types": frozenset(
        {"code", "name", "department", "process_category", "tier", "queue", "calendar", "targets", "steps"}
    ),
}
OPTIONAL: dict[str, frozenset[str]] = {
    "departments": frozenset(),
    "calendars": frozenset({"holidays", "closures"}),
    "agency": frozenset({"phone", "email", "address"}),
    "queues": frozenset(),
    "occasions": frozenset({"summary", "icon"}),
    "services": frozenset(
        {"summary", "offering", "occasions", "channels", "roles", "tools", "annual_demand", "phone", "icon"}
    ),
    "enquiry_types": frozenset(
        {"service", "summary", "what_happens_next", "nudge", "keywords", "anonymous", "restricted", "form"}
    ),
}
# What the values of these keys must be; the rest are words, which the actions check.
KINDS: dict[type, tuple[str, ...]] = {
    str: (
        "code",
        "time_zone",
        "calendar",
        "department",
        "queue",
        "service",
        "kind",
        "phone",
        "email",
        "address",
        "icon",
    ),
    int: ("tier", "process_category", "annual_demand"),
    bool: ("anonymous", "restricted"),
    list: ("form", "steps", "occasions", "channels", "roles", "tools", "closures"),
    dict: ("hours", "holidays", "targets", "keywords"),
}
CALLED = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
TEXTS = ("occasions", "channels", "closures")
SUBJECTS = {
    "departments": "people.department",
    "calendars": "catalogue.calendar",
    "agency": "catalogue.agency",
    "queues": "catalogue.queue",
    "occasions": "catalogue.occasion",
    "services": "catalogue.service",
    "enquiry_types": "catalogue.enquirytype",
}


def import_catalogue(path: Path, *, dry_run: bool = False, track: Track = iter) -> Outcome:
    """Import a catalogue, or say what keeps it out. Raises Unreadable when it is no such file."""
    sections = _read(path)

    def work(outcome: Outcome) -> None:
        items: list[Item] = []
        for section in REQUIRED:
            rows = sections.get(section, [])
            if rows:
                outcome.rows[SUBJECTS[section]] = len(rows)
            items += [(section, row.place, number, dict(row.cells)) for number, row in enumerate(rows)]
        seen: set[tuple[str, str]] = set()
        for section, place, position, cells in track(items):
            with outcome.at(place):
                _check_keys(section, cells, seen)
                SAVE[section](cells, position)

    return carry_out(work, dry_run=dry_run)


def _read(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each section: a whole catalogue in JSON, or one section in a table that bears its name."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.suffix.lower() == ".csv":
        if path.stem not in REQUIRED:
            raise Unreadable(f"{path.name}: name the table after what it holds: {', '.join(REQUIRED)}.")
        return {path.stem: [Row(row.place, _unfold(row)) for row in read_csv(path)]}
    data = read_json(path)
    if not isinstance(data, dict) or not set(data) <= set(REQUIRED):
        raise Unreadable(f"{path.name}: give an object whose keys are among: {', '.join(REQUIRED)}.")
    sections = {}
    for section, entries in data.items():
        listed = [entries] if section == "agency" else entries
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            raise Unreadable(f"{path.name}: {section}: give a list of objects.")
        sections[section] = [Row(_place(section, number, entry), entry) for number, entry in enumerate(listed, 1)]
    return sections


def _place(section: str, number: int, entry: Mapping[str, Any]) -> str:
    return "agency" if section == "agency" else f"{section}, entry {number} ({entry.get('code', 'without code')})"


def _unfold(row: Row) -> Cells:
    """Return a table's row as nested values: a column "name.es" is a key in "name", a list or object is JSON."""
    cells: Cells = {}
    for column, text in row.cells.items():
        if text.strip():
            inner, *keys = reversed(column.split("."))
            target = cells
            for key in reversed(keys):
                target = target.setdefault(key, {})
            target[inner] = _value(text.strip(), column)
    return cells


def _value(text: str, column: str) -> Any:
    if column in ("occasions", "channels"):
        return [part.strip() for part in text.split("|")]
    if column in ("tier", "process_category", "annual_demand", "anonymous", "restricted") or text[0] in "[{":
        return _json(text)
    return int(text) if column.startswith("targets.") and text.isdecimal() else text


def _json(text: str) -> Any:
    try:
        return json.loads(text.lower() if text.lower() in ("true", "false") else text)
    except json.JSONDecodeError:
        return text


def _check_keys(section: str, cells: Cells, seen: set[tuple[str, str]]) -> None:
    """Raise Mend for keys that are missing, unknown or of the wrong kind; what is null counts as left out."""
    for empty in [name for name, value in cells.items() if value is None]:
        del cells[empty]
    missing = sorted(REQUIRED[section] - set(cells))
    if missing:
        raise Mend(f"{', '.join(missing)} missing.")
    unknown = sorted(set(cells) - REQUIRED[section] - OPTIONAL[section])
    if unknown:
        known = ", ".join(sorted(REQUIRED[section] | OPTIONAL[section]))
        raise Mend(f"“{unknown[0]}” is not known here. There are: {known}.")
    _check_kinds(cells)
    key = (section, str(cells.get("code", "")))
    if key in seen:
        raise Mend(f"the code “{key[1]}” is used twice. Give each its own.")
    seen.add(key)


def _check_kinds(cells: Cells) -> None:
    """Raise Mend for a value of another kind than its key asks."""
    for kind, keys in KINDS.items():
        for key in keys:
            if key in cells and type(cells[key]) is not kind:
                raise Mend(f"{key}: give {CALLED[kind]}.")
    for key in TEXTS:
        if not all(isinstance(entry, str) for entry in cells.get(key, ())):
            raise Mend(f"{key}: give a list of texts.")


def _save_department(cells: Cells, position: int) -> None:
    save_department(actor=SYSTEM, **cells)


def _save_calendar(cells: Cells, position: int) -> None:
    holidays = cells.pop("holidays", {})
    actions.save_calendar(
        actor=SYSTEM,
        holiday_country=str(holidays.get("country") or ""),
        holiday_subdivision=str(holidays.get("subdivision") or ""),
        **cells,
    )


def _save_agency(cells: Cells, position: int) -> None:
    actions.save_agency(actor=SYSTEM, calendar=_find(Calendar, cells.pop("calendar"), "calendar"), **cells)


def _save_queue(cells: Cells, position: int) -> None:
    actions.save_queue(actor=SYSTEM, **cells)


def _save_occasion(cells: Cells, position: int) -> None:
    actions.save_occasion(actor=SYSTEM, position=position, **{"summary": {}, **cells})


def _save_service(cells: Cells, position: int) -> None:
    department = _find(Department, cells.pop("department"), "department")
    occasions = [_find(Occasion, code, "life event") for code in cells.pop("occasions", ())]
    actions.save_service(actor=SYSTEM, department=department, occasions=occasions, position=position, **cells)


def _save_enquiry_type(cells: Cells, position: int) -> None:
    service = cells.pop("service", None)
    targets = cells.pop("targets")
    if set(targets) != {"first_answer_minutes", "resolution_minutes"} or {*map(type, targets.values())} != {int}:
        raise Mend("targets: give first_answer_minutes and resolution_minutes, as whole numbers.")
    actions.publish_enquiry_type(
        actor=SYSTEM,
        service=_find(Service, service, "service") if service else None,
        department=_find(Department, cells.pop("department"), "department"),
        queue=_find(Queue, cells.pop("queue"), "queue"),
        calendar=_find(Calendar, cells.pop("calendar"), "calendar"),
        may_be_anonymous=cells.pop("anonymous", False),
        is_restricted=cells.pop("restricted", False),
        position=position,
        **targets,
        **{"summary": {}, **cells},
    )


def _find(model: Any, code: object, name: str) -> Any:
    row = model.objects.filter(code=str(code)).first()
    if row is None:
        raise Mend(f"there is no {name} “{code}”. Add it to the file, or mend the code.")
    return row


SAVE: dict[str, Callable[[Cells, int], None]] = {
    "departments": _save_department,
    "calendars": _save_calendar,
    "agency": _save_agency,
    "queues": _save_queue,
    "occasions": _save_occasion,
    "services": _save_service,
    "enquiry_types": _save_enquiry_type,
}
