"""The passage of a text in which a search found most of its words, with those words marked, safe to show as HTML."""

import html
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe

from firstpoint.domain.knowledge.queries.words import CODE, STOP_WORD, WORD, fold, stems_of

LENGTH = 240
LEAD_IN = 60
# A stem is the beginning of its words but for its last letter, as in happy and happi.
CHANGING = 1

Span = tuple[int, int]


def find_marks(texts: Sequence[str], stems: Collection[str], language: str) -> list[list[Span]]:
    """Return for each composed text the places of the words that have one of the stems, but for stop words."""
    wanted = {stem for stem in stems if not stem.startswith((STOP_WORD, CODE))}
    beginnings = {stem[: max(len(stem) - CHANGING, 1)] for stem in wanted}
    alike = [_alike(text, beginnings) for text in texts]
    known = stems_of({word for words in alike for word in words.values()}, language)
    return [sorted(span for span, word in words.items() if known[word] in wanted) for words in alike]


def _alike(text: str, beginnings: Collection[str]) -> dict[Span, str]:
    """Return the words of a text that begin so, with their places."""
    folded = fold(text).lower()
    if len(folded) != len(text):  # A rare letter has no small form of one letter: nothing is marked.
        return {}
    spans = (span for beginning in beginnings for span in _words_beginning(folded, beginning))
    return {span: folded[slice(*span)] for span in spans}


def _words_beginning(text: str, beginning: str) -> Iterator[Span]:
    at = text.find(beginning)
    while at >= 0:
        end = at + 1
        if at == 0 or WORD.match(text, at - 1) is None:
            end = WORD.match(text, at).end()  # type: ignore[union-attr]
            yield at, end
        at = text.find(beginning, end)


def passage(text: str, marks: Sequence[Span]) -> SafeString:
    """Return the part of the text that holds the most different marked words; its beginning when nothing is marked."""
    start, end = _window(text, marks)
    pieces: list[str] = ["… "] if start else []
    at = start
    for begins, ends in marks:
        if start <= begins and ends <= end:
            pieces += [html.escape(text[at:begins]), "<mark>", html.escape(text[begins:ends]), "</mark>"]
            at = ends
    pieces += [html.escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308


def _window(text: str, marks: Sequence[Span]) -> Span:
    """Return where the passage begins and ends, at the edges of words."""
    best, most, first = 0, 0, 0
    words = [text[begins:ends].casefold() for begins, ends in marks]
    inside: Counter[str] = Counter()
    for (_begins, ends), word in zip(marks, words, strict=True):
        inside[word] += 1
        while ends > marks[first][0] + LENGTH - LEAD_IN and len(inside) > 1:
            inside[words[first]] -= 1
            if not inside[words[first]]:
                del inside[words[first]]
            first += 1
        if len(inside) > most:
            best, most = marks[first][0], len(inside)
    start = max(0, best - LEAD_IN)
    if start:
        start = min(text.find(" ", start, best) + 1 or best, best)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        last = max((b for _a, b in marks if start <= b <= end), default=start)
        end = max(text.rfind(" ", start, end), last) if text.rfind(" ", start, end) > start else end
    return start, end
