"""How many years of school a text asks of its reader, by the formula that is usual in its language."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from pyphen import Pyphen

from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.knowledge.queries.plainness import sentences_of

# Headings and tables are no sentences.
NO_PROSE = re.compile(r"<(h[2-4]|table)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# In fewer words one long name would decide.
FEWEST_WORDS = 30
DEFAULT_TARGET = 8

ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# The e of "place", "placed" and "plates" is silent; that of "table", "needed" and "places" is not.
ENGLISH_SILENT = re.compile(r"(?:[^aeiouyl]|[^aeiouy][aeiouy]l|[aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouysxzcgl]es$")
SPANISH_SILENT = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
# Each strong or stressed vowel is a syllable with the weak ones beside it; weak ones alone are one together.
SPANISH_VOWELS = re.compile(r"[iuü]*[aeoáéóíú][iuü]*|[iuü]+")


class Counts(NamedTuple):
    """What the formulas read."""

    sentences: int
    words: int
    syllables: int


def flesch_kincaid(counts: Counts) -> float:
    """Return the grade of an English text.

    Kincaid, Fishburne, Rogers and Chissom: Derivation of new readability formulas for Navy enlisted personnel, 1975.
    """
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def fernandez_huerta(counts: Counts) -> float:
    """Return the grade of a Spanish text: its ease of reading, as a grade by the author's own table.

    Fernández Huerta: Medidas sencillas de lecturabilidad, 1959, with words per sentence as Law corrected it in 2011.
    Between the middles of the table's steps the grade goes evenly. Barrio-Cantalejo (INFLESZ, 2008) puts what most
    people read with ease at about the same place: 55 and more.
    """
    ease = 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences
    for (high, low_grade), (low, high_grade) in pairwise(EASE_GRADES):
        if ease >= low:
            return low_grade + (high - min(ease, high)) * (high_grade - low_grade) / (high - low)
    return EASE_GRADES[-1][1]


# The middle of each step of ease, and its grade: 90 to 100 is the fourth, 60 to 70 the seventh and eighth, and so on.
EASE_GRADES = ((95.0, 4.0), (85.0, 5.0), (75.0, 6.0), (65.0, 7.5), (55.0, 10.5), (40.0, 13.0), (15.0, 16.0))


def _english_vowels(word: str) -> int:
    return len(ENGLISH_VOWELS.findall(word)) - bool(ENGLISH_SILENT.search(word))


def _spanish_vowels(word: str) -> int:
    return len(SPANISH_VOWELS.findall(SPANISH_SILENT.sub("", word)))


class Reading(NamedTuple):
    """How a language is read: its formula, its dictionary of hyphens, and how many vowels sound apart in a word."""

    formula: Callable[[Counts], float]
    hyphens: str
    vowels: Callable[[str], int]


READINGS = {
    "en": Reading(flesch_kincaid, "en_US", _english_vowels),
    "es": Reading(fernandez_huerta, "es", _spanish_vowels),
}


@cache
def _hyphens(name: str) -> Pyphen:
    return Pyphen(lang=name, left=1, right=2)


@lru_cache(50_000)
def syllables(word: str, language: str) -> int:
    """Return how many syllables a word has: the parts that it is hyphenated in, or its vowels where these are more.

    Printers break words at fewer places than there are syllables: never a-rea or dí-a.
    """
    reading = READINGS[language]
    small = word.lower()
    return max(len(_hyphens(reading.hyphens).positions(small)) + 1, reading.vowels(small))


def grade_of(safe_html: str, language: str) -> float | None:
    """Return the school grade that reading a text takes, None where no formula says or where there is too little text."""
    code = language.partition("-")[0]
    if code not in READINGS:
        return None
    counts = _count([WORD.findall(sentence) for sentence in sentences_of(NO_PROSE.sub(" ", safe_html))], code)
    if counts.words < FEWEST_WORDS:
        return None
    return round(max(1.0, READINGS[code].formula(counts)), 1)


def _count(sentences: Sequence[Sequence[str]], language: str) -> Counts:
    times = Counter(chain.from_iterable(sentences))
    return Counts(
        sum(map(bool, sentences)),
        times.total(),
        sum(syllables(word, language) * count for word, count in times.items()),
    )


def target_grade() -> int:
    """Return the grade at or below which the agency wants its articles to read; one query."""
    return Agency.objects.values_list("reading_grade", flat=True).first() or DEFAULT_TARGET
