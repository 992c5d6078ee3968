"""Words that mean the same, as editors say it: what else is looked for when one of them is typed.

One step and no further: a word leads to the words of the groups that it stands in, never to those of their groups, so
that groups which lead to each other harm nobody.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.core.published import kept
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.queries.words import STOP_WORD, codes_of, composed, stems_of, words_in

# A synonym counts less than the word that was typed; the words of a phrase share what one counts.
FACTOR = 0.7
MOST_ADDED = 24

Sequences = Mapping[str, Sequence["_Phrase"]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A word or phrase of a group by its stems without stop words, and what else is looked for: stems by factor."""

    stems: tuple[str, ...]
    others: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What the typed words stand for: other stems with what each counts, at most 1, and the typed stems that led there."""

    others: Mapping[str, float]
    leading: frozenset[str]


NONE = Synonyms({}, frozenset())


def synonyms_of(stems: Sequence[str], language: str) -> Synonyms:
    """Return what the stems of a text, in the order in which they were typed, stand for; no query once it is kept.

    Stop words between the words of a phrase do not matter, on either side.
    """
    by_first = _phrases(language)
    content = [stem for stem in stems if not stem.startswith(STOP_WORD)]
    others: dict[str, float] = {}
    leading: set[str] = set()
    for place, stem in enumerate(content):
        for phrase in by_first.get(stem, ()):
            if tuple(content[place : place + len(phrase.stems)]) == phrase.stems:
                leading.update(phrase.stems)
                for other, factor in phrase.others.items():
                    others[other] = max(factor, others.get(other, 0.0))
    if not leading:
        return NONE
    best = sorted(others.keys() - set(stems), key=lambda other: (-others[other], other))[:MOST_ADDED]
    return Synonyms({other: others[other] for other in best}, frozenset(leading))


@kept
def _phrases(language: str) -> Sequences:
    """Return each word or phrase that stands in a group, by its first stem."""
    groups = [
        [composed(words) for words in group]
        for group in Synonym.objects.filter(language=language).order_by("pk").values_list("words", flat=True)
    ]
    known = stems_of({word.text for group in groups for words in group for word in words_in(words)}, language)
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for group in groups:
        sequences = {words: _sequence(words, known) for words in group}
        for words, sequence in sequences.items():
            if sequence:
                others: dict[str, float] = {}
                for other in group:
                    if other != words:
                        others |= _counting(other, sequences[other])
                found[sequence[0]].append(_Phrase(sequence, others))
    return dict(found)


def _sequence(words: str, known: Mapping[str, str]) -> tuple[str, ...]:
    stems = (known[word.text] for word in words_in(words))
    return tuple(stem for stem in stems if not stem.startswith(STOP_WORD))


def _counting(words: str, sequence: Sequence[str]) -> dict[str, float]:
    """Return the stems of a synonym, and the codes in it, with what each counts."""
    factor = FACTOR / math.sqrt(len(sequence) or 1)
    return dict.fromkeys([*sequence, *codes_of(words_in(words), words)], factor)


def phrase_of(words: str) -> str:
    """Return a word or phrase as it is compared: without accents, capitals and what separates words."""
    return " ".join(word.text for word in words_in(composed(words)))


def means_nothing(words: str, language: str) -> bool:
    """Say whether there are only stop words in it, or no words at all."""
    found = {word.text for word in words_in(composed(words))}
    return all(stem.startswith(STOP_WORD) for stem in stems_of(found, language).values())


def synonym_groups(actor: Actor, *, language: str = "", text: str = "") -> QuerySet[Synonym]:
    """Return the groups that editors keep, by language and their first word; only those with the text in a word."""
    require(actor, "knowledge.publish")
    groups = Synonym.objects.order_by("language", "words", "pk")
    if language:
        groups = groups.filter(language=language)
    return groups.filter(words__icontains=text) if text else groups


def get_synonyms(actor: Actor, pk: int) -> Synonym:
    """Return a group. Raises NotPermitted, NotFound."""
    found = synonym_groups(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def groups_holding(words: Sequence[str], language: str) -> dict[str, Synonym]:
    """Return for those of the words that stand in a group already the first such group."""
    wanted = {phrase_of(word): word for word in words}
    found: dict[str, Synonym] = {}
    for group in Synonym.objects.filter(language=language).order_by("pk"):
        for word in group.words:
            if (phrase := phrase_of(word)) in wanted:
                found.setdefault(wanted[phrase], group)
    return found
