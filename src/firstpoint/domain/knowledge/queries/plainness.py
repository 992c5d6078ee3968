"""Where a text could be said in plainer words: sentences too long to be read at once, and words that have plainer ones."""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

import nh3

from firstpoint.domain.knowledge.queries.words import composed, fold

# What most guides to plain language call the most that a sentence should hold.
MOST_WORDS = 25
BLOCK_ENDS = re.compile(r"</(?:p|li|h[2-4]|t[dh]|blockquote)>|<br>")
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")
PARAGRAPH = "\u2029"
PLAINER = Path(__file__).with_name("plainer_words.json")

SPANISH_ENDINGS = (
    "ar er ir a e o an en as es amos emos imos ado ada ados adas ido ida idos idas ando iendo io aron ieron"
)
SPANISH_ENDINGS += " ara era ira aran eran iran aba aban ia ian"
SPANISH_PRONOUNS = "(?:me|se|le|les|lo|la|los|las)?"


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word or a phrase as it stands in a text, and what says the same more plainly."""

    said: str
    plainer: str


def sentences_of(safe_html: str) -> list[str]:
    """Return the sentences of an article's HTML; a heading or a list's entry ends a sentence too."""
    text = composed(unescape(nh3.clean(BLOCK_ENDS.sub(PARAGRAPH, safe_html), tags=set())))
    blocks = (" ".join(block.split()) for block in text.split(PARAGRAPH))
    return [sentence for block in blocks for sentence in SENTENCE_ENDS.split(block) if sentence]


def long_sentences(safe_html: str) -> list[str]:
    """Return the sentences of more than MOST_WORDS words, the longest first."""
    long = [sentence for sentence in sentences_of(safe_html) if len(sentence.split()) > MOST_WORDS]
    return sorted(long, key=lambda sentence: -len(sentence.split()))


def hard_words(safe_html: str, language: str) -> list[HardWord]:
    """Return the words and phrases of a text that have plainer ones, each once, in the order in which they come."""
    text = " ".join(sentences_of(safe_html))
    folded = fold(text)
    found = [
        (place.span(), plainer)
        for pattern, plainer in _plainer(language.partition("-")[0])
        if (place := pattern.search(folded))
    ]
    return [HardWord(text[start:end], plainer) for (start, end), plainer in sorted(found)]


@cache
def _plainer(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return what finds the hard words of a language in text without accents, each with what to say in its place."""
    known: dict[str, dict[str, str]] = json.loads(PLAINER.read_text(encoding="utf-8"))
    forms = {"en": _english_forms, "es": _spanish_forms}
    return [
        (re.compile(rf"\b{' '.join(map(forms[language], fold(hard).split()))}\b", re.IGNORECASE), plainer)
        for hard, plainer in known.get(language, {}).items()
    ]


def _english_forms(word: str) -> str:
    if word.endswith("e"):
        return f"{word[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y"):
        return f"{word[:-1]}(?:y|ies|ied|ying)"
    return f"{word}(?:s|es|{word[-1]}?ed|{word[-1]}?ing)?"


def _spanish_forms(word: str) -> str:
    if len(word) > 4 and word.endswith(("ar", "er", "ir")):
        return f"{word[:-2]}(?:{SPANISH_ENDINGS.replace(' ', '|')}){SPANISH_PRONOUNS}"
    if word.endswith("os"):
        return f"{word[:-2]}(?:o|a|os|as)"
    return f"{word}(?:s|es)?" if len(word) > 4 else word
