"""The development sets: real questions with the documents that answer them, read from beside the checkout.

A: every question of a US federal help site against its answers, the titles hidden. B: people's questions and a state's
FAQ. C: questions and the passages that answer them, in Spanish. Each query can be had with one typing error.
"""

import csv
import html
import json
import random
import re
import string
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bench import databases
from bench.search.scores import Estimate, estimate, ndcg

DATA = databases.ROOT.parent / "shared" / "data"
NO_ANSWER = "-1"
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Document:
    """Something to find; the body is plain text."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Query:
    """Something that is typed, and the slugs of the documents that answer it; none for one that nothing answers."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class SearchSet:
    """Documents, queries that some of them answer, and queries that none of them does."""

    name: str
    language: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    unanswered: tuple[Query, ...] = ()


def evaluate(search: Callable[[str, str], list[str]], name: str, *, typos: bool = False) -> Estimate:
    """Return the nDCG@10 of a search over one of the sets: from a text and a language to slugs, the best first."""
    return estimate(scores_of(search, with_typos(load(name)) if typos else load(name)))


def scores_of(search: Callable[[str, str], list[str]], chosen: SearchSet) -> list[float]:
    """Return the nDCG@10 of each query of a set."""
    return [ndcg(search(query.text, chosen.language), query.right) for query in chosen.queries]


@cache
def load(name: str) -> SearchSet:
    """Return the set of this name. Ends the program with a sentence where the data is absent."""
    require_data()
    return {"A": _federal, "B": _state, "C": _spanish}[name]()


def require_data() -> None:
    """End the program with a sentence where the data is absent."""
    if not DATA.is_dir():
        raise SystemExit(f"The search bench needs the development sets in {DATA}, and they are not there.")


def federal_faq() -> list[tuple[str, str, str]]:
    """Return id, question and answer of each approved row."""
    rows = _rows(DATA / "knowledge" / "cfpb_ask.csv")
    # Two entities of the source, &#147; and &#148;, mean quotation marks to every browser.
    return [
        (row["ASK_ID"], html.unescape(row["Question"]), row["Answer"]) for row in rows if row["Status"] == "APPROVED"
    ]


def state_faq() -> list[tuple[str, str, str]]:
    """Return id, question and answer of each row."""
    rows = _rows(DATA / "knowledge" / "california_vaccine_faq.csv")
    return [(row["ID"], row["Question"], row["Answer"]) for row in rows]


def _federal() -> SearchSet:
    rows = federal_faq()
    # A few questions, and an answer, stand there twice under different ids.
    same = defaultdict(set)
    for number, question, answer in rows:
        same[question].add(_neutral(number))
        same[answer].add(_neutral(number))
    return SearchSet(
        "A",
        "en",
        tuple(Document(_neutral(number), _neutral(number), answer) for number, _question, answer in rows),
        tuple(Query(question, frozenset(same[question] | same[answer])) for _number, question, answer in rows),
    )


def _state() -> SearchSet:
    documents = tuple(Document(_neutral(number), question, answer) for number, question, answer in state_faq())
    asked = [
        Query(row["Question"], frozenset(map(_neutral, re.findall(r"\d+", row["Answer"]))))
        for row in _rows(DATA / "search" / "california_vaccine_questions.csv")
        if row["Answer"] != NO_ANSWER
    ]
    unanswered = [
        Query(row["Question"], frozenset())
        for row in _rows(DATA / "search" / "california_vaccine_questions.csv")
        if row["Answer"] == NO_ANSWER
    ]
    return SearchSet("B", "en", documents, tuple(asked), tuple(unanswered))


def _spanish() -> SearchSet:
    pages = json.loads((DATA / "search" / "xquad.es.json").read_text(encoding="utf-8"))["data"]
    documents: list[Document] = []
    queries: list[Query] = []
    for paragraph in (paragraph for page in pages for paragraph in page["paragraphs"]):
        slug = _neutral(len(documents) + 1)
        documents.append(Document(slug, slug, paragraph["context"].strip("\ufeff")))
        queries += [Query(asked["question"], frozenset({slug})) for asked in paragraph["qas"]]
    return SearchSet("C", "es", tuple(documents), tuple(queries))


def _neutral(number: object) -> str:
    """Return a name that no query holds: a bare number would be found by queries for that number."""
    return f"zq{number}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def with_typos(chosen: SearchSet) -> SearchSet:
    """Return the set with one typing error in each query."""
    return replace(
        chosen,
        queries=tuple(replace(query, text=mistyped(query.text)) for query in chosen.queries),
        unanswered=tuple(replace(query, text=mistyped(query.text)) for query in chosen.unanswered),
    )


def mistyped(text: str) -> str:
    """Return the text with a letter swapped, dropped, inserted or replaced in one word of four letters or more.

    The same text gets the same error every time; one without such a word stays as it is.
    """
    draw = random.Random(text)
    words = list(WORD.finditer(text))
    if not words:
        return text
    chosen = draw.choice(words)
    word = wrong = chosen.group()
    while wrong == word:
        at, letter = draw.randrange(len(word)), draw.choice(string.ascii_lowercase)
        following = word[at + 1 : at + 2]
        wrong = draw.choice(
            (
                word[:at] + following + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
            )
        )
    return text[: chosen.start()] + wrong + text[chosen.end() :]
