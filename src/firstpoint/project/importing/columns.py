"""Which column of a foreign table holds what: said by the operator, or guessed from usual names of columns."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from firstpoint.domain.knowledge.queries.words import composed, fold
from firstpoint.project.importing.reading import Row, Unreadable

# Names of columns, without accents, capitals, spaces and underscores; the first that a table has is taken.
USUAL = {
    "slug": ("slug",),
    "id": ("id", "externalid"),
    "language": ("language", "lang", "idioma"),
    "title": ("title", "question", "name", "heading", "subject", "titulo", "pregunta"),
    "summary": ("summary", "shortanswer", "excerpt", "abstract", "resumen"),
    "body": ("body", "answer", "content", "text", "article", "respuesta", "contenido", "texto"),
    "kind": ("kind",),
    "audience": ("audience",),
    "service": ("service",),
    "enquiry_type": ("enquirytype",),
    "occasions": ("occasions",),
    "related": ("related",),
    "most_asked": ("mostasked",),
    "review_by": ("reviewby",),
    "staff_body": ("staffbody",),
    "files": ("files",),
    "imported_as": ("importedas",),
}
# All columns of these names are gathered.
USUAL_KEYWORDS = ("keywords", "tags", "category", "categories", "subcategories", "topic", "topics", "categoria")
FIELDS = (*USUAL, "keywords")
LISTS = ("keywords", "occasions", "related")

Mapped = Mapping[str, Sequence[str]]


def pairs(option: str, given: Sequence[str]) -> list[tuple[str, str]]:
    """Return NAME=VALUE options as pairs. Raises Unreadable."""
    split = [text.partition("=") for text in given]
    for name, equals, _value in split:
        if not name or not equals:
            raise Unreadable(f"{option} {name}: write it as NAME=VALUE.")
    return [(name.strip(), value.strip()) for name, _equals, value in split]


def where(rows: Sequence[Row], conditions: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the rows in which each named column has the value. Raises Unreadable for a column that is nowhere."""
    columns = _columns(rows)
    for column, _value in conditions:
        _check_column("--where", column, columns)
    return [row for row in rows if all(str(row.cells.get(column, "")).strip() == value for column, value in conditions)]


def assign(rows: Sequence[Row], said: Sequence[tuple[str, str]]) -> Mapped:
    """Return the columns of each field: those that were said, else those with a usual name. Raises Unreadable."""
    columns = _columns(rows)
    mapped: dict[str, list[str]] = {}
    for field, column in said:
        if field not in FIELDS:
            raise Unreadable(f"--map {field}: there is no such field. There are: {', '.join(FIELDS)}.")
        _check_column("--map", column, columns)
        mapped.setdefault(field, []).append(column)
    free = {_bare(column): column for column in columns if column not in dict(said).values()}
    for field, names in USUAL.items():
        usual = next((free[name] for name in names if name in free), None)
        if usual and field not in mapped:
            mapped[field] = [usual]
    if "keywords" not in mapped:
        mapped["keywords"] = [free[name] for name in free if name in USUAL_KEYWORDS]
    ids = [column for column in columns if re.search(r"[ _-]id$", column, re.IGNORECASE)]
    if "id" not in mapped and len(ids) == 1:
        mapped["id"] = ids
    for field in ("title", "body"):
        if field not in mapped:
            raise Unreadable(
                f"No column looks like the {field}. Say which it is: --map {field}=COLUMN. "
                f"The columns are: {', '.join(columns)}."
            )
    return mapped


def left_out(rows: Sequence[Row], mapped: Mapped) -> list[str]:
    """Return the columns that no field takes."""
    used = {column for columns in mapped.values() for column in columns}
    return [column for column in _columns(rows) if column and column not in used]


def values(row: Row, mapped: Mapped) -> dict[str, Any]:
    """Return a row's values by field: lists as lists, what is empty left out; no escapes of HTML but in Markdown."""
    read = _text if row.has_escapes else _as_it_is
    found: dict[str, Any] = {}
    for field, columns in mapped.items():
        given = [row.cells[column] for column in columns if row.cells.get(column) not in (None, "", [])]
        if field in LISTS:
            entries = [entry for value in given for entry in _entries(value, read)]
            if entries or (given == [] and any(row.cells.get(column) == [] for column in columns)):
                found[field] = list(dict.fromkeys(entries))
        elif given:
            found[field] = read(given[0])
    return found


def _entries(value: Any, read: Callable[[Any], Any]) -> list[str]:
    parts = value if isinstance(value, list) else re.split(r"[|;,]", str(value))
    return [entry for part in parts if (entry := " ".join(str(read(str(part))).split()))]


def _text(value: Any) -> Any:
    return html.unescape(value).strip() if isinstance(value, str) else value


def _as_it_is(value: Any) -> Any:
    return value


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row.cells))


def _bare(column: str) -> str:
    return re.sub(r"[\W_]", "", fold(composed(column))).casefold()


def _check_column(option: str, column: str, columns: Sequence[str]) -> None:
    if column not in columns:
        raise Unreadable(f"{option}: there is no column “{column}”. The columns are: {', '.join(columns)}.")
