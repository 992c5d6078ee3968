"""How well a version answers a query: BM25 of its title and of its body, S. Robertson and H. Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond" (2009).

    score = sum over stems of idf * (K1 + 1) * (TITLE_WEIGHT * part(title) + part(body))
    part(text) = tf / (tf + K1 * (1 - B + B * length / average length));  idf = ln(1 + (N - n + 0.5) / (n + 0.5))

The database finds the best few dozen by the rarest stems, not yet asking how long titles are; their titles are then read
here, with the stop words in them, which tell apart much that is alike and would cost too much to search for. The constants
were tuned by cross-validation on the development sets of the search bench.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from firstpoint.core.published import kept
from firstpoint.domain.knowledge.models import Collection as Counted
from firstpoint.domain.knowledge.models import Stem
from firstpoint.domain.knowledge.queries.words import CODE, NAME, STOP_WORD, composed, spelled, stems_of

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
MOST_TITLES_KEPT = 20_000
# Before a job has counted for the first time.
UNCOUNTED_AVERAGE = 200.0

BODY = "asked.weight * posting.body / (posting.body + %(least)s + %(by_word)s * posting.length)"
TITLE = "asked.weight * posting.title / (posting.title + %(k1)s)"
SCORES = f"""
    WITH candidate AS (
        SELECT posting.version_id, sum({BODY}) AS body
        FROM unnest(%(first)s::text[], %(first_weights)s::float8[]) AS asked (stem, weight)
        CROSS JOIN LATERAL (
            SELECT version_id, title, body, length FROM knowledge_posting
            WHERE language = %(language)s AND stem = asked.stem AND audience = ANY(%(audiences)s)
            OFFSET 0  -- By the index for each stem, however many postings the planner expects.
        ) posting
        GROUP BY posting.version_id
        ORDER BY sum({BODY}) + {TITLE_WEIGHT} * sum({TITLE}) DESC, posting.version_id
        LIMIT {CANDIDATES}
    )
    SELECT candidate.version_id, candidate.body + coalesce(rest.body, 0), version.title, version.keywords::text
    FROM candidate
    JOIN knowledge_articleversion version ON version.id = candidate.version_id
    LEFT JOIN LATERAL (
        SELECT sum({BODY}) AS body
        FROM unnest(%(rest)s::text[], %(rest_weights)s::float8[]) AS asked (stem, weight)
        CROSS JOIN LATERAL (
            SELECT body, length FROM knowledge_posting
            WHERE language = %(language)s AND stem = asked.stem AND version_id = candidate.version_id
                AND audience = ANY(%(audiences)s)
            OFFSET 0  -- One look into the index for each stem, whatever the planner thinks of other ways.
        ) posting
    ) rest ON true
"""  # noqa: S608

# What titles come to, kept by their text: they are compared for every search, and new ones are rare.
_titles: dict[tuple[str, str], tuple[frozenset[str], int]] = {}


@dataclass(frozen=True, slots=True)
class Scored:
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
    """Return the best few dozen of the versions that hold any of the stems, the best first; one query when warm.

    `asked` says by how much each stem counts.
    """
    known = statistics_of(language)
    weights = known.weights(asked)
    first = _choosing(weights, known)
    rest = [stem for stem in _content(weights) if stem not in first][:MOST_LOOKED_UP]
    parameters: dict[str, Any] = {
        "language": language,
        "audiences": list(audiences),
        "first": first,
        "first_weights": [weights[stem] for stem in first],
        "rest": rest,
        "rest_weights": [weights[stem] for stem in rest],
        "k1": K1,
        "least": K1 * (1 - B),
        "by_word": K1 * B / known.average_length,
    }
    with connection.cursor() as cursor:
        cursor.execute(SCORES, parameters)
        rows = cursor.fetchall()
    titles = _title_scores([f"{title} {keywords}" for *_, title, keywords in rows], weights, language)
    most = sum(weight for stem, weight in weights.items() if stem[0] not in (STOP_WORD, CODE)) or 1.0
    found = [
        Scored(version_id, score, score / most)
        for (version_id, body, *_), title in zip(rows, titles, strict=True)
        for score in (body + title,)
    ]
    return sorted(found, key=lambda each: (-each.score, each.version_id))


def _title_scores(titles: Sequence[str], weights: Mapping[str, float], language: str) -> list[float]:
    """Return what titles add to the score, a stem counting once, the usual length being that of these titles."""
    known = _stems_of_titles(titles, language)
    average = sum(length for _stems, length in known) / (len(known) or 1) or 1.0
    found = []
    for stems, length in known:
        damping = K1 * (1 - TITLE_B + TITLE_B * length / average)
        found.append(TITLE_WEIGHT * sum(weights[stem] for stem in weights.keys() & stems) / (1 + damping))
    return found


def _stems_of_titles(titles: Sequence[str], language: str) -> list[tuple[frozenset[str], int]]:
    """Return the stems of each title and how many words it has; one query for words not met before."""
    known = {title: _titles.get((language, title)) for title in titles}
    unmet = {title: spelled(composed(title)) for title, found in known.items() if found is None}
    if unmet:
        stems = stems_of({word for words in unmet.values() for word in words}, language)
        met = {title: (frozenset(stems[word] for word in words), len(words)) for title, words in unmet.items()}
        if len(_titles) + len(met) > MOST_TITLES_KEPT:
            _titles.clear()
        _titles.update({(language, title): found for title, found in met.items()})
        known |= met
    # Out of what this call has read: another thread may have emptied what is kept.
    return [found for title in titles if (found := known[title])]


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
