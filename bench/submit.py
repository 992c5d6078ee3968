"""From a question to a committed case through the real form, on top of 100,000 cases.

One errand is what somebody's browser does: get the form, send it, get the page with the reference, which stands there
only because the case was committed. Every side runs in the same server with as many processes, on the same PostgreSQL
with durable commits, and their rounds take turns. The minimal view is given less to do than Firstpoint: it keeps no
rate limit, no second language and no token against double clicks, looks nobody up, and wakes no live screen.
"""

import asyncio
import re
from contextlib import ExitStack
from functools import partial

from bench import databases, inside, peer, servers, tables
from bench.limit import QUESTION, Limit
from bench.load import Rounds, Side, Site, take_turns
from bench.visitors import Connection, Failed, Visitor

CONCURRENCIES = (1, 8, 32)
CASES = 100_000
ROUNDS = 5
SECONDS = 8.0
OF_MINIMAL = 0.5
OF_HELPDESK = 1.5
# Firstpoint counts each visitor's tries; that is no part of a case, and the minimal view does without.
FIRSTPOINT_ALONE = {"core_ratecount"}
PROFILED = 300


async def ask_firstpoint(visitor: Visitor) -> None:
    """Ask the general question, with a name and an address of one's own."""
    answers = {"question": QUESTION, "reach-name": "Rosa Vale", "reach-email": f"rosa{visitor.number}@mail.example"}
    await _ask(visitor, "/en/ask/", answers, rb"[2-9HKMPQRWXY]{3}-[2-9HKMPQRWXY]{3}-[2-9HKMPQRWXY]{4}")


async def ask_minimal(visitor: Visitor) -> None:
    """Ask the same of the minimal view."""
    answers = {"question": QUESTION, "name": "Rosa Vale", "email": f"rosa{visitor.number}@minimal.example"}
    await _ask(visitor, "/ask/", answers, rb"reference is [2-9HKMPQRWXY-]{12}")


async def ask_helpdesk(visitor: Visitor) -> None:
    """Open a ticket with the same words."""
    answers = {"title": "A question", "body": QUESTION, "submitter_email": f"rosa{visitor.number}@mail.example"}
    await _ask(visitor, "/tickets/submit/", answers, rb"View a Ticket")


async def _ask(visitor: Visitor, path: str, answers: dict[str, str], expected: bytes) -> None:
    page = await visitor.submit(path, answers)
    if not re.search(expected, page.body):
        raise Failed(f"{path} led to a page without a reference: {page.body[:3000].decode(errors='replace')}")


def run(*, cases: int = CASES, seconds: float = SECONDS, rounds: int = ROUNDS) -> None:
    """Measure and print."""
    database = databases.copy(databases.with_cases(cases), "submit")
    with ExitStack() as stack:
        firstpoint = Site(stack.enter_context(servers.firstpoint(database.environment)), ask_firstpoint)
        minimal = Site(
            stack.enter_context(servers.wsgi("bench.minimal.wsgi:application", database.environment)), ask_minimal
        )
        helpdesk = Site(stack.enter_context(peer.helpdesk(cases)), ask_helpdesk)
        limit = Limit(database)
        compare_rows(database, {"Firstpoint": firstpoint, "minimal view": minimal, "bare psycopg": limit})
        sides: dict[str, Side] = {
            "Firstpoint": firstpoint,
            "minimal view": minimal,
            "django-helpdesk": helpdesk,
            "bare psycopg": limit,
        }
        results = take_turns(sides, concurrencies=CONCURRENCIES, rounds=rounds, seconds=seconds)
    show(results, cases)
    profile = databases.run_in(database.environment, partial(inside.profile_submissions, PROFILED))
    tables.show_profile("a submission", profile)


def compare_rows(database: databases.Database, sides: dict[str, Site | Limit]) -> None:
    """Print how many rows each side adds to each table for one case, and stop the bench when they differ."""
    # The first of a name brings its spellings, which stay for all who are called so.
    _rows_added(database, sides["Firstpoint"])
    added = {name: _rows_added(database, side) for name, side in sides.items()}
    names = sorted(set().union(*added.values()))
    tables.show(
        "Rows written for one case",
        ("table", *sides),
        [(name, *(added[side].get(name, 0) for side in sides)) for name in names],
    )
    wanted = {name: rows for name, rows in added["Firstpoint"].items() if name not in FIRSTPOINT_ALONE}
    for side in sides:
        if {name: rows for name, rows in added[side].items() if name not in FIRSTPOINT_ALONE} != wanted:
            raise Failed(f"{side} does not write the rows that Firstpoint writes; mend the bench.")


def _rows_added(database: databases.Database, side: Site | Limit) -> dict[str, int]:
    before = database.row_counts()
    if isinstance(side, Site):
        asyncio.run(_once(side))
    else:
        side.once()
    after = database.row_counts()
    return {name: count - before[name] for name, count in after.items() if count > before[name]}


async def _once(site: Site) -> None:
    async with Connection(site.server.port) as connection:
        await site.errand(Visitor(connection))


def show(results: dict[tuple[int, str], Rounds], cases: int) -> None:
    """Print the rates and the ratios."""
    heads = ("visitors  side", "cases/s", "rounds", "p50 ms", "p95 ms", "server ms", "database ms", "client busy")
    rows = [
        (
            f"{concurrency:8}  {name}",
            found.rate,
            " ".join(f"{one.rate:.0f}" for one in found.all),
            found.percentile(50),
            found.percentile(95),
            found.per_errand("server_cpu"),
            found.per_errand("database_cpu"),
            f"{100 * found.client_busy:.0f} %",
        )
        for (concurrency, name), found in results.items()
    ]
    tables.show(
        f"Question to committed case on top of {cases:,} cases, {servers.CORES} cores for client, servers and database"
        " together; ms are of the clock at p50 and p95, of processors otherwise",
        heads,
        rows,
    )
    rates = {key: found.rate for key, found in results.items()}
    tables.show(
        "Ratios of Firstpoint's rate",
        ("visitors", "of the minimal view", "of django-helpdesk", "of bare psycopg"),
        [
            (
                str(concurrency),
                tables.verdict(rates[concurrency, "Firstpoint"] / rates[concurrency, "minimal view"], OF_MINIMAL),
                tables.verdict(rates[concurrency, "Firstpoint"] / rates[concurrency, "django-helpdesk"], OF_HELPDESK)
                if concurrency > 1
                else rates[concurrency, "Firstpoint"] / rates[concurrency, "django-helpdesk"],
                rates[concurrency, "Firstpoint"] / rates[concurrency, "bare psycopg"],
            )
            for concurrency in sorted({concurrency for concurrency, _name in rates})
        ],
    )
