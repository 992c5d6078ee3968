"""Sentences that are too long are found, in any language; headings and lists are no sentences run together."""

import pytest

from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.queries.plainness import MOST_WORDS, long_sentences

LONG = " ".join(["palabra"] * (MOST_WORDS + 1)) + "."
SHORT = " ".join(["word"] * MOST_WORDS) + "."


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SHORT, []),
        (LONG, [LONG]),
        (f"{SHORT} {LONG} {SHORT}", [LONG]),
        (f"## {SHORT[:-1]}\n\n- {SHORT[:-1]}\n- {SHORT[:-1]}", []),
        (f"**{LONG}**", [LONG]),
        ("", []),
    ],
)
def test_long_sentences_are_found(body: str, found: list[str]) -> None:
    assert long_sentences(render(body)) == found
