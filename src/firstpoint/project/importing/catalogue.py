"""The catalogue from a file: a whole one in JSON, or one section in a table; and into a file."""

import json
from pathlib import Path
from typing import Any

from firstpoint.core.outcome import Outcome
from firstpoint.domain.catalogue.actions import NoCatalogue, import_entries, read_sections
from firstpoint.domain.catalogue.actions.importing import Placed, Track
from firstpoint.domain.catalogue.queries.entries import LIMITS, SECTIONS
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.importing.reading import Row, Unreadable, read_csv, read_json

Cells = dict[str, Any]

JSON_COLUMNS = (
    "tier",
    "process_category",
    "annual_demand",
    "anonymous",
    "restricted",
    "active",
    "position",
    "per_cent",
    *LIMITS,
)


def import_catalogue(path: Path, *, dry_run: bool = False, track: Track = iter) -> Outcome:
    """Import a catalogue, or say what keeps it out. Raises Unreadable when it is no such file."""
    return import_entries(_read(path), actor=SYSTEM, dry_run=dry_run, track=track)


def _read(path: Path) -> dict[str, list[Placed]]:
    """Return the entries of each section: a whole catalogue in JSON, or one section in a table that bears its name."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.suffix.lower() == ".csv":
        if path.stem not in SECTIONS:
            raise Unreadable(f"{path.name}: name the table after what it holds: {', '.join(SECTIONS)}.")
        return {path.stem: [(row.place, _unfold(row)) for row in read_csv(path)]}
    try:
        return read_sections(read_json(path), name=path.name)
    except NoCatalogue as error:
        raise Unreadable(str(error)) from error


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
    if column in JSON_COLUMNS or text[0] in "[{":
        return _json(text)
    return int(text) if column.startswith("targets.") and text.isdecimal() else text


def _json(text: str) -> Any:
    try:
        return json.loads(text.lower() if text.lower() in ("true", "false") else text)
    except json.JSONDecodeError:
        return text
