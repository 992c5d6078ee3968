"""What is compared: Firstpoint's search with each of its settings, tantivy from PyPI, and ts_rank of the same PostgreSQL.

Firstpoint and tantivy answer in processes of their own, each in its own environment; every side times itself.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bench import databases
from bench.data import loading
from bench.search.scores import DEPTH
from bench.search.sets import Document
from bench.servers import CORES
from firstpoint.project.env import Env

LEXICAL, SEMANTIC, TANTIVY, TS_RANK = "lexical", "with semantic", "tantivy", "ts_rank"
MEANING = "semantic alone"
SCORER = "scorer of lexical alone"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
VENV = databases.VAR / "tantivy"
RULES = {"en": "english", "es": "spanish"}

WORDS = re.compile(r"[^\W_]+")
RANK_TABLE = "CREATE TABLE bench_document (slug text, words tsvector)"
RANK_INDEX = "CREATE INDEX ON bench_document USING gin (words)"
RANK_FILL = """
    INSERT INTO bench_document
    SELECT %s, setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector(%s::regconfig, %s), 'B')
"""
# Of the weights of D, C, B and A, those of A (title) and B (body) are in use.
RANK_ASK = """
    SELECT slug, ts_rank('{0.1, 0.2, 0.5, 1.0}', words, query) AS rank
    FROM bench_document, to_tsquery(%s::regconfig, %s) AS query
    WHERE words @@ query ORDER BY rank DESC, slug LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a side found, the best first, and how long it took; the rest where it says so."""

    slugs: list[str]
    seconds: float
    score: float | None = None
    confidence: float | None = None
    is_answered: bool | None = None


class Engine(Protocol):
    """One side of the comparison, filled and ready."""

    def ask(self, text: str) -> Answer:
        """Search."""


@dataclass(frozen=True)
class Side:
    """A side in a process of its own, which takes and gives lines of JSON."""

    process: subprocess.Popen[str]
    language: str

    def do(self, what: str, **asked: object) -> dict[str, Any]:
        """Let the process do something and return what it says."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"do": what, **asked}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args!r} has ended; what it says stands above.")
        said: dict[str, Any] = json.loads(line)
        return said

    def take_in(self, documents: Sequence[Document], *, how: str = "fill") -> None:
        """Take documents in; "load" is the short way that Firstpoint's side has for many."""
        rows = [(document.slug, document.title, document.body) for document in documents]
        self.do(how, language=self.language, documents=rows)

    def ask(self, text: str) -> Answer:
        """Search."""
        return Answer(**self.do("ask", language=self.language, text=text))


@dataclass(frozen=True)
class Meaning:
    """What Firstpoint finds by the meaning alone: a part of its search, asked by itself."""

    side: Side

    def ask(self, text: str) -> Answer:
        """Search."""
        return Answer(**self.side.do("ask_meaning", language=self.side.language, text=text))


@dataclass(frozen=True)
class Scorer:
    """What Firstpoint's words alone rank, without the rest of a search: what ts_rank does."""

    side: Side

    def ask(self, text: str) -> Answer:
        """Rank."""
        return Answer(**self.side.do("rank", language=self.side.language, text=text))


@dataclass(frozen=True)
class Ranked:
    """ts_rank over a table of its own, any of the words being enough."""

    connection: psycopg.Connection[tuple[Any, ...]]
    language: str

    def take_in(self, documents: Sequence[Document]) -> None:
        """Make the table and its index."""
        rules = RULES[self.language]
        self.connection.execute(RANK_TABLE)
        with self.connection.cursor() as cursor:
            cursor.executemany(RANK_FILL, [(each.slug, rules, each.title, rules, each.body) for each in documents])
        self.connection.execute(RANK_INDEX)

    def ask(self, text: str) -> Answer:
        """Search."""
        began = time.perf_counter()
        words = " | ".join(dict.fromkeys(WORDS.findall(text.lower())))
        rows = self.connection.execute(RANK_ASK, (RULES[self.language], words, DEPTH)).fetchall()
        score = float(rows[0][1]) if rows else 0.0
        return Answer([slug for slug, _rank in rows], time.perf_counter() - began, score)


