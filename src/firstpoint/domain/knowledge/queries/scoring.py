"""How well a version answers a query: BM25 of its title and of its body, S. Robertson and H. Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond" (2009).

    score = sum over stems of idf * (K1 + 1) * (TITLE_WEIGHT * part(title) + part(body))
    part(text) = tf / (tf + K1 * (1 - B + B * length / average length));  idf = ln(1 + (N - n + 0.5) / (n + 0.5))

The postings of the rarest stems choose a few dozen, without asking how long titles are; their titles are then compared for
themselves, with the stop words in them, which tell apart much that is alike and would cost too much to search for. The
constants were tuned by cross-validation on the development sets of the search bench.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from firstpoint.core.published import kept
from firstpoint.domain.knowledge.models import Collection as Counted
from firstpoint.domain.knowledge.models import Stem
from firstpoint.domain.knowledge.queries.postings import Damping, best_of, postings_of
from firstpoint.domain.knowledge.queries.titles import titles_of
from firstpoint.domain.knowledge.queries.words import CODE, NAME, STOP_WORD

K1, B, TITLE_B = 1.2, 0.85, 0.75
TITLE_WEIGHT = 2
STOP_WORD_WEIGHT = 0.5
CODE_WEIGHT = 4.0
# More than all words of a query together: who types exactly what an article is called wants that article.
NAME_WEIGHT = 40.0
CANDIDATES = 60
# The rarest stems choose candidates, as many as together stand in so many versions, at least two of them.
MOST_READ, READ_SHARE, LEAST_CHOOSING = 2000, 0.2, 2
# Of the others so many, the rarest again, are looked up for the candidates.
MOST_LOOKED_UP = 6
# Before a job has counted for the first time.
UNCOUNTED_AVERAGE = 200.0


class Scored(NamedTuple):
    """A version and how well it answers. `share` is its score as a part of what all words of the query are worth together;

    above 1 where title and text both hold them, and far above with a code or a name.
    """

    version_id: int
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many versions a language has, how long they are on average, and how many of them hold each stem."""

    versions: int
    average_length: float
    holding: Mapping[str, int]

    def weights(self, asked: Mapping[str, float]) -> dict[str, float]:
        """Return what each stem is worth, given by how much it counts."""
        return {stem: factor * self._idf(stem) * (K1 + 1) * _kind_weight(stem) for stem, factor in asked.items()}

    @property
    def damping(self) -> Damping:
        """How texts that are so long on average are damped."""
        return Damping(K1, K1 * (1 - B), K1 * B / self.average_length, TITLE_WEIGHT)

    def _idf(self, stem: str) -> float:
        count = min(self.holding.get(stem, 0), self.versions)
        return math.log(1 + (self.versions - count + 0.5) / (count + 0.5))


def _kind_weight(stem: str) -> float:
    for mark, weight in ((STOP_WORD, STOP_WORD_WEIGHT), (NAME, NAME_WEIGHT), (CODE, CODE_WEIGHT)):
        if stem.startswith(mark):
            return weight
    return 1.0


@kept
def statistics_of(language: str) -> Statistics:
    """Return what a job last counted of a language; two queries, none once it is kept."""
    counted = Counted.objects.filter(language=language).values_list("versions", "average_length").first()
    versions, average = counted or (0, 0.0)
    # What articles are called stands in one or two of them, and need not be kept.
    stems = Stem.objects.filter(language=language).exclude(stem__startswith=NAME)
    holding = dict(stems.values_list("stem", "versions"))
    return Statistics(versions, average or UNCOUNTED_AVERAGE, holding)


def scores(asked: Mapping[str, float], language: str, audiences: Collection[str]) -> list[Scored]:
    """Return the best few dozen of the versions that hold any of the stems, the best first.

    One query for stems whose postings this process does not hold.

    `asked` says by how much each stem counts.
    """
    known = statistics_of(language)
    weights = known.weights(asked)
    first = _choosing(weights, known)
    rest = [stem for stem in _content(weights) if stem not in first][:MOST_LOOKED_UP]
    postings = postings_of([*first, *rest], language, audiences, known.damping)
    version_ids = best_of([(weights[stem], each) for stem in first for each in postings[stem]], CANDIDATES)
    bodies = [0.0] * len(version_ids)
    for stem, of_stem in postings.items():
        weight = weights[stem] / known.damping.unit
        for each in of_stem:
            bodies = [body + weight * more for body, more in zip(bodies, each.bodies(version_ids), strict=True)]
    titles = _title_scores(version_ids, weights, language)
    most = sum(weight for stem, weight in weights.items() if stem[0] not in (STOP_WORD, CODE)) or 1.0
    found = [
        Scored(version_id, body + title, (body + title) / most)
        for version_id, body, title in zip(version_ids, bodies, titles, strict=True)
    ]
    return sorted(found, key=lambda each: (-each.score, each.version_id))


def _title_scores(version_ids: Sequence[int], weights: Mapping[str, float], language: str) -> list[float]:
    """Return what titles add to the score, a stem counting once, the usual length being that of these titles."""
    titles = titles_of(version_ids, language)
    average = sum(length for _stems, length in titles) / (len(titles) or 1) or 1.0
    found = []
    for stems, length in titles:
        damping = K1 * (1 - TITLE_B + TITLE_B * length / average)
        found.append(TITLE_WEIGHT * sum(weights[stem] for stem in stems if stem in weights) / (1 + damping))
    return found


def _choosing(weights: Mapping[str, float], known: Statistics) -> list[str]:
    """Return the stems that choose candidates: the rarest, as many as can be read quickly; stop words for want of others.

    A stem that no job has counted yet chooses too: it may stand in an article that has just been published.
    """
    most = max(MOST_READ, READ_SHARE * known.versions)
    chosen: list[str] = []
    read = 0
    for stem in _content(weights):
        read += known.holding.get(stem, 0)
        if read > most and sum(each in known.holding for each in chosen) >= LEAST_CHOOSING:
            break
        chosen.append(stem)
    return chosen or list(weights)


def _content(weights: Mapping[str, float]) -> list[str]:
    """Return the stems that are no stop words, the rarest first."""
    return sorted((stem for stem in weights if not stem.startswith(STOP_WORD)), key=lambda stem: -weights[stem])
