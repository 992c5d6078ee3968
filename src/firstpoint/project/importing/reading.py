"""Files read into rows, each with the place at which a person finds it again."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from firstpoint.core.errors import DomainError

DELIMITERS = ",;\t"
LONGEST_CELL = 1_000_000


class Unreadable(DomainError):
    """The file as a whole cannot be read; the sentence says what to mend."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a file: where it stands, and its values by column, key or front matter.

    Tables from elsewhere often hold the escapes of HTML, such as &#147;.
    """

    place: str
    cells: Mapping[str, Any]
    has_escapes: bool = True


def read_rows(path: Path) -> list[Row]:
    """Return the entries of a CSV or JSON file, or of a folder of Markdown. Raises Unreadable."""
    if path.is_dir():
        return read_markdown(path)
    if not path.is_file():
        raise Unreadable(f"There is no file or folder {path}.")
    readers = {".csv": read_csv, ".tsv": read_csv, ".json": read_json_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Unreadable(f"{path.name}: give a .csv or .json file, or a folder of .md files.")
    return reader(path)


def read_text(path: Path) -> str:
    """Return the words of a UTF-8 file, with or without a byte order mark. Raises Unreadable."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{path.name}: line {line} is not in UTF-8. Save the file as UTF-8 (in Excel: “CSV UTF-8”) and try again."
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"{path.name}: line {line} holds a null character, which no text has. Remove it.")
    return text


def read_csv(path: Path) -> list[Row]:
    """Return the rows of a table with headers. Rows count as in a spreadsheet: the headers are row 1."""
    text = read_text(path)
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    csv.field_size_limit(LONGEST_CELL)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    number = 0
    try:
        headers = [header.strip() for header in next(table, [])]
        _check_headers(path, headers)
        for number, cells in enumerate(table, start=2):
            if len(cells) > len(headers):
                raise Unreadable(
                    f"Row {number}: has {len(cells)} cells, but there are {len(headers)} columns. "
                    "Is a quotation mark missing around a text with a comma?"
                )
            if any(cell.strip() for cell in cells):
                rows.append(Row(f"row {number}", dict(zip(headers, cells, strict=False))))
    except csv.Error as error:
        raise Unreadable(f"{path.name}: after row {number or 1} the table cannot be read: {error}.") from error
    return rows


def _check_headers(path: Path, headers: list[str]) -> None:
    if not any(headers):
        raise Unreadable(f"{path.name}: the first row must hold the names of the columns.")
    for header in headers:
        if header and headers.count(header) > 1:
            raise Unreadable(f"{path.name}: two columns are called “{header}”. Give each a name of its own.")


def read_json(path: Path) -> Any:
    """Return what a JSON file holds. Raises Unreadable."""
    try:
        found = json.loads(read_text(path))
        # Escapes can write characters that no text in the database may hold.
        json.dumps(found, ensure_ascii=False).replace("\\u0000", "\ud800").encode()
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(f"{path.name}: this is not JSON: {error}.") from error
    except UnicodeEncodeError as error:
        raise Unreadable(f"{path.name}: holds \\u0000 or half a character (\\ud800 to \\udfff). Remove it.") from error
    return found


def read_json_rows(path: Path) -> list[Row]:
    """Return the objects of a JSON list."""
    entries = read_json(path)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unreadable(f"{path.name}: give a list of objects: [{{…}}, {{…}}].")
    return [Row(f"entry {number}", entry) for number, entry in enumerate(entries, start=1)]


def read_markdown(folder: Path) -> list[Row]:
    """Return the Markdown files of a folder: front matter as cells, the text as `body`.

    A file name <slug>.<language>.md stands in for a slug or language that the front matter leaves out.
    """
    rows = []
    for path in sorted(folder.glob("*.md")):
        try:
            front, body = _split_front_matter(read_text(path))
        except (yaml.YAMLError, ValueError) as error:
            raise Unreadable(f"{path.name}: the front matter cannot be read: {' '.join(str(error).split())}") from error
        slug, _dot, language = path.stem.partition(".")
        named = {"slug": slug, **({"language": language} if language else {})}
        rows.append(Row(path.name, {**named, **front, "body": body}, has_escapes=False))
    if not rows:
        raise Unreadable(f"{folder} holds no .md files.")
    return rows


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields and the text below them, which keeps its indentation. Raises YAMLError or ValueError."""
    handler = YAMLHandler()
    text = text.replace("\r\n", "\n").lstrip("\n")
    if not handler.detect(text):
        return {}, text
    head, body = handler.split(text)
    fields = handler.load(head) or {}
    if not isinstance(fields, dict):
        raise ValueError("it must be a list of “name: value”.")
    return fields, body
