"""The titles of published versions by their stems, held by each process: a search compares dozens of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from firstpoint.core.published import also_forget
from firstpoint.domain.knowledge.queries.words import composed, spelled, stems_of

# Of about 300 bytes each.
MOST_HELD = 100_000

ALL = """
    SELECT id, title, keywords::text FROM knowledge_articleversion
    WHERE language = %s AND is_published ORDER BY id DESC LIMIT %s
"""
SOME = "SELECT id, title, keywords::text FROM knowledge_articleversion WHERE id = ANY(%s)"


class Title(NamedTuple):
    """The stems of a title and its keywords, each once, and how many words they have."""

    stems: tuple[str, ...]
    length: int


NONE = Title((), 0)
# By language and version, and past publications: what a version says never changes.
_held: dict[str, dict[int, Title]] = {}
also_forget(_held.clear)


def titles_of(version_ids: Sequence[int], language: str) -> list[Title]:
    """Return the titles of versions of the language; one query for those published since the last time.

    The first time all titles are read, since as good as every search would meet new ones for a long time.
    """
    held = _held.get(language)
    if held is None:
        held = _held[language] = _read(ALL, [language, MOST_HELD], language)
    found = {version_id: held[version_id] for version_id in version_ids if version_id in held}
    if unmet := [version_id for version_id in version_ids if version_id not in found]:
        met = _read(SOME, [unmet], language)
        found |= met
        if len(held) + len(met) > MOST_HELD:
            # Not emptied in place: another thread may be in the middle of it.
            held = _held[language] = {}
        held.update(met)
    # A version may be gone by now.
    return [found.get(version_id, NONE) for version_id in version_ids]


def _read(statement: str, parameters: list[Any], language: str) -> dict[int, Title]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        said = {version_id: spelled(composed(f"{title} {keywords}")) for version_id, title, keywords in cursor}
    stems = stems_of({word for words in said.values() for word in words}, language)
    return {
        version_id: Title(tuple(dict.fromkeys(stems[word] for word in words)), len(words))
        for version_id, words in said.items()
    }
