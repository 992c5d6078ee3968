"""Search over the knowledge base: any of the words, the best answers first, each with the passage that matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.queries.fusion import LOOKED_UP, confidence_of, fuse, holds_code
from firstpoint.domain.knowledge.queries.hits import Hit, hits_of
from firstpoint.domain.knowledge.queries.meaning import find_alike, is_on
from firstpoint.domain.knowledge.queries.narrowing import Narrowed, narrow
from firstpoint.domain.knowledge.queries.scoring import scores, statistics_of
from firstpoint.domain.knowledge.queries.spelling import mend, stems_to_read
from firstpoint.domain.knowledge.queries.synonyms import synonyms_of
from firstpoint.domain.knowledge.queries.words import Word, codes_of, composed, name_of, stems_of, words_in
from firstpoint.domain.knowledge.rights import audiences_of

# More than anybody means: longer texts are cut, so that no query grows beyond measure.
LONGEST_TEXT = 2000
MOST_WORDS = 40
# About nine of ten questions that have an answer come out above this, see the search bench.
CONFIDENT = 0.38


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the hits, and how many there are in all.

    `confidence` is how likely the best hit answers, from 0 to 1; below a threshold nothing here does, and `is_answered`
    says so. `mended` is the text with its typos mended, else empty.
    `article_ids` are all that was found, best first, and `services` and `audiences` how many of them there are by code, each
    in the other's choice; these three only where they were asked for.
    """

    hits: list[Hit]
    total: int
    confidence: float = 0.0
    mended: str = ""
    article_ids: Sequence[int] = ()
    services: Mapping[str, int] = field(default_factory=dict)
    audiences: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        """Say whether the best hit is likely to answer."""
        return self.confidence >= CONFIDENT


def search(
    actor: Actor,
    text: str,
    language: str,
    limit: int = 10,
    offset: int = 0,
    *,
    service: str = "",
    audience: str = "",
    is_counted: bool = False,
) -> Found:
    """Return what the actor may see of the articles in the language that answers the text, best first.

    Takes anything that can be typed; two queries once a process keeps what was published, one more where meaning counts,
    and one more for words that this process has not met or for typos.
    `service` and `audience` are codes that the articles must have; for these, and to have the articles counted by both, it
    takes one more.
    """
    asked, audiences = composed(text[:LONGEST_TEXT]), audiences_of(actor)
    words = words_in(asked)[:MOST_WORDS]
    if not words:
        return Found([], 0)
    stems_by_word = stems_of({word.text for word in words}, language)
    synonyms = synonyms_of([stems_by_word[word.text] for word in words], language)
    codes = set(codes_of(words, asked))
    stems = {*stems_by_word.values(), *codes, name_of(words)}
    known, readable = statistics_of(language), stems_to_read(language, audiences)
    # A word with synonyms is no slip, even where no article holds it: it may be an acronym.
    unknown = [word for word, stem in stems_by_word.items() if stem not in readable and stem not in synonyms.leading]
    mended = mend(unknown, language, audiences) if readable else {}
    meant = words
    if mended:
        meant = [word._replace(text=mended.get(word.text, word.text)) for word in words]
        stems_by_word |= stems_of(mended.values(), language)
        synonyms = synonyms_of([stems_by_word[word.text] for word in meant], language)
        stems |= {*stems_by_word.values(), name_of(meant)}
    counting = {**synonyms.others, **dict.fromkeys(stems, 1.0)}
    found = scores(counting, language, audiences)
    said, has_code = _rewritten(asked, words, mended), holds_code(known, codes)
    likenesses = (
        find_alike(said, language, audiences, [each.version_id for each in found[:LOOKED_UP]])
        if is_on(language)
        else {}
    )
    ranked = {each.version_id: each for each in fuse(found, likenesses, has_code=has_code)}
    # An acronym that no article holds is answered by what it stands for.
    judged = {stems_by_word[word.text] for word in meant} - (synonyms.leading - known.holding.keys())
    version_ids = list(ranked)
    narrowed = narrow(version_ids, service, audience) if service or audience or is_counted else Narrowed(version_ids)
    return Found(
        hits_of(actor, [ranked[pk] for pk in narrowed.version_ids[offset : offset + limit]], counting.keys(), language),
        len(narrowed.version_ids),
        confidence=confidence_of(next(iter(ranked.values()), None), known, judged, has_code=has_code),
        mended=said if mended else "",
        article_ids=narrowed.article_ids,
        services=narrowed.services,
        audiences=narrowed.audiences,
    )


def _rewritten(asked: str, words: Sequence[Word], mended: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for word in words:
        if word.text in mended:
            pieces += [asked[at : word.start], mended[word.text]]
            at = word.end
    return "".join([*pieces, asked[at:]])
