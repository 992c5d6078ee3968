"""What a text that is searched for asks: its words with their typos mended, by their stems, and what they stand for."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from firstpoint.domain.knowledge.queries.scoring import Statistics
from firstpoint.domain.knowledge.queries.spelling import mend, stems_to_read
from firstpoint.domain.knowledge.queries.synonyms import Synonyms, synonyms_of
from firstpoint.domain.knowledge.queries.words import Word, codes_of, composed, name_of, stems_of, words_in

# More than anybody means: longer texts are cut, so that no query grows beyond measure.
LONGEST_TEXT = 2000
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it is searched for: `said` has its typos mended, `meant` are the stems of the words in it.

    `counting` are all stems that are looked for, what was typed and what is a code among them, with what each counts.
    """

    said: str
    is_mended: bool
    meant: Set[str]
    codes: Set[str]
    synonyms: Synonyms
    counting: Mapping[str, float]

    def judged(self, known: Statistics) -> Set[str]:
        """Return the stems whose rarity tells how sure an answer is.

        An acronym that no article holds is answered by what it stands for.
        """
        return self.meant - {stem for stem in self.synonyms.leading if stem not in known.holding}


def understand(text: str, language: str, audiences: frozenset[str]) -> Asked | None:
    """Return what a text asks, nothing where there is no word in it; one query for words not met before."""
    typed = composed(text[:LONGEST_TEXT])
    words = words_in(typed)[:MOST_WORDS]
    if not words:
        return None
    stems = stems_of({word.text for word in words}, language)
    synonyms = synonyms_of([stems[word.text] for word in words], language)
    codes = list(codes_of(words, typed))
    mended = _mended(stems, synonyms, language, audiences)
    meant = words
    if mended:
        meant = [word._replace(text=mended.get(word.text, word.text)) for word in words]
        stems |= stems_of(mended.values(), language)
        synonyms = synonyms_of([stems[word.text] for word in meant], language)
    # In an order that is the same every time: of equally rare stems the first are looked up.
    looked_for = [*(stems[word.text] for word in (*meant, *words)), *codes, name_of(meant), name_of(words)]
    return Asked(
        _rewritten(typed, words, mended),
        bool(mended),
        {stems[word.text] for word in meant},
        set(codes),
        synonyms,
        {**synonyms.others, **dict.fromkeys(looked_for, 1.0)},
    )


def _mended(
    stems: Mapping[str, str], synonyms: Synonyms, language: str, audiences: frozenset[str]
) -> Mapping[str, str]:
    readable = stems_to_read(language, audiences)
    # A word with synonyms is no slip, even where no article holds it: it may be an acronym.
    unknown = [word for word, stem in stems.items() if stem not in readable and stem not in synonyms.leading]
    return mend(unknown, language, audiences) if readable else {}


def _rewritten(typed: str, words: Sequence[Word], mended: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for word in words:
        if word.text in mended:
            pieces += [typed[at : word.start], mended[word.text]]
            at = word.end
    return "".join([*pieces, typed[at:]])