def settings() -> dict[str, dict[str, str]]:
    """Return the settings under which Firstpoint's search is measured; semantic search once there is a knob for it."""
    knows_semantic = any(knob.name == "search_semantic" for knob in fields(Env))
    return {LEXICAL: {"SEARCH_SEMANTIC": "0"}} | ({SEMANTIC: {"SEARCH_SEMANTIC": "1"}} if knows_semantic else {})


def publish(name: str, language: str, documents: Sequence[Document]) -> databases.Database:
    """Make a database with the documents published one by one, ready to be searched."""
    database = databases.copy(empty(), name)
    with _firstpoint(database, language, list(settings().values())[-1]) as side:
        side.take_in(documents)
        side.do("work_off")
    return _with_ranks(database, language, documents)


def load(name: str, language: str, documents: Sequence[Document]) -> databases.Database:
    """Make a database with many documents, which as many processes as there are cores write, ready to be searched."""
    database = databases.copy(empty(), name)
    environment = list(settings().values())[-1]
    with ExitStack() as stack:
        sides = [stack.enter_context(_firstpoint(database, language, environment)) for _core in range(CORES)]
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda place: sides[place].take_in(documents[place::CORES], how="load"), range(CORES)))
        sides[0].do("make_meanings")
        sides[0].do("work_off")
    return _with_ranks(database, language, documents)


def _with_ranks(database: databases.Database, language: str, documents: Sequence[Document]) -> databases.Database:
    """Add the table of ts_rank, and leave all tables as autovacuum would in time."""
    with psycopg.connect(database.owner, autocommit=True) as connection:
        Ranked(connection, language).take_in(documents)
    loading.settle(database.owner)
    return database


@contextmanager
def engines(database: databases.Database, language: str, documents: Sequence[Document]) -> Iterator[dict[str, Engine]]:
    """Give every side by name, ready to be asked."""
    with ExitStack() as stack:
        sides: dict[str, Engine] = {
            name: stack.enter_context(_firstpoint(database, language, environment))
            for name, environment in settings().items()
        }
        connection = stack.enter_context(psycopg.connect(database.owner, autocommit=True))
        tantivy = stack.enter_context(_tantivy(language))
        tantivy.take_in(documents)
        yield sides | {TANTIVY: tantivy, TS_RANK: Ranked(connection, language)}


@contextmanager
def scorer(database: databases.Database, language: str) -> Iterator[Scorer]:
    """Give the scorer, in a process of its own: it has met no more than it was asked."""
    with _firstpoint(database, language, settings()[LEXICAL]) as side:
        yield Scorer(side)


@contextmanager
def twins(database: databases.Database, language: str) -> Iterator[tuple[Side, Side]]:
    """Give two processes that search with all that there is."""
    environment = list(settings().values())[-1]
    with _firstpoint(database, language, environment) as one, _firstpoint(database, language, environment) as other:
        yield one, other


@cache
def empty() -> databases.Database:
    """Make a migrated database without any article, once."""
    database = databases.create("search_empty")
    command = [*databases.FIRSTPOINT, "migrate"]
    subprocess.run(command, env=database.environment, cwd=databases.ROOT, check=True, stdout=subprocess.DEVNULL)
    return database


@contextmanager
def _firstpoint(database: databases.Database, language: str, environment: Mapping[str, str]) -> Iterator[Side]:
    with _process(sys.executable, "bench.search.firstpoint_side", {**database.environment, **environment}) as process:
        yield Side(process, language)


@contextmanager
def _tantivy(language: str) -> Iterator[Side]:
    python, installed = VENV / "bin" / "python", VENV / "installed.txt"
    if not installed.exists() or installed.read_text() != REQUIREMENTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=True)
        installed.write_text(REQUIREMENTS.read_text())
    with _process(python, "bench.search.tantivy_side", os.environ) as process:
        yield Side(process, language)


@contextmanager
def _process(python: str | Path, module: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run one of the modules of this package until the block ends."""
    command = [str(python), "-m", module]
    with subprocess.Popen(
        command, env=dict(environment), cwd=databases.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
