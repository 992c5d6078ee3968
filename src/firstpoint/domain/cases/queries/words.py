"""Cases found by the words of their messages, the newest first, at a cost that does not grow with their number.

The index holds each word with the week in which it was written. The newest weeks are looked at first, ever more of them
at once, until enough is found: a word that stands in every tenth message is found in the last week, and a rare one
after five looks into the index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.safestring import SafeString

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.knowledge.queries.passages import passage
from firstpoint.domain.knowledge.queries.words import WORD, fold

WEEK_SECONDS = 604_800
MOST_FOUND = 50
# Messages of one stretch of weeks that are looked at: those of cases that the actor may not see are among them.
MOST_READ = 500
MOST_WORDS = 8
# Weeks looked at once, from the newest on; the last stretch goes back twenty years.
STRETCHES = (1, 4, 16, 64, 1000)

SPLIT = "SELECT DISTINCT split_part(word, ' ', 2) FROM unnest(contacts_words(%s, to_timestamp(0))) AS word"
# Materialized, so that the words' index is used: for the few that are wanted the planner would walk through the newest
# messages instead and take the words of each apart, which for a rare word are all of them.
NEWEST = """
    WITH said AS MATERIALIZED (
        SELECT id, contact_id, at, body FROM contacts_message
        WHERE kind IN ('enquiry', 'answer', 'request', 'outcome') AND at <= %s AND {words}
    )
    SELECT link.case_id, message.id, message.at, message.body
    FROM (SELECT * FROM said ORDER BY at DESC, id DESC LIMIT %s) message
    JOIN cases_casecontact link ON link.contact_id = message.contact_id
    ORDER BY message.at DESC, message.id DESC
"""
HAS = "contacts_words(subject || ' ' || body, at) && %s::text[]"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case with the newest message that has all the words: when it was written, and the passage with them marked."""

    case: Case
    at: datetime
    passage: SafeString


def find_by_words(actor: Actor, typed: str) -> list[FoundCase]:
    """Return the cases that the actor may see whose messages have all the words, by the newest message of each."""
    words = split(typed)
    if not words:
        return []
    found: dict[int, FoundCase] = {}
    for rows in _stretches(words):
        visible = visible_to(actor).filter(pk__in={case_id for case_id, *_message in rows}).exclude(pk__in=found)
        cases = visible.select_related("customer", "version", "owner").in_bulk()
        for case_id, _pk, at, body in rows:
            if case_id in cases and case_id not in found:
                found[case_id] = FoundCase(cases[case_id], at, _passage(body, words))
        if len(found) >= MOST_FOUND:
            break
    return list(found.values())[:MOST_FOUND]


def split(typed: str) -> list[str]:
    """Return the words as the index holds them: in small letters, without accents; at most so many, the longest first."""
    with connection.cursor() as cursor:
        cursor.execute(SPLIT, [typed[:1000]])
        words = [word for (word,) in cursor.fetchall()]
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _stretches(words: Sequence[str]) -> Iterator[list[tuple[int, int, datetime, str]]]:
    """Yield messages with all the words, the newest first, stretch by stretch of weeks."""
    now = clock.now()
    newest = int(now.timestamp()) // WEEK_SECONDS
    statement = NEWEST.format(words=" AND ".join([HAS] * len(words)))
    with connection.cursor() as cursor:
        for weeks in STRETCHES:
            keys = [[f"{week} {word}" for week in range(newest - weeks + 1, newest + 1)] for word in words]
            cursor.execute(statement, [now, *keys, MOST_READ])
            yield cursor.fetchall()
            newest -= weeks


def _passage(body: str, words: Sequence[str]) -> SafeString:
    folded = fold(body).lower()
    marks = [(*one.span(), one.group()) for one in WORD.finditer(folded) if one.group() in words]
    return passage(body, marks)
