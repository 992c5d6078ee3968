"""How words are compared: without accents, and by PostgreSQL's own rules for the language.

Text and query are folded alike in Python, since the database need not have an extension for it.
"""

import html
import unicodedata
from functools import cache

import nh3

from django.conf.locale import LANG_INFO
from django.db import connection


def fold(text: str) -> str:
    """Return the text without accents. Text that is composed (NFC) keeps its length, so places in it stay the same."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def composed(text: str) -> str:
    """Return the text in composed characters."""
    return unicodedata.normalize("NFC", text)


def plain_text(safe_html: str) -> str:
    """Return the words of an article's HTML, composed, with single spaces."""
    words = html.unescape(nh3.clean(safe_html, tags=set())).split()
    return composed(" ".join(words))


@cache
def configuration(language: str) -> str:
    """Return the name of PostgreSQL's text search configuration for a language code, "simple" where it has none."""
    known = LANG_INFO.get(language.partition("-")[0], {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config WHERE cfgname = %s", (known.get("name", "simple").lower(),))
        found = cursor.fetchone()
    return found[0] if found else "simple"
