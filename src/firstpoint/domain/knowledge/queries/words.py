"""How words are compared: without accents, by PostgreSQL's own stems of the language, numbers and codes however typed.

Text and query are taken apart alike in Python, since the database need not have an extension for it.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import nh3

from django.conf.locale import LANG_INFO
from django.db import connection

LONGEST_WORD = 60
ASCII = bytes(range(128))
# With more letters than these, as Korean has, each is looked up.
MOST_REPLACED = 30
WORD = re.compile(r"[^\W_]+")
# What separates the parts of a number or a code: W-9, 12-404, (555) 555-0142.
SEPARATORS = frozenset("-./() \u2011\u2013")
MOST_PARTS, LONGEST_CODE = 4, 24
STOP_WORD, CODE = ".", "#"
# No code has an equals sign in it.
NAME = f"{CODE}="

_known_stems: dict[tuple[str, str], str] = {}
MOST_KNOWN_STEMS = 200_000


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the composed text."""

    text: str
    start: int
    end: int


class _Folded(dict[int, int]):
    """Each letter without its accent, worked out when it is met first."""

    def __missing__(self, letter: int) -> int:
        self[letter] = ord(unicodedata.normalize("NFD", chr(letter))[0])
        return self[letter]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return the text without accents. Text that is composed (NFC) keeps its length, so places in it stay the same."""
    if text.isascii():
        return text
    # Most letters are ASCII: to look at the others alone takes a tenth of the time of looking at each.
    others = set(text.encode(errors="surrogatepass").translate(None, ASCII).decode(errors="surrogatepass"))
    if len(others) > MOST_REPLACED:
        return text.translate(_FOLDED)
    for letter in others:
        text = text.replace(letter, chr(_FOLDED[ord(letter)]))
    return text


def composed(text: str) -> str:
    """Return the text in composed characters."""
    return unicodedata.normalize("NFC", text)


def readable_text(safe_html: str) -> str:
    """Return an article's HTML as plain text to be read: a line for each block, lists with dashes."""
    lined = re.sub(
        r"<li[^>]*>", "- ", re.sub(r"<br[^>]*>|</(?:p|li|h\d|tr|div|ul|ol|table|blockquote)>", "\n", safe_html)
    )
    lines = [" ".join(line.split()) for line in html.unescape(nh3.clean(lined, tags=set())).splitlines()]
    return "\n".join(line for place, line in enumerate(lines) if line or (place and lines[place - 1])).strip()


def plain_text(safe_html: str) -> str:
    """Return the words of an article's HTML, composed, with single spaces."""
    words = html.unescape(nh3.clean(safe_html, tags=set())).split()
    return composed(" ".join(words))


def spelled(text: str) -> list[str]:
    """Return the words of a composed text, without their places."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text).lower())]


def words_in(text: str) -> list[Word]:
    """Return the words of a composed text."""
    return [Word(found[0].lower()[:LONGEST_WORD], *found.span()) for found in WORD.finditer(fold(text))]


def words_and_codes(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a composed text, and its codes: words_in and codes_of in a quarter of the time.

    Where a word stands is worked out only near digits, which few words of an article are.
    """
    found = list(WORD.finditer(fold(text)))
    words = [each[0].lower()[:LONGEST_WORD] for each in found]
    codes: list[str] = []
    for first, end in _stretches([place for place, word in enumerate(words) if not word.isalpha()]):
        near = [Word(words[place], *found[place].span()) for place in range(first, min(end, len(words)))]
        codes += codes_of(near, text)
    return words, codes


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words in which codes with the words at these places may stand, none twice."""
    stretches: list[list[int]] = []
    for place in places:
        first, end = max(place - MOST_PARTS + 1, 0), place + MOST_PARTS
        if stretches and first < stretches[-1][1]:
            stretches[-1][1] = end
        else:
            stretches.append([first, end])
    return ((first, end) for first, end in stretches)


def codes_of(words: Sequence[Word], text: str) -> Iterator[str]:
    """Yield the numbers and codes of a text without what separates their parts, whole and in part, marked as codes."""
    # A word is letters and digits: one that is not all letters has a digit.
    digits = [not word.text.isalpha() for word in words]
    for place, word in enumerate(words):
        if not any(digits[place : place + MOST_PARTS]):
            continue
        code = word.text
        if digits[place] and len(code) > 1 and (len(code) >= 4 or not code.isdigit()):
            yield CODE + code
        for last in range(place + 1, min(place + MOST_PARTS, len(words))):
            between = text[words[last - 1].end : words[last].start]
            code += words[last].text
            if len(between) > 2 or not SEPARATORS.issuperset(between) or len(code) > LONGEST_CODE:
                break
            if " " in between and not _is_spaced_code(
                words[last - 1].text, words[last].text, digits[last - 1 : last + 1]
            ):
                break
            if any(digits[place : last + 1]):
                yield CODE + code


def name_of(words: Sequence[Word]) -> str:
    """Return what stands for exactly these words, marked as a code, however many they are."""
    said = " ".join(word.text for word in words)
    return NAME + hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def _is_spaced_code(before: str, after: str, digits: Sequence[bool]) -> bool:
    """Say whether two parts with a space between them may be one code: W 9, 12 404, 2075 A."""
    return all(digits) or (digits[1] and len(before) <= 3) or (digits[0] and len(after) == 1)


def stems_of(words: Collection[str], language: str) -> dict[str, str]:
    """Return each word's stem, a stop word marked as one; one query for those not met before."""
    known = {word: _known_stems.get((language, word)) for word in words}
    unknown = [word for word, stem in known.items() if stem is None]
    if unknown:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, ts_lexize(%s::regdictionary, word) FROM unnest(%s::text[]) word",
                (_dictionary(language), unknown),
            )
            met = {
                word: word if found is None else found[0] if found else STOP_WORD + word
                for word, found in cursor.fetchall()
            }
        if len(_known_stems) + len(met) > MOST_KNOWN_STEMS:
            _known_stems.clear()
        _known_stems.update({(language, word): stem for word, stem in met.items()})
        known |= met
    # Out of what this call has read: another thread may have emptied what is kept.
    return {word: stem for word, stem in known.items() if stem is not None}


def _dictionary(language: str) -> str:
    rules = configuration(language)
    return rules if rules == "simple" else f"{rules}_stem"


@cache
def configuration(language: str) -> str:
    """Return the name of PostgreSQL's text search configuration for a language code, "simple" where it has none."""
    known = LANG_INFO.get(language.partition("-")[0], {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config WHERE cfgname = %s", (known.get("name", "simple").lower(),))
        found = cursor.fetchone()
    return found[0] if found else "simple"
