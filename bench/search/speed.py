"""How long an answer takes with 10,000 and with 50,000 articles, and how quickly articles are taken in.

Every side is asked the same title questions over the same articles, one at a time and in turn, by one process each. What
the first questions warm up is not measured, and no question is asked twice. Databases are kept until the code that
fills them changes.
"""

import hashlib
import random
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from bench import databases, tables
from bench.search import articles
from bench.search.engines import (
    LEXICAL,
    SCORER,
    SEMANTIC,
    TANTIVY,
    TS_RANK,
    Side,
    empty,
    engines,
    load,
    scorer,
    settings,
    twins,
)
from bench.search.sets import DATA, Document, federal_faq, state_faq

SIZES = (10_000, 50_000)
SEED = 5
WARMING, MEASURED = 100, 400
OF_TS_RANK = 0.25
GROWTH = 5.0
IMPORTED_A_SECOND = 200.0
GOALS = {LEXICAL: 15.0, SEMANTIC: 40.0}
ENCODING = "encoding of the query alone"
ENCODINGS = 1.5
WEIGHTS = "model.safetensors"
# Pages of a mapped file that two processes have are counted half to each.
ONCE = 1.1

# What fills the tables that search reads; what only reads them may change without their being made anew.
KNOWLEDGE = databases.ROOT / "src" / "firstpoint" / "domain" / "knowledge"
FILLING = ("actions/*.py", "models/*.py", "queries/words.py", "queries/encoding.py")
MAKING = ("articles.py", "engines.py", "firstpoint_side.py", "meanings.py", "sets.py")
READ_MARK = "SELECT obj_description(to_regclass('bench_document'), 'pg_class')"
MARK = "COMMENT ON TABLE bench_document IS {}"

Times = dict[str, list[float]]


def run(sizes: Sequence[int] = SIZES) -> None:
    """Measure and print."""
    show_import()
    questions = [question for _number, question, _answer in [*federal_faq(), *state_faq()]]
    asked = random.Random(SEED).sample(list(dict.fromkeys(questions)), WARMING + MEASURED)
    took = {size: measure(articles.make(size), asked) for size in sizes}
    show(took)
    if SEMANTIC in settings():
        show_memory(articles.make(min(sizes)), asked[0])


