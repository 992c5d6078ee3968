"""Words that mean the same from a file, a group a row; and all groups into such a file."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firstpoint.core.outcome import Outcome, carry_out
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.queries.synonyms import groups_holding
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.importing.entries import Mend
from firstpoint.project.importing.reading import Row, Unreadable, read_csv, read_json_rows

COLUMNS = ("language", "words")
BETWEEN = "|"


def import_synonyms(path: Path, *, language: str, dry_run: bool = False) -> Outcome:
    """Import groups; a row that shares a word with a group there is says anew what stands in it. Raises Unreadable."""
    rows = _read(path)

    def work(outcome: Outcome) -> None:
        outcome.rows["knowledge.synonym"] = len(rows)
        said: set[int] = set()
        for row in rows:
            with outcome.at(row.place):
                said.add(_save(row, language, said))

    return carry_out(work, dry_run=dry_run)


def export_synonyms(path: Path) -> int:
    """Write all groups into a CSV or JSON file that can be imported again; return how many there are."""
    groups = list(Synonym.objects.order_by("language", "words", "pk"))
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix.lower() == ".json":
            json.dump(
                [{"language": group.language, "words": group.words} for group in groups], file, ensure_ascii=False
            )
        else:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows((group.language, BETWEEN.join(group.words)) for group in groups)
    return len(groups)


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    rows = read_json_rows(path) if path.suffix.lower() == ".json" else read_csv(path)
    unknown = sorted({column for row in rows for column in row.cells if column} - {*COLUMNS})
    if unknown:
        raise Unreadable(f"{path.name}: “{unknown[0]}” is not known here. There are: {', '.join(COLUMNS)}.")
    return rows


def _save(row: Row, language: str, said: set[int]) -> int:
    """Keep the group of a row and return its id; `said` are those that earlier rows of the file said."""
    language, words = row.cells.get("language") or language, _words(row.cells.get("words"))
    holding = {group.pk: group for group in groups_holding(words, language).values()}
    if len(holding) > 1 or holding.keys() & said:
        listed = "; ".join(map(str, holding.values()))
        raise Mend(f"its words stand in other groups: {listed}. Gather them into one row.")
    if holding:
        (group,) = holding.values()
        return actions.change_synonyms(group, actor=SYSTEM, words=words).pk
    return actions.add_synonyms(actor=SYSTEM, language=language, words=words).pk


def _words(value: Any) -> Sequence[str]:
    words = value if isinstance(value, list) else str(value or "").split(BETWEEN)
    if not all(isinstance(word, str) for word in words):
        raise Mend("words: give a list of texts.")
    return words
