"""When two addresses are the same place, however they are written."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

LONGEST_KEY = 240
# The parts that tell one door from another; city and state follow from the postal code.
PARTS = ("line1", "line2", "postal_code")


def address_key(lines: Mapping[str, Any]) -> str:
    """Return what two ways of writing one address have in common; empty without a street and a postal code."""
    if not lines.get("line1") or not lines.get("postal_code"):
        return ""
    # The last four digits of a long ZIP code are often left out.
    parts = [
        str(lines.get(part, "")).partition("-")[0] if part == "postal_code" else str(lines.get(part, ""))
        for part in PARTS
    ]
    plain = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))[:LONGEST_KEY]
