"""Typos are mended from the words of the articles that the searcher may read."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from firstpoint.core.published import kept
from firstpoint.domain.knowledge.models import Spelling
from firstpoint.domain.knowledge.queries.words import stems_of

SHORTEST, LONG = 4, 8
MOST_ALIKE = 30


@kept
def vocabulary(language: str, audiences: frozenset[str]) -> dict[str, int]:
    """Return the words that may be read, and in how many versions each stands."""
    spelled = Spelling.objects.filter(language=language, audience__in=audiences)
    return dict(spelled.order_by("versions").values_list("word", "versions"))


@kept
def stems_to_read(language: str, audiences: frozenset[str]) -> frozenset[str]:
    """Return the stems of the words that may be read: whether a word is mended tells nobody of what others read."""
    return frozenset(stems_of(vocabulary(language, audiences).keys(), language).values())


def mend(words: Collection[str], language: str, audiences: frozenset[str]) -> dict[str, str]:
    """Return for words that are found nowhere the word most likely meant: the fewest slips away, then the commonest.

    A slip is a letter too many, too few, another, or two changed about (optimal string alignment); one is forgiven, in
    long words two. Numbers and codes are taken as they are typed.
    """
    words = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    known = vocabulary(language, audiences) if words else {}
    mended = {}
    for word in words:
        slips = 1 if len(word) < LONG else 2
        alike = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=MOST_ALIKE)
        if alike:
            mended[word] = min(alike, key=lambda found: (found[1], found[0][0] != word[0], -known[found[0]]))[0]
    return mended
