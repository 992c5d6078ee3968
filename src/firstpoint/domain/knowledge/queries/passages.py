"""The passage of a text in which a search found most of its words, with those words marked, safe to show as HTML."""

from collections.abc import Sequence

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from firstpoint.domain.knowledge.queries.words import fold

LENGTH = 240
LEAD_IN = 60
START, STOP = "\x02", "\x03"
# Marks of its own would confuse the reading of PostgreSQL's, and its parser swallows what looks like a tag.
LOOK_ALIKES = str.maketrans({START: " ", STOP: " ", "<": "(", ">": ")"})

HIGHLIGHT = """
    SELECT ts_headline(%(rules)s::regconfig, text, to_tsquery(%(rules)s::regconfig, %(query)s), %(options)s)
    FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS found (text, place) ORDER BY place
"""

Span = tuple[int, int]


def find_marks(texts: Sequence[str], query: str, rules: str) -> list[list[Span]]:
    """Return for each text the places of the words that the query finds, as PostgreSQL stems them; one query."""
    options = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
    folded = [fold(text).translate(LOOK_ALIKES) for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(
            HIGHLIGHT,
            {"rules": rules, "query": query, "options": options, "texts": folded},
        )
        return [_spans(marked) for (marked,) in cursor.fetchall()]


def _spans(marked: str) -> list[Span]:
    spans, at = [], 0
    for number, piece in enumerate(marked.replace(STOP, START).split(START)):
        if number % 2:
            spans.append((at, at + len(piece)))
        at += len(piece)
    return spans


def passage(text: str, marks: Sequence[Span]) -> SafeString:
    """Return the part of the text that holds the most different marked words; its beginning when nothing is marked."""
    start, end = _window(text, marks)
    pieces: list[str] = ["… "] if start else []
    at = start
    for begins, ends in marks:
        if start <= begins and ends <= end:
            pieces += [text[at:begins], format_html("<mark>{}</mark>", text[begins:ends])]
            at = ends
    pieces += [text[at:end], " …" if end < len(text) else ""]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _window(text: str, marks: Sequence[Span]) -> Span:
    """Return where the passage begins and ends, at the edges of words."""
    best, most = 0, 0
    for begins, _ends in marks:
        inside = {fold(text[a:b]).casefold() for a, b in marks if begins <= a and b <= begins + LENGTH - LEAD_IN}
        if len(inside) > most:
            best, most = begins, len(inside)
    start = max(0, best - LEAD_IN)
    if start:
        start = min(text.find(" ", start, best) + 1 or best, best)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        last = max((b for _a, b in marks if start <= b <= end), default=start)
        end = max(text.rfind(" ", start, end), last) if text.rfind(" ", start, end) > start else end
    return start, end
