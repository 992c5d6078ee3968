"""How well a version answers a query: BM25 over the postings, S. Robertson and H. Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009), with one length for title and body.

    score = sum over stems of idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length))
    tf = TITLE_WEIGHT * times in the title + times in the body;  idf = ln(1 + (N - n + 0.5) / (n + 0.5))

Stop words of titles and the commonest stems choose no candidates: they only tell apart the best few hundred. The constants
were tuned by cross-validation on the development sets of the search bench.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from firstpoint.domain.knowledge.queries.words import CODE, STOP_WORD

K1, B = 1.2, 0.85
TITLE_WEIGHT = 2
STOP_WORD_WEIGHT = 0.15
CODE_WEIGHT = 2.0
CANDIDATES = 300
# A stem that so many versions hold chooses no candidates, unless it is among the rarest of the query.
COMMON_SHARE, RAREST = 0.2, 3
# Before a job has counted for the first time.
UNCOUNTED_AVERAGE = 200.0

STATISTICS = """
    SELECT collection.versions, collection.average_length, stem.stem, stem.versions
    FROM (SELECT 1) always
    LEFT JOIN knowledge_collection collection ON collection.language = %(language)s
    LEFT JOIN knowledge_stem stem ON stem.language = %(language)s AND stem.stem = ANY(%(stems)s)
"""
TERM = """
    asked.weight * (%(title_weight)s * posting.title + posting.body)
    / (%(title_weight)s * posting.title + posting.body + %(k1)s * (1 - %(b)s + %(b)s * posting.length / %(average)s))
"""
SCORES = f"""
    WITH candidate AS (
        SELECT posting.version_id, sum({TERM}) AS score
        FROM unnest(%(first)s::text[], %(first_weights)s::float8[]) AS asked (stem, weight)
        JOIN knowledge_posting posting ON posting.language = %(language)s AND posting.stem = asked.stem
        WHERE posting.audience = ANY(%(audiences)s)
        GROUP BY posting.version_id
        ORDER BY score DESC, posting.version_id
        LIMIT {CANDIDATES}
    )
    SELECT candidate.version_id, candidate.score + coalesce(rest.score, 0) AS score
    FROM candidate
    LEFT JOIN LATERAL (
        SELECT sum({TERM}) AS score
        FROM unnest(%(rest)s::text[], %(rest_weights)s::float8[]) AS asked (stem, weight)
        JOIN knowledge_posting posting
            ON posting.language = %(language)s AND posting.stem = asked.stem
            AND posting.version_id = candidate.version_id
    ) rest ON true
    ORDER BY 2 DESC, 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Scored:
    """A version and how well it answers. `share` is its part of the score that a version could reach at the very most."""

    version_id: int
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many versions a language has, how long they are on average, and how many of them hold each stem."""

    versions: int
    average_length: float
    holding: dict[str, int]

    def weights(self, stems: Collection[str]) -> dict[str, float]:
        """Return what each stem is worth."""
        return {stem: self._idf(stem) * (K1 + 1) * _kind_weight(stem) for stem in stems}

    def _idf(self, stem: str) -> float:
        count = min(self.holding.get(stem, 0), self.versions)
        return math.log(1 + (self.versions - count + 0.5) / (count + 0.5))

    def is_common(self, stem: str) -> bool:
        """Say whether so many versions hold the stem that it tells little."""
        return self.holding.get(stem, 0) > COMMON_SHARE * self.versions


def statistics_of(stems: Collection[str], language: str) -> Statistics:
    """Return what a job last counted of the stems; one query."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, {"language": language, "stems": list(stems)})
        rows = cursor.fetchall()
    holding = {stem: count for _versions, _average, stem, count in rows if stem}
    return Statistics(rows[0][0] or 0, rows[0][1] or UNCOUNTED_AVERAGE, holding)


def scores(stems: Collection[str], known: Statistics, language: str, audiences: Collection[str]) -> list[Scored]:
    """Return the versions that hold any of the stems, the best first, a few hundred at most; one query."""
    weights = known.weights(stems)
    first = _choosing(weights, known)
    if not first:
        return []
    rest = [stem for stem in weights if stem not in first]
    parameters: dict[str, Any] = {
        "language": language,
        "audiences": list(audiences),
        "first": first,
        "first_weights": [weights[stem] for stem in first],
        "rest": rest,
        "rest_weights": [weights[stem] for stem in rest],
        "title_weight": TITLE_WEIGHT,
        "k1": K1,
        "b": B,
        "average": known.average_length,
    }
    most = sum(weight for stem, weight in weights.items() if stem[0] not in (STOP_WORD, CODE)) or 1.0
    with connection.cursor() as cursor:
        cursor.execute(SCORES, parameters)
        return [Scored(version_id, float(score), float(score) / most) for version_id, score in cursor.fetchall()]


def _kind_weight(stem: str) -> float:
    return STOP_WORD_WEIGHT if stem.startswith(STOP_WORD) else CODE_WEIGHT if stem.startswith(CODE) else 1.0


def _choosing(weights: dict[str, float], known: Statistics) -> list[str]:
    """Return the stems that choose candidates: the rarest and all that are not common; stop words for want of others.

    A stem that no job has counted yet chooses too: it may stand in an article that has just been published.
    """
    content = sorted((stem for stem in weights if not stem.startswith(STOP_WORD)), key=lambda stem: -weights[stem])
    rarest = [stem for stem in content if stem in known.holding][:RAREST]
    return [stem for stem in content if stem in rarest or not known.is_common(stem)] or list(weights)
