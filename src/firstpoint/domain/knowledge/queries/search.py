"""Search over the knowledge base: any of the words, the best answers first, each with the passage that matched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.queries.asked import Asked, understand
from firstpoint.domain.knowledge.queries.fusion import LOOKED_UP, Ranked, confidence_of, fuse, holds_code
from firstpoint.domain.knowledge.queries.hits import Hit, hits_of
from firstpoint.domain.knowledge.queries.meaning import Likeness, find_alike, is_on
from firstpoint.domain.knowledge.queries.narrowing import Narrowed, narrow
from firstpoint.domain.knowledge.queries.scoring import scores, statistics_of
from firstpoint.domain.knowledge.rights import audiences_of

# About nine of ten questions that have an answer come out above this, see the search bench.
CONFIDENT = 0.38


@dataclass(frozen=True, slots=True)
class Hits:
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
) -> Hits:
    """Return what the actor may see of the articles in the language that answers the text, best first.

    Takes anything that can be typed. A process that has met all that is asked and found takes no query; else one for stems
    that it has not met, one for hits, one where meaning counts, and one for words that are new to it or for typos.
    `service` and `audience` are codes that the articles must have; for these, and to have the articles counted by both, it
    takes one more.
    """
    audiences = audiences_of(actor)
    asked = understand(text, language, audiences)
    if asked is None:
        return Hits([], 0)
    known = statistics_of(language)
    has_code = holds_code(known, asked.codes)
    ranked = _ranked(asked, language, audiences, has_code=has_code)
    version_ids = list(ranked)
    narrowed = narrow(version_ids, service, audience) if service or audience or is_counted else Narrowed(version_ids)
    shown = [ranked[version_id] for version_id in narrowed.version_ids[offset : offset + limit]]
    return Hits(
        hits_of(actor, shown, asked.counting.keys(), language),
        len(narrowed.version_ids),
        confidence=confidence_of(next(iter(ranked.values()), None), known, asked.judged(known), has_code=has_code),
        mended=asked.said if asked.is_mended else "",
        article_ids=narrowed.article_ids,
        services=narrowed.services,
        audiences=narrowed.audiences,
    )


def _ranked(asked: Asked, language: str, audiences: Collection[str], *, has_code: bool) -> dict[int, Ranked]:
    """Return by id, the best first, the versions that words find, and those that meaning finds where it counts."""
    found = scores(asked.counting, language, audiences)
    likenesses: Mapping[int, Likeness] = {}
    if is_on(language):
        also = [each.version_id for each in found[:LOOKED_UP]]
        likenesses = find_alike(asked.said, language, audiences, also)
    return {each.version_id: each for each in fuse(found, likenesses, has_code=has_code)}
