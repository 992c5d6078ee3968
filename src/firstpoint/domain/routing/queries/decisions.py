"""What the centre has decided: the words with which customers began, and the enquiry type that staff found right.

A case that was closed was decided, and one that a person moved to another enquiry type. What the customer withdrew was not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from firstpoint.domain.cases.models import Case, CaseState, Outcome

# Shorter answers of a form name people, places and things; what somebody wants takes more words.
LEAST_WORDS = 4

# The newest of either kind are read from an index of its own, however many cases there are; of each message about twice as
# much as a model sees of it.
NEWEST = """
    WITH chosen AS (
        (
            SELECT id FROM cases_case
            WHERE language = %(language)s AND state = 'closed' AND outcome <> 'withdrawn'
            ORDER BY closed_at DESC LIMIT %(most)s
        ) UNION (
            SELECT id FROM cases_case
            WHERE language = %(language)s AND retyped_at IS NOT NULL AND state <> 'closed'
            ORDER BY retyped_at DESC LIMIT %(most)s
        )
    )
    SELECT coalesce(decided.customer_id, -decided.id), kind.code, decided.answers, said.subject, said.body
    FROM chosen
    JOIN cases_case decided ON decided.id = chosen.id
    JOIN catalogue_enquirytype kind ON kind.id = decided.enquiry_type_id
    CROSS JOIN LATERAL (
        SELECT message.subject, left(message.body, 8000) AS body
        FROM cases_casecontact link JOIN contacts_message message ON message.contact_id = link.contact_id
        WHERE link.case_id = decided.id AND message.direction = 'inbound'
        ORDER BY message.at, message.id LIMIT 1
    ) said
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """Words of a customer and the enquiry type that they were about. `writer` is the same for all words of a customer."""

    words: str
    code: str
    writer: int


def newest_decisions(language: str, most: int) -> list[Decision]:
    """Return what was decided last about words in this language, so many at the most of either kind; one query."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, {"language": language, "most": most})
        rows = cursor.fetchall()
    decisions = (
        Decision(words_of(subject, body, json.loads(answers)), code, writer)
        for writer, code, answers, subject, body in rows
    )
    return [decision for decision in decisions if decision.words]


def words_of(subject: str, body: str, answers: Mapping[str, Any]) -> str:
    """Return the words of a message that say what somebody wants.

    Of a form these are its longer answers, or the longest: its labels would tell the enquiry type, and nobody types them.
    """
    if not answers:
        return f"{subject}\n{body}".strip()
    texts = [answer for answer in answers.values() if isinstance(answer, str)]
    longer = [text for text in texts if len(text.split()) >= LEAST_WORDS]
    return "\n".join(longer or sorted(texts, key=len)[-1:])


def is_decided_since(language: str, at: datetime, count: int) -> bool:
    """Say whether at least so many cases in the language were closed since."""
    closed = Case.objects.filter(language=language, state=CaseState.CLOSED, closed_at__gt=at)
    return closed.exclude(outcome=Outcome.WITHDRAWN)[:count].count() >= count
