"""Run in the peer's own environment: an index of tantivy in memory. A line of JSON in, a line of JSON out.

Stemmed and in lower case, a word of the title counting twice, BM25 as it comes.
"""

import json
import re
import sys
import time
from typing import Any

import tantivy  # type: ignore[import-not-found]

STEMMERS = {"en": "english", "es": "spanish"}
BOOSTS = {"title": 2.0, "body": 1.0}
MEMORY = 200_000_000
LONGEST_WORD = 40
DEPTH = 10


class Side:
    """The index and how it is asked."""

    index: tantivy.Index

    def fill(self, language: str, documents: list[list[str]]) -> dict[str, Any]:
        """Index documents, each a slug, a title and a body."""
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("slug", stored=True, tokenizer_name="raw")
        for name in BOOSTS:
            schema.add_text_field(name, tokenizer_name="words")
        self.index = tantivy.Index(schema.build())
        self.index.register_tokenizer("words", _words(language))
        writer = self.index.writer(MEMORY, 1)
        for slug, title, body in documents:
            writer.add_document(tantivy.Document(slug=slug, title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        return {}

    def ask(self, language: str, text: str) -> dict[str, Any]:
        """Search for any of the words. Bare words in lower case hold nothing of the query language."""
        began = time.perf_counter()
        words = " ".join(re.findall(r"[^\W_]+", text)).lower()
        searcher = self.index.searcher()
        hits = searcher.search(self.index.parse_query(words, list(BOOSTS), field_boosts=BOOSTS), DEPTH).hits
        slugs = [searcher.doc(address)["slug"][0] for _score, address in hits]
        return {"slugs": slugs, "seconds": time.perf_counter() - began, "score": hits[0][0] if hits else 0.0}


def _words(language: str) -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer(STEMMERS[language]))
        .build()
    )


def main() -> None:
    """Do what each line asks for."""
    side = Side()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(side, asked.pop("do"))(**asked)), flush=True)


if __name__ == "__main__":
    main()
