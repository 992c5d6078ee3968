"""The passage of a text in which a search found most of its words, with those words marked, safe to show as HTML."""

import html
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate

from django.utils.safestring import SafeString, mark_safe

from firstpoint.domain.knowledge.queries.words import CODE, STOP_WORD, WORD, fold, stems_of

LENGTH = 240
LEAD_IN = 60
# A stem is the beginning of its words but for its last letter, as in happy and happi; one of two letters is all of it.
CHANGING, LEAST_CHANGING = 1, 2
# No word reaches over it.
BETWEEN = "\n"

Span = tuple[int, int]
# Where a word begins and ends, and its stem.
Mark = tuple[int, int, str]


def find_marks(texts: Sequence[str], stems: Collection[str], language: str) -> list[list[Mark]]:
    """Return for each composed text the places of the words that have one of the stems, but for stop words."""
    wanted = {stem for stem in stems if not stem.startswith((STOP_WORD, CODE)) and (len(stem) > 1 or stem.isdigit())}
    # All in one, since to begin a search takes longer than to go through a text. No letter is longer when it is small.
    folded = BETWEEN + fold(BETWEEN.join(texts)).lower()
    spans = [span for beginning in _beginnings(wanted) for span in _words_beginning(folded, beginning)]
    words = [folded[begins:ends] for begins, ends in spans]
    known = stems_of(set(words), language)
    starts = list(accumulate((len(text) + len(BETWEEN) for text in texts), initial=len(BETWEEN)))
    marks = [(*span, known[word]) for span, word in zip(spans, words, strict=True) if known[word] in wanted]
    found: list[list[Mark]] = [[] for _text in texts]
    place = 0
    for begins, ends, stem in sorted(marks):
        while begins >= starts[place + 1]:
            place += 1
        found[place].append((begins - starts[place], ends - starts[place], stem))
    return found


def _beginnings(stems: Collection[str]) -> set[str]:
    """Return how the words of stems begin, those left out that begin with another."""
    beginnings = {stem[:-CHANGING] if len(stem) > LEAST_CHANGING else stem for stem in stems}
    return {each for each in beginnings if not any(each.startswith(other) for other in beginnings if other != each)}


def _words_beginning(text: str, beginning: str) -> list[Span]:
    found = []
    at = text.find(beginning)
    while at >= 0:
        end = WORD.match(text, at).end()  # type: ignore[union-attr]
        # What words are made of, as WORD has it.
        if not text[at - 1].isalnum():
            found.append((at, end))
        at = text.find(beginning, end)
    return found


def passage(text: str, marks: Sequence[Mark]) -> SafeString:
    """Return the part of the text where most of the stems stand, with their words marked; else its beginning."""
    start, end = _window(text, marks)
    pieces: list[str] = ["… "] if start else []
    at = start
    shown = marks[bisect_left(marks, (start,)) : bisect_right(marks, (end,))]
    for begins, ends, _stem in shown:
        if ends <= end:
            # A word is letters and digits, which need no escaping.
            pieces += [html.escape(text[at:begins]), "<mark>", text[begins:ends], "</mark>"]
            at = ends
    pieces += [html.escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308


def _window(text: str, marks: Sequence[Mark]) -> Span:
    """Return where the passage begins and ends, at the edges of words."""
    best, most, first = 0, 0, 0
    different = len({stem for *_span, stem in marks})
    inside: Counter[str] = Counter()
    for _begins, ends, stem in marks:
        inside[stem] += 1
        while ends > marks[first][0] + LENGTH - LEAD_IN and len(inside) > 1:
            gone = marks[first][2]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) > most:
            best, most = marks[first][0], len(inside)
            if most == different:
                break
    start = max(0, best - LEAD_IN)
    if start:
        start = min(text.find(" ", start, best) + 1 or best, best)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        inner = marks[bisect_left(marks, (start,)) : bisect_right(marks, (end,))]
        last = max((ends for _begins, ends, _stem in inner if ends <= end), default=start)
        end = max(text.rfind(" ", start, end), last) if text.rfind(" ", start, end) > start else end
    return start, end
