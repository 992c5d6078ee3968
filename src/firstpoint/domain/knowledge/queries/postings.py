"""The postings of stems as they are added up: each process holds those that it has read, until anything is published."""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from heapq import nlargest
from itertools import repeat
from typing import Any, NamedTuple

from django.db import connection

from firstpoint.domain.knowledge.queries.memory import Memory

# So many postings of eight bytes come to 24 MB; what a stem takes besides is as much as these many postings.
MOST_HELD, BESIDES = 3_000_000, 60

# All of a stem in one piece of bytes, which takes half the time of rows: its version in four, two numbers in two each.
READ = """
    SELECT asked.stem, asked.audience, posting.packed
    FROM unnest(%(stems)s::text[], %(audiences)s::text[]) AS asked (stem, audience)
    CROSS JOIN LATERAL (
        SELECT string_agg(
            int8send((version_id << 32) | ((in_all * %(unit)s)::int8 << 16) | (in_body * %(unit)s)::int8),
            '' ORDER BY version_id
        ) AS packed
        FROM knowledge_posting
        CROSS JOIN LATERAL (SELECT body / (body + %(least)s + %(by_word)s * length) AS in_body) AS damped
        CROSS JOIN LATERAL (SELECT in_body + %(title_weight)s * title / (title + %(k1)s) AS in_all) AS weighed
        WHERE language = %(language)s AND stem = asked.stem AND audience = asked.audience
    ) posting
"""

Key = tuple[str, str, str]


class Damping(NamedTuple):
    """How a text's part comes of how often a stem stands in it, see scoring: times / (times + least + by_word * length).

    Of a title, whose length is not asked for here, it is times / (times + k1).
    """

    k1: float
    least: float
    by_word: float
    title_weight: float

    @property
    def unit(self) -> float:
        """Return the whole number that stands for 1, so that the highest sum of parts just fits into sixteen bits."""
        return (2**16 - 1) / (1 + self.title_weight)


class Postings(NamedTuple):
    """Versions by id in ascending order, with what a stem adds to each before it is weighed: in all, and in the body."""

    version_ids: Sequence[int]
    in_all: Sequence[int]
    in_body: Sequence[int]

    def bodies(self, version_ids: Sequence[int]) -> list[int]:
        """Return what the stem adds to the bodies of these versions, 0 where it does not stand."""
        places = map(bisect_left, repeat(self.version_ids), version_ids)
        return [
            self.in_body[place] if place < len(self.version_ids) and self.version_ids[place] == version_id else 0
            for place, version_id in zip(places, version_ids, strict=True)
        ]


_memory = Memory[Key, Postings](MOST_HELD, lambda postings: len(postings.version_ids) + BESIDES)


def postings_of(
    stems: Collection[str], language: str, audiences: Collection[str], damping: Damping
) -> dict[str, list[Postings]]:
    """Return the postings of each stem, those of each audience by themselves; one query for what is not held."""
    keys = [(language, audience, stem) for stem in stems for audience in audiences]
    found = _memory.recall(keys, partial(_read, language, damping))
    return {stem: [found[language, audience, stem] for audience in audiences] for stem in stems}


def _read(language: str, damping: Damping, keys: Sequence[Key]) -> dict[Key, Postings]:
    parameters: dict[str, Any] = {
        "language": language,
        "audiences": [audience for _language, audience, _stem in keys],
        "stems": [stem for _language, _audience, stem in keys],
        "unit": damping.unit,
        **damping._asdict(),
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, parameters)
        return {(language, audience, stem): _unpacked(packed or b"") for stem, audience, packed in cursor}


def _unpacked(packed: bytes) -> Postings:
    fours, twos = array("i", packed), array("H", packed)
    if sys.byteorder == "little":
        fours.byteswap()
        twos.byteswap()
    return Postings(fours[0::2], twos[2::4], twos[3::4])


def best_of(asked: Iterable[tuple[float, Postings]], most: int) -> list[int]:
    """Return the ids of the versions for which weights and postings together come to most, the best first."""
    totals: dict[int, float] = {}
    for weight, postings in asked:
        for version_id, part in zip(postings.version_ids, postings.in_all, strict=True):
            totals[version_id] = totals.get(version_id, 0.0) + weight * part
    if not totals:
        return []
    least = nlargest(most, totals.values())[-1]
    best = [version_id for version_id, total in totals.items() if total >= least]
    return sorted(best, key=lambda version_id: (-totals[version_id], version_id))[:most]
