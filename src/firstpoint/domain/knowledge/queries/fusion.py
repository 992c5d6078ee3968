"""What the words of an answer and its meaning say together: the order of what was found, and how likely it answers.

    score = WORDS_WEIGHT * share of the words + likeness of the title and the passage

Where a code is asked for that few versions hold, words count ten times as much: no likeness outweighs it. The weight was
tuned by cross-validation on the development sets of the search bench, and how sure a search is on questions with and without
an answer.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from firstpoint.domain.knowledge.queries.meaning import Likeness
from firstpoint.domain.knowledge.queries.scoring import Scored, Statistics
from firstpoint.domain.knowledge.queries.words import STOP_WORD

WORDS_WEIGHT, WORDS_WEIGHT_WITH_CODE = 0.2, 2.0
# Of so many of the best by their words it is asked how alike they are; others have to be near by themselves.
LOOKED_UP = 30
# What is less like the query than this, and has none of its words, is about something else.
LEAST_ALIKE = 0.35
# Words that are worth this much less than those of the best answer help nobody.
WORST_SHARE = 0.15
# A code that so few versions hold is looked for, and found.
FEW = 5


class Ranked(NamedTuple):
    """A version in its place, by its score; with the passage most like the query where meaning was asked for."""

    version_id: int
    score: float
    share: float
    likeness: Likeness | None = None


def fuse(found: Sequence[Scored], alike: Mapping[int, Likeness], *, has_code: bool = False) -> list[Ranked]:
    """Return what was found by its words or by its meaning, the best first. `alike` is empty where only words count."""
    weight = WORDS_WEIGHT_WITH_CODE if has_code else WORDS_WEIGHT
    # What no job has encoded yet is taken to be as alike as others that have its words.
    known = [alike[each.version_id].degree for each in found if each.version_id in alike] or [0.0]
    usual = {each.version_id: fmean(known) if place < LOOKED_UP else min(known) for place, each in enumerate(found)}
    least = WORST_SHARE * min(1.0, found[0].share) if found else 0.0
    shares = {each.version_id: each.share for each in found}
    ranked = [
        Ranked(pk, weight * share + (likeness.degree if likeness else usual[pk]), share, likeness)
        for pk in shares | dict.fromkeys(alike)
        for share, likeness in ((shares.get(pk, 0.0), alike.get(pk)),)
        if (share and share >= least) or (likeness and likeness.degree >= LEAST_ALIKE)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.version_id))


def holds_code(known: Statistics, codes: Collection[str]) -> bool:
    """Say whether one of the codes stands in a few versions, which are then those that are looked for."""
    return any(0 < known.holding.get(code, 0) <= FEW for code in codes)


def confidence_of(best: Ranked | None, known: Statistics, stems: Collection[str], *, has_code: bool = False) -> float:
    """Return how likely the best answers, from 0 to 1: by what its passage says, and by how rare a word was asked for.

    Where meaning does not count, by the share of the words instead. The title does not count: one that is like the question
    promises much, and the text may not keep it.
    """
    if best is None:
        return 0.0
    if has_code:
        return 1.0
    rarity = _rarity(stems, known)
    if best.likeness:
        return _logistic(-2.7 + 3.9 * best.likeness.of_passage + 2.6 * (1 - rarity))
    return _logistic(-0.6 + 0.5 * min(best.share, 1.0) + 2.9 * (1 - rarity))


def _rarity(stems: Collection[str], known: Statistics) -> float:
    """Return how rare the rarest word is: 1 when no article holds it, near 0 when all do."""
    held = [known.holding.get(stem, 0) for stem in stems if not stem.startswith(STOP_WORD)]
    if not held:
        return 0.0
    fewest = min(min(held), known.versions)
    return math.log1p((known.versions - fewest + 0.5) / (fewest + 0.5)) / math.log1p(2 * known.versions + 1)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
