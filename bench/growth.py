"""The desk's pages with a hundred times the cases: work list, case page and customer page at 10,000 and 1,000,000.

Both databases stand side by side, each with a running server; a signed-in adviser asks for the same kind of page here
and there in turn, one request at a time, so that what is compared is the time of one answer and nothing else. Every page
is visited once before: what the first visit of a row costs the disk is printed beside, and not part of the comparison.
"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

from bench import databases, inside, servers, tables
from bench.data.staff import ADVISER, PASSWORD
from bench.visitors import Connection, Visitor

SMALL = 10_000
CASES = 1_000_000
ROUNDS = 5
SECONDS = 6.0
SUBJECTS = 100
MOST = 1.3

# A page and the query of the addresses under which it is looked at.
PAGES = {
    "work list": "SELECT '/desk/'",
    "case": f"""
        SELECT '/desk/cases/' || reference || '/' FROM cases_case
        WHERE restricted_to_id IS NULL ORDER BY md5(id::text) LIMIT {SUBJECTS}
    """,
    "open case": f"""
        SELECT '/desk/cases/' || reference || '/' FROM cases_case
        WHERE restricted_to_id IS NULL AND state <> 'closed' ORDER BY md5(id::text) LIMIT {SUBJECTS}
    """,
    "customer": f"""
        SELECT '/desk/customers/' || customer_id || '/' FROM cases_case
        WHERE customer_id IS NOT NULL ORDER BY md5(id::text) LIMIT {SUBJECTS}
    """,
    "longest history": """
        SELECT '/desk/customers/' || customer_id || '/' FROM cases_case
        WHERE customer_id IS NOT NULL GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1
    """,
}


def run(*, cases: int = CASES, seconds: float = SECONDS, rounds: int = ROUNDS) -> None:
    """Measure and print, and look into what is over the bar."""
    small, large = databases.with_cases(min(SMALL, cases)), databases.with_cases(cases)
    paths = {
        page: tuple([str(path) for (path,) in each.rows(query)] for each in (small, large))
        for page, query in PAGES.items()
    }
    with ExitStack() as stack:
        ports = [stack.enter_context(servers.firstpoint(each.environment)).port for each in (small, large)]
        took = asyncio.run(_look(ports, paths, seconds * rounds))
    rows, slow = [], []
    for page, (few, many) in took.items():
        ratio = statistics.median(many.again) / statistics.median(few.again)
        if ratio > MOST:
            slow.append(page)
        rows.append((page, *times_of(few), *times_of(many), len(many.again), tables.verdict(ratio, MOST, most=True)))
    tables.show(
        f"A page at the desk with {min(SMALL, cases):,} and with {cases:,} cases, milliseconds over HTTP",
        ("page", "few: p50", "p95", "first", "many: p50", "p95", "first", "answers", "many / few"),
        rows,
    )
    for page in slow:
        for plan in databases.run_in(large.environment, partial(inside.plans_of_page, paths[page][1][0], ADVISER)):
            print(f"{page}: {plan}\n")


@dataclass
class Took:
    """How long the answers took, in seconds: those of the first visits, and those of the visits that are compared."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


def times_of(took: Took) -> tuple[float, float, float]:
    """Return the median and the 95th percentile of the visits, and the median of the first ones, in milliseconds."""
    ordered = sorted(took.again)
    return (
        1000 * statistics.median(ordered),
        1000 * ordered[len(ordered) * 95 // 100],
        1000 * statistics.median(took.first),
    )


async def _look(
    ports: list[int], paths: dict[str, tuple[list[str], ...]], seconds: float
) -> dict[str, tuple[Took, ...]]:
    """Return how long each answer took, page by page, in each database."""
    async with AsyncExitStack() as stack:
        advisers = []
        for port in ports:
            adviser = Visitor(await stack.enter_async_context(Connection(port)))
            await adviser.submit("/desk/account/sign-in/", {"login": ADVISER, "password": PASSWORD})
            advisers.append(adviser)
        took = {}
        for page, addresses in paths.items():
            took[page] = (Took(), Took())
            for adviser, each, times in zip(advisers, addresses, took[page], strict=True):
                for path in each:
                    times.first.append(await _timed(adviser, path))
            turns = [cycle(each) for each in addresses]
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                for adviser, turn, times in zip(advisers, turns, took[page], strict=True):
                    times.again.append(await _timed(adviser, next(turn)))
        return took


async def _timed(adviser: Visitor, path: str) -> float:
    began = time.perf_counter()
    await adviser.get(path)
    return time.perf_counter() - began
