"""Home and article pages: their rate beside a hello, their queries, and what a first visit weighs.

The hello is a Django view under the same server without middleware, database or template. A word from no framework at
all shows how much the client can ask for, so that it is seen not to be what holds anybody back; it takes its share of
the same cores, which flatters the pages a little: the ratio of processor time per answer, without the client's, stands
beside.
"""

import asyncio
import re
from contextlib import ExitStack
from functools import partial

from bench import databases, inside, servers, tables, weight
from bench.load import Side, Site, getting, take_turns
from bench.visitors import Connection, Visitor

CASES = 10_000
VISITORS = 8
ROUNDS = 5
SECONDS = 5.0
OF_HELLO = 0.08
MOST_QUERIES = {"home": 4, "article": 5}
MOST_KILOBYTES = 120
PROFILED = 100


def run(*, cases: int = CASES, seconds: float = SECONDS, rounds: int = ROUNDS) -> None:
    """Measure and print."""
    database = databases.copy(databases.with_cases(min(cases, CASES)), "pages")
    with ExitStack() as stack:
        firstpoint = stack.enter_context(servers.firstpoint(database.environment))
        hello = stack.enter_context(servers.wsgi("bench.minimal.hello:application", database.environment))
        bare = stack.enter_context(servers.wsgi("bench.minimal.bare:application", database.environment))
        paths = {"home": "/en/", "article": asyncio.run(_an_article(database, firstpoint.port))}
        sides: dict[str, Side] = {
            **{name: Site(firstpoint, getting(path)) for name, path in paths.items()},
            "hello in Django": Site(hello, getting("/")),
            "hello without Django": Site(bare, getting("/")),
        }
        show_rates(sides, seconds, rounds)
        show_weights(firstpoint.port, paths)
    for name, path in paths.items():
        profile = databases.run_in(database.environment, partial(inside.profile_page, path, PROFILED))
        queries = sum(times for _statement, times in profile.statements)
        print(f"\nQueries of {path}: {tables.verdict(queries, MOST_QUERIES[name], most=True)}")
        tables.show_profile(f"the page {name}", profile)


async def _an_article(database: databases.Database, port: int) -> str:
    """Return the address of an article to which the home page links."""
    slugs = {str(slug) for (slug,) in database.rows("SELECT slug FROM knowledge_article")}
    async with Connection(port) as connection:
        home = (await Visitor(connection).get("/en/")).body.decode()
    for path in re.findall(r'href="(/en/[^"?#]+/)"', home):
        if path.rstrip("/").split("/")[-1] in slugs:
            return str(path)
    raise RuntimeError("The home page links to no article.")


def show_rates(sides: dict[str, Side], seconds: float, rounds: int) -> None:
    """Print how often each page is answered."""
    results = take_turns(sides, concurrencies=(VISITORS,), rounds=rounds, seconds=seconds)
    hello = results[VISITORS, "hello in Django"]
    rows = []
    for (_visitors, name), found in results.items():
        cpu = (hello.per_errand("server_cpu")) / (found.per_errand("server_cpu") + found.per_errand("database_cpu"))
        is_page = name in MOST_QUERIES
        rows.append(
            (
                name,
                found.rate,
                " ".join(f"{one.rate:.0f}" for one in found.all),
                found.percentile(50),
                found.percentile(95),
                found.per_errand("server_cpu"),
                found.per_errand("database_cpu"),
                f"{100 * found.client_busy:.0f} %",
                tables.verdict(found.rate / hello.rate, OF_HELLO) if is_page else found.rate / hello.rate,
                cpu,
            )
        )
    tables.show(
        f"Pages for {VISITORS} visitors at once, {servers.CORES} cores for client, servers and database together",
        (
            "page",
            "a second",
            "rounds",
            "p50 ms",
            "p95 ms",
            "server ms",
            "database ms",
            "client busy",
            "of the hello",
            "by CPU",
        ),
        rows,
    )


def show_weights(port: int, paths: dict[str, str]) -> None:
    """Print what a browser fetches on a first visit, and how far things jump."""
    rows = []
    for name, path in paths.items():
        for visit in weight.first_visits(f"http://127.0.0.1:{port}{path}"):
            parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(visit.bytes_by_kind.items()))
            rows.append(
                (
                    name,
                    visit.screen,
                    tables.verdict(visit.bytes / 1000, MOST_KILOBYTES, most=True),
                    visit.requests,
                    f"{visit.shift:.4f}",
                    parts,
                )
            )
    if rows:
        tables.show(
            "A first visit in Chromium: everything over the wire with headers, and the cumulative layout shift",
            ("page", "screen", "kB", "requests", "shift", "kB by kind"),
            rows,
        )
    else:
        print("No Chromium is installed, so nothing was weighed.")
