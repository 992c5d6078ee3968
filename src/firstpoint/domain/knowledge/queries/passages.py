"""The passage of a text in which a search found most of its words, with those words marked, safe to show as HTML."""

from collections.abc import Collection, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from firstpoint.domain.knowledge.queries.words import STOP_WORD, fold, stems_of, words_in

LENGTH = 240
LEAD_IN = 60

Span = tuple[int, int]


def find_marks(texts: Sequence[str], stems: Collection[str], language: str) -> list[list[Span]]:
    """Return for each composed text the places of the words that have one of the stems, but for stop words."""
    wanted = {stem for stem in stems if not stem.startswith(STOP_WORD)}
    words = [words_in(text) for text in texts]
    known = stems_of({word.text for each in words for word in each}, language)
    return [[(word.start, word.end) for word in each if known[word.text] in wanted] for each in words]


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
