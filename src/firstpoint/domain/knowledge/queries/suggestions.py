"""What may be meant while somebody still types: words that editors gave, and titles, by the beginnings of words."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from django.db import connection

from firstpoint.core.access import Actor
from firstpoint.core.published import kept
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.spelling import vocabulary
from firstpoint.domain.knowledge.queries.words import STOP_WORD, composed, fold, stems_of, words_in
from firstpoint.domain.knowledge.rights import audiences_of

MOST_SUGGESTED, MOST_PHRASES = 8, 3
LONGEST_TEXT, FEWEST_LETTERS, MOST_WORDS = 100, 2, 8
# Of the words that begin so, the commonest; of the articles that they lead to, the most asked and shortest titles.
MOST_ENDINGS, MOST_READ = 20, 60
LAST_LETTER = "\U0010ffff"

TITLES = f"""
    SELECT version.title, version.keywords, article.slug, article.audience
    FROM (
        SELECT posting.version_id
        FROM unnest(%(stems)s::text[], %(places)s::int[]) AS asked (stem, place)
        JOIN knowledge_posting posting ON posting.language = %(language)s AND posting.stem = asked.stem
        WHERE posting.title > 0 AND posting.audience = ANY(%(audiences)s)
        GROUP BY posting.version_id
        HAVING count(DISTINCT asked.place) = %(all_places)s
    ) AS titled
    JOIN knowledge_articleversion version ON version.id = titled.version_id
    JOIN knowledge_article article ON article.id = version.article_id
    WHERE article.audience = ANY(%(audiences)s)
    ORDER BY article.most_asked NULLS LAST, length(version.title), version.id
    LIMIT {MOST_READ}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to search for, or the title of an article with its `slug`."""

    text: str
    slug: str = ""
    is_for_staff: bool = False


def suggestions(actor: Actor, text: str, language: str) -> list[Suggestion]:
    """Return what may be meant by a text whose last word may not be whole: phrases first, then titles, eight at most.

    One query, and one more for words that this process has not met. What is typed is neither mended nor noted.
    """
    typed = [word.text for word in words_in(composed(text[:LONGEST_TEXT]))][:MOST_WORDS]
    audiences = audiences_of(actor)
    if not typed or len("".join(typed)) < FEWEST_LETTERS:
        return []
    found = _titled(typed, language, audiences)
    phrases = _phrases(typed, (keyword for _article, keywords in found for keyword in keywords))
    titles = sorted((article for article, _keywords in found), key=lambda article: not _begins(typed, article.text))
    return [*map(Suggestion, phrases), *titles][:MOST_SUGGESTED]


def _titled(typed: Sequence[str], language: str, audiences: frozenset[str]) -> list[tuple[Suggestion, list[str]]]:
    """Return articles whose title or keywords hold the whole words and one that begins so, each with its keywords."""
    *whole, last = typed
    stems = stems_of({*whole, last, *_endings(last, language, audiences)}, language)
    # Stop words of a question that is being typed are no help, and stand in half of all titles.
    wanted = [{stems[word]} for word in whole if not stems[word].startswith(STOP_WORD)]
    wanted.append({stem for word, stem in stems.items() if word.startswith(last)})
    asked = [(stem, place) for place, each in enumerate(wanted) for stem in each]
    parameters: dict[str, Any] = {
        "stems": [stem for stem, _place in asked],
        "places": [place for _stem, place in asked],
        "all_places": len(wanted),
        "language": language,
        "audiences": list(audiences),
    }
    with connection.cursor() as cursor:
        cursor.execute(TITLES, parameters)
        return [
            (Suggestion(title, slug, audience == Audience.STAFF), json.loads(keywords))
            for title, keywords, slug, audience in cursor.fetchall()
        ]


def _endings(last: str, language: str, audiences: frozenset[str]) -> list[str]:
    """Return the commonest of the words that begin so."""
    known = vocabulary(language, audiences)
    words = _in_order(language, audiences)
    beginning = words[bisect_left(words, last) : bisect_left(words, last + LAST_LETTER)]
    return nlargest(MOST_ENDINGS, beginning, key=lambda word: known[word])


@kept
def _in_order(language: str, audiences: frozenset[str]) -> list[str]:
    return sorted(vocabulary(language, audiences))


def _phrases(typed: Sequence[str], keywords: Iterable[str]) -> list[str]:
    """Return the keywords that hold what was typed, the shortest first, each once however it is written."""
    fitting = {fold(composed(each)).casefold(): each for each in keywords if _holds(typed, each)}
    return sorted(fitting.values(), key=lambda each: (not _begins(typed, each), len(each), each))[:MOST_PHRASES]


def _holds(typed: Sequence[str], text: str) -> bool:
    """Say whether every typed word begins a word of the text."""
    words = [word.text for word in words_in(composed(text))]
    return all(any(word.startswith(each) for word in words) for each in typed)


def _begins(typed: Sequence[str], text: str) -> bool:
    """Say whether the text begins with what was typed."""
    return " ".join(word.text for word in words_in(composed(text))).startswith(" ".join(typed))
