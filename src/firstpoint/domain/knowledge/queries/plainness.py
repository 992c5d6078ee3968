"""Where a text could be said in plainer words: sentences that are too long to be read at once."""

import re

from firstpoint.domain.knowledge.queries.words import plain_text

# What most guides to plain language call the most that a sentence should hold.
MOST_WORDS = 25
BLOCK_ENDS = re.compile(r"</(?:p|li|h[2-4]|t[dh]|blockquote)>|<br>")
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")


def long_sentences(safe_html: str) -> list[str]:
    """Return the sentences of more than MOST_WORDS words; a heading or a list's entry ends a sentence too."""
    blocks = (plain_text(block) for block in BLOCK_ENDS.split(safe_html))
    sentences = (sentence for block in blocks for sentence in SENTENCE_ENDS.split(block))
    return [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS]
