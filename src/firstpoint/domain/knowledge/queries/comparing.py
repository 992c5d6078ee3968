"""Two texts compared: words that were added and removed, marked so that eyes and screen readers both find them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstpoint.domain.knowledge.models import ArticleDraft, ArticleVersion, DraftText

# From coarse to fine: lines, sentences, words.
LEVELS = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"[^.!?]*[.!?]+\s*|[^.!?]+"), re.compile(r"\w+|\s+|[^\w\s]"))
# Finding what two longer runs have in common would take longer than a reader waits.
MOST_PIECES = 3000
MARK = '<{tag}><span class="usa-sr-only">[{said}: </span>{text}<span class="usa-sr-only">]</span></{tag}>'

Text = ArticleVersion | ArticleDraft | DraftText
# What a stretch of the comparison is: kept, added or removed.
Stretch = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an article, compared."""

    name: object
    html: SafeString
    differs: bool


def compare(old: Text, new: Text) -> list[Part]:
    """Return the parts of two texts with what was added and removed marked; empty parts are left out."""
    parts = [
        (gettext_lazy("Title"), old.title, new.title),
        (gettext_lazy("Summary"), old.summary, new.summary),
        (gettext_lazy("Keywords"), ", ".join(old.keywords), ", ".join(new.keywords)),
        (gettext_lazy("Text"), _one_kind_of_line(old.body), _one_kind_of_line(new.body)),
        (gettext_lazy("For staff only"), _one_kind_of_line(old.staff_body), _one_kind_of_line(new.staff_body)),
    ]
    return [Part(name, marked(before, after), before != after) for name, before, after in parts if before or after]


def _one_kind_of_line(text: str) -> str:
    """Browsers send lines that end otherwise than files do."""
    return text.replace("\r\n", "\n")


def marked(old: str, new: str) -> SafeString:
    """Return the new text as HTML, with added words in <ins> and removed ones in <del>."""
    said = {"ins": _("added"), "del": _("removed")}
    return format_html_join(
        "",
        "{}",
        (
            (format_html(MARK, tag=tag, said=said[tag], text=text) if tag else text,)
            for tag, text in stretches(old, new)
        ),
    )


def stretches(old: str, new: str, level: int = 0) -> Iterator[Stretch]:
    """Yield the stretches of a comparison: "", "ins" or "del", and the words; by lines, within those by sentences, words."""
    before, after = LEVELS[level].findall(old), LEVELS[level].findall(new)
    if len(before) + len(after) > MOST_PIECES:
        yield from _plain("replace", old, new)
        return
    for tag, begin, end, start, stop in SequenceMatcher(None, before, after).get_opcodes():
        removed, added = "".join(before[begin:end]), "".join(after[start:stop])
        if tag == "replace" and level + 1 < len(LEVELS):
            yield from stretches(removed, added, level + 1)
        else:
            yield from _plain(tag, removed, added)


def _plain(tag: str, removed: str, added: str) -> Iterator[Stretch]:
    if tag == "equal":
        yield "", added
        return
    if removed:
        yield "del", removed
    if added:
        yield "ins", added
