"""The desk's pages with a hundred times the cases: work list, case page and customer page at 10,000 and 1,000,000.

Both databases stand side by side, each with a running server; a signed-in adviser asks for the same kind of page here
and there in turn, one request at a time, so that what is compared is the time of one answer and nothing else.
"""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from itertools import cycle

from bench import databases, inside, servers, tables
from bench.data.staff import ADVISER, PASSWORD
from bench.visitors import Connection, Visitor

SMALL = 10_000
CASES = 1_000_000
ROUNDS = 5
SECONDS = 6.0
SUBJECTS = 200
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
        ratio = statistics.median(many) / statistics.median(few)
        if ratio > MOST:
            slow.append(page)
        rows.append((page, *_times(few), *_times(many), tables.verdict(ratio, MOST, most=True)))
    tables.show(
        f"A page at the desk with {min(SMALL, cases):,} and with {cases:,} cases, milliseconds over HTTP",
        ("page", "few: p50", "p95", "many: p50", "p95", "answers", "many / few"),
        [
            (page, few50, few95, many50, many95, count, ratio)
            for page, few50, few95, _count, many50, many95, count, ratio in rows
        ],
    )
    for page in slow:
        for plan in databases.run_in(large.environment, partial(inside.plans_of_page, paths[page][1][0], ADVISER)):
            print(f"{page}: {plan}\n")


def _times(seconds: list[float]) -> tuple[float, float, int]:
    ordered = sorted(seconds)
    return 1000 * statistics.median(ordered), 1000 * ordered[len(ordered) * 95 // 100], len(ordered)


async def _look(
    ports: list[int], paths: dict[str, tuple[list[str], ...]], seconds: float
) -> dict[str, tuple[list[float], ...]]:
    """Return how long each answer took, page by page, in each database."""
    async with AsyncExitStack() as stack:
        advisers = []
        for port in ports:
            adviser = Visitor(await stack.enter_async_context(Connection(port)))
            await adviser.submit("/desk/account/sign-in/", {"login": ADVISER, "password": PASSWORD})
            advisers.append(adviser)
        took: dict[str, tuple[list[float], ...]] = {}
        for page, addresses in paths.items():
            turns = [cycle(each) for each in addresses]
            for adviser, each in zip(advisers, addresses, strict=True):
                for path in each[:20]:
                    await adviser.get(path)
            took[page] = ([], [])
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                for adviser, turn, times in zip(advisers, turns, took[page], strict=True):
                    began = time.perf_counter()
                    await adviser.get(next(turn))
                    times.append(time.perf_counter() - began)
        return took
