"""How names are compared: their words without accents, in any order, and how far two words are apart."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import OSA

LONGEST_WORD = 40
MOST_WORDS = 6
# Spellings are made of the beginning of very long words alone: of a word of 40 letters there are 800.
LONGEST_SPELT = 20
SHORTEST_MISTYPED = 3
SHORTEST_MISTYPED_TWICE = 8

_JOINING = re.compile(r"['’ʼ`´.]")
_WORD = re.compile(r"[^\W_]+")
# Letters that no decomposition takes apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def name_words(name: str) -> list[str]:
    """Return the words of a name as they are compared, each once, in order of the alphabet."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_PLAIN)
    words = dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(_JOINING.sub("", plain)))
    return sorted(list(words)[:MOST_WORDS])


def name_keys(name: str) -> list[tuple[str, str]]:
    """Return under what a name is kept: each word with "", and each two words, the first of the alphabet first."""
    words = name_words(name)
    return [*((word, "") for word in words), *combinations(words, 2)]


def mistakes_in(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, too many or swapped."""
    if len(word) < SHORTEST_MISTYPED:
        return 0
    return 1 if len(word) < SHORTEST_MISTYPED_TWICE else 2


def spellings(word: str) -> set[str]:
    """Return the word, and what is left of it without one letter, or two of a long word.

    Two words that are so many mistakes apart have one of these in common: the deletion neighbourhoods of FastSS.
    """
    beginning = word[:LONGEST_SPELT]
    found = {word, beginning}
    for number in range(1, mistakes_in(word) + 1):
        found |= set(_without(beginning, number))
    return found


def _without(word: str, number: int) -> Iterator[str]:
    for places in combinations(range(len(word)), len(word) - number):
        yield "".join(word[place] for place in places)


def is_mistyped(word: str, other: str) -> bool:
    """Say whether one word may be the other with a slip or two."""
    most = min(mistakes_in(word), mistakes_in(other))
    return OSA.distance(word, other, score_cutoff=most) <= most


def are_similar(name: str, other: str) -> bool:
    """Say whether two names may be of one person: each word of the shorter is in the longer, mistyped or as an initial."""
    few, many = sorted((name_words(name), name_words(other)), key=len)
    if not few or any(all(len(word) == 1 for word in words) for words in (few, many)):
        return False
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        like = next((other for other in left if _is_like(word, other)), None)
        if like is None:
            return False
        left.remove(like)
    # One first name alone is the name of very many.
    return len(few) > 1 or len(many) == 1


def _is_like(word: str, other: str) -> bool:
    if 1 in (len(word), len(other)):
        return word[0] == other[0]
    return is_mistyped(word, other)