def show_import() -> None:
    """Print how long the operator's own import command takes for the federal help site, its start included."""
    database = databases.copy(empty(), "search_import")
    source = DATA / "knowledge" / "cfpb_ask.csv"
    command = [*databases.FIRSTPOINT, "import", "knowledge", str(source), "--where", "Status=APPROVED"]
    began = time.perf_counter()
    subprocess.run(command, env=database.environment, cwd=databases.ROOT, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    rate = len(federal_faq()) / seconds
    tables.show(
        "Import of the federal help site by `firstpoint import knowledge`, indexed for the search",
        ("articles", "seconds", "articles a second"),
        [(f"{len(federal_faq()):,}", seconds, tables.verdict(rate, IMPORTED_A_SECOND))],
    )


def measure(documents: Sequence[Document], questions: Sequence[str]) -> Times:
    """Return the seconds that each side's answers took."""
    database = _with_articles(documents)
    with engines(database, "en", documents) as whole, scorer(database, "en") as alone:
        sides = whole | {SCORER: alone}
        took: Times = {name: [] for name in sides}
        for question in questions:
            for name, side in sides.items():
                took[name].append(side.ask(question).seconds)
            if isinstance(semantic := sides.get(SEMANTIC), Side):
                took.setdefault(ENCODING, []).append(semantic.do("encode", text=question)["seconds"])
    return {name: each[WARMING:] for name, each in took.items()}


def _with_articles(documents: Sequence[Document]) -> databases.Database:
    name, made_by = f"search_{len(documents)}", _fingerprint()
    if databases.exists(name) and databases.database(name).rows(READ_MARK) == [(made_by,)]:
        return databases.database(name)
    began = time.perf_counter()
    database = load(name, "en", documents)
    print(f"  {len(documents):,} articles written in {time.perf_counter() - began:.0f} s", flush=True)
    with psycopg.connect(database.owner) as connection:
        connection.execute(sql.SQL(MARK).format(sql.Literal(made_by)))
    return database


def _fingerprint() -> str:
    code = [
        *databases.ROOT.glob("src/firstpoint/**/migrations/*.py"),
        *(Path(__file__).with_name(name) for name in MAKING),
    ]
    code += (path for pattern in FILLING for path in KNOWLEDGE.glob(pattern))
    digest = hashlib.sha256()
    for path in sorted(code):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def show(took: Mapping[int, Times]) -> None:
    """Print the times and the ratios that have bars."""
    tables.show(
        f"One answer to a title question, {MEASURED} questions to each side in turn, milliseconds",
        ("articles  side", "p50", "p95", "p99", "goal p95"),
        [
            (f"{size:8,}  {side}", *(percentile(each, at) for at in (50, 95, 99)), _goal(size, side))
            for size, sides in took.items()
            for side, each in sides.items()
        ],
    )
    p95 = {(size, side): percentile(each, 95) for size, sides in took.items() for side, each in sides.items()}
    small, large = min(took), max(took)
    ours = [side for side in (LEXICAL, SEMANTIC) if side in took[small]]
    tables.show(
        "Ratios of p95: the whole search, what is shown of its hits included, to what others take to rank",
        ("articles  side", "of ts_rank", "of tantivy"),
        [
            (
                f"{size:8,}  {side}",
                tables.verdict(p95[size, side] / p95[size, TS_RANK], OF_TS_RANK, most=True)
                if side == LEXICAL
                else p95[size, side] / p95[size, TS_RANK],
                p95[size, side] / p95[size, TANTIVY],
            )
            for size in took
            for side in ours
        ],
    )
    tables.show(
        "Like with like: the scorer of the lexical search, up to ids and scores, to ts_rank, which gives no more either",
        ("articles", "p50 of ts_rank's", "p95 of ts_rank's"),
        [
            (f"{size:8,}", *(percentile(sides[SCORER], at) / percentile(sides[TS_RANK], at) for at in (50, 95)))
            for size, sides in took.items()
        ],
    )
    if SEMANTIC in took[small]:
        show_semantic(took)
    if small < large:
        tables.show(
            f"Growth of p95 from {small:,} to {large:,} articles",
            ("side", "times"),
            [
                (side, tables.verdict(growth, GROWTH, most=True) if side in ours else growth)
                for side in took[small]
                for growth in (p95[large, side] / p95[small, side],)
            ],
        )


def show_semantic(took: Mapping[int, Times]) -> None:
    """Print what meaning adds to each question's answer, in encodings of the query."""
    rows = []
    for size, sides in took.items():
        added = [with_it - without for with_it, without in zip(sides[SEMANTIC], sides[LEXICAL], strict=True)]
        ratio = statistics.median(added) / statistics.median(sides[ENCODING])
        mean = statistics.fmean(added) / statistics.fmean(sides[ENCODING])
        rows.append((f"{size:8,}", tables.verdict(ratio, ENCODINGS, most=True), mean))
    tables.show("What meaning adds to an answer, in encodings of the same query", ("articles", "median", "mean"), rows)


def show_memory(documents: Sequence[Document], question: str) -> None:
    """Print how much memory the model's weights take in two processes."""
    with twins(_with_articles(documents), "en") as sides:
        for side in sides:
            side.ask(question)
        # Only now, when both hold them, does each show its part.
        maps = [each for side in sides for each in psutil.Process(side.process.pid).memory_maps()]
        mapped = [each for each in maps if each.path.endswith(WEIGHTS)]
    rows = [
        (f"process {place}", each.rss / 2**20, each.pss / 2**20, each.private_dirty / 2**20)
        for place, each in enumerate(mapped, 1)
    ]
    both = sum(each.pss for each in mapped) / max(each.rss for each in mapped)
    rows.append(("both, of the larger", "", tables.verdict(both, ONCE, most=True), ""))
    tables.show(
        "The model's weights in two processes, MiB",
        ("", "in use", "of which its part", "its own copies"),
        rows,
    )


def _goal(size: int, side: str) -> str:
    return f"{GOALS[side]:g}" if size == min(SIZES) and side in GOALS else ""


def percentile(seconds: Sequence[float], at: int) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=100)[at - 1]
