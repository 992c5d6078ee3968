"""Which characters an answer may hold: none that database or page refuse, none that fool the eye."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.datastructures import MultiValueDict

# Control characters except tab and line ends, embedding and overriding of the writing direction, lone
# surrogates, and the two code points that are never characters.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def readable(posted: Mapping[str, object]) -> tuple[MultiValueDict[str, str], frozenset[str]]:
    """Return the posted values as NFC text without unreadable characters, and the names that had any.

    They are taken out rather than only complained about, because nobody can see them to remove them.
    """
    values: MultiValueDict[str, str] = MultiValueDict()
    marred = set()
    for name in posted:
        raw = [str(value) for value in _listed(posted, name) if value is not None]
        clean = [unicodedata.normalize("NFC", UNREADABLE.sub("", value)) for value in raw]
        values.setlist(name, clean)
        if any(UNREADABLE.search(value) for value in raw):
            marred.add(name)
    return values, frozenset(marred)


def _listed(posted: Mapping[str, object], name: str) -> list[object]:
    if isinstance(posted, MultiValueDict):
        return posted.getlist(name)
    value = posted[name]
    return list(value) if isinstance(value, list | tuple) else [value]
