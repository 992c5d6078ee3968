"""Merge fields: what stands in braces in a standard response, and what becomes of it in a message.

No template engine reads what staff type: a text is split at its braces, and each known name is replaced once.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

MERGE_FIELDS = {
    "customer_name": _("name of the customer"),
    "reference": _("reference of the case"),
    "enquiry_type": _("what the case is about"),
    "promise": _("by when it is promised"),
    "agency_name": _("name of the agency"),
    "agency_phone": _("phone of the agency"),
    "adviser_name": _("first name of whoever answers"),
    "self_service_link": _("where customers do it themselves"),
}

FIELD = re.compile(r"\{([^{}]*)\}")
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
BLANK_LINES = re.compile(r"\n{3,}")


def unknown_fields(text: str) -> list[str]:
    """Return what stands in braces and is no merge field, each once, and a brace that stands alone."""
    names = [name for name in FIELD.findall(text) if _known(name) not in MERGE_FIELDS]
    alone = re.findall(r"[{}]", FIELD.sub("", text))
    return list(dict.fromkeys([*(f"{{{name}}}" for name in names), *alone]))


def fill(text: str, values: Mapping[str, str], *, greeting: str) -> str:
    """Return the text with its fields filled in; what a value contains is never read as a field.

    A sentence with a field that has no value is left out, and with the last one of a line the line. A salutation, which
    is a first line that ends in a comma or colon, becomes the `greeting` instead.
    """
    filled: list[str] = []
    is_shorter = False
    for line in text.strip().splitlines():
        if not _lacks_value(line, values):
            filled.append(_put_in(line, values))
            continue
        is_shorter = True
        if not filled and line.rstrip().endswith((",", ":")):
            filled.append(greeting)
            continue
        kept = [part for part in BETWEEN_SENTENCES.split(line) if not _lacks_value(part, values)]
        if any(part.strip() for part in kept):
            filled.append(_put_in(" ".join(kept), values))
    whole = "\n".join(filled)
    return BLANK_LINES.sub("\n\n", whole).strip() if is_shorter else whole


def _lacks_value(text: str, values: Mapping[str, str]) -> bool:
    return any(not values.get(_known(name), "").strip() for name in FIELD.findall(text))


def _put_in(text: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: " ".join(values[_known(found[1])].split()), text)


def _known(name: str) -> str:
    return name.strip().casefold()
