"""Finding a record and opening it with a hundred times the cases: the desk's pages, and its search by whatever is known.

A signed-in adviser asks over HTTP, one request at a time, here and there in turn, as `growth` does; every request is made
once before. A search is the post, the redirect and the page of what was found. The words of a rare search stand in one
message, middling ones in one of a thousand, common ones in one of ten.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from itertools import cycle
from time import perf_counter
from uuid import uuid4

from bench import databases, inside, servers, tables
from bench.data.staff import ADVISER, PASSWORD
from bench.data.words import VOCABULARY, word_in
from bench.growth import PAGES, Took, times_of
from bench.visitors import Connection, Failed, Visitor

SMALL = 44_000
CASES = 440_000
ROUNDS = 4
SECONDS = 3.0
SUBJECTS = 30
MOST = 1.5
GOAL_MILLISECONDS = 100
PATIENCE_SECONDS = 30

PAGE_QUERIES = {"work list": PAGES["work list"], "counters": "SELECT '/desk/counts/'"} | {
    page: PAGES[page] for page in ("case", "open case", "customer", "longest history")
}
# What is typed, and the query of it.
SEARCHES = {
    "name": f"SELECT name FROM customers_customer ORDER BY md5(id::text) LIMIT {SUBJECTS}",
    "typo in a name": f"""
        SELECT name FROM customers_customer WHERE length(split_part(name, ' ', 2)) > 4 ORDER BY md5(id::text)
        LIMIT {SUBJECTS}
    """,
    "phone": f"SELECT value FROM customers_contactpoint WHERE kind = 'phone' ORDER BY md5(id::text) LIMIT {SUBJECTS}",
    "e-mail": f"SELECT value FROM customers_contactpoint WHERE kind = 'email' ORDER BY md5(id::text) LIMIT {SUBJECTS}",
    "reference": f"""
        SELECT reference FROM cases_case WHERE restricted_to_id IS NULL ORDER BY md5(id::text) LIMIT {SUBJECTS}
    """,
    "rare word": f"""
        SELECT substring(body FROM 'number is ([0-9]+)') FROM contacts_message
        WHERE kind IN ('enquiry', 'answer', 'outcome') AND body LIKE '%number is%' ORDER BY md5(id::text) LIMIT {SUBJECTS}
    """,
}
SHARES = {"middling word": 0.001, "common word": 0.1}


def run(*, cases: int = CASES, seconds: float = SECONDS, rounds: int = ROUNDS) -> None:
    """Measure and print, and look into what is over the bar; a new record that is not found at once ends it."""
    few = min(SMALL, cases)
    sides = databases.with_cases(few), databases.with_cases(cases)
    asked = {
        **{page: [_column(side, query) for side in sides] for page, query in PAGE_QUERIES.items()},
        **{f"find by {what}": [_typed(side, what) for side in sides] for what in (*SEARCHES, *SHARES, "two words")},
    }
    print(f"\nFound at once: {databases.run_in(sides[1].environment, find_new)}")
    with ExitStack() as stack:
        ports = [stack.enter_context(servers.firstpoint(side.environment)).port for side in sides]
        took = asyncio.run(_look(ports, asked, seconds * rounds))
    rows, slow = [], []
    for what, (here, there) in took.items():
        (p50, p95, _first), (many_p50, many_p95, first) = times_of(here), times_of(there)
        ratio = many_p50 / p50
        if ratio > MOST or many_p95 > GOAL_MILLISECONDS:
            slow.append(what)
        goal = "" if many_p95 <= GOAL_MILLISECONDS else "over"
        rows.append((what, p50, p95, many_p50, many_p95, first, goal, tables.verdict(ratio, MOST, most=True)))
    tables.show(
        f"Records at the desk with {few:,} and with {cases:,} cases, milliseconds over HTTP, by one adviser",
        ("what", "few: p50", "p95", "many: p50", "p95", "first", f"p95 > {GOAL_MILLISECONDS}", "many / few"),
        rows,
    )
    for what in slow:
        look = inside.plans_of_search if what.startswith("find by") else inside.plans_of_page
        for plan in databases.run_in(sides[1].environment, partial(look, asked[what][1][0], ADVISER)):
            print(f"{what}: {plan}\n")


def _column(side: databases.Database, query: str) -> list[str]:
    return [str(value) for (value,) in side.rows(query)]


def _typed(side: databases.Database, what: str) -> list[str]:
    """Return what is typed to look for something."""
    if what in SHARES:
        place = VOCABULARY.index(word_in(SHARES[what]))
        return VOCABULARY[max(place - 2, 0) : place + 3]
    if what == "two words":
        return [f"{word_in(0.1)} {rare}" for rare in _column(side, SEARCHES["rare word"])]
    typed = _column(side, SEARCHES[what])
    return [_slip(name) for name in typed] if what == "typo in a name" else typed


def _slip(name: str) -> str:
    """Leave out a letter of the last name."""
    place = random.Random(name).randrange(name.index(" ") + 2, len(name))
    return name[:place] + name[place + 1 :]


def find_new() -> str:
    """Open a case, look for it in every way, and undo it all; return the ways. Raises when it is not found."""
    import django

    django.setup()
    from django.db import transaction

    from firstpoint.domain.cases.queries import case_list
    from firstpoint.domain.cases.queries.words import find_by_words
    from firstpoint.domain.customers.queries import find_customers
    from firstpoint.domain.intake import actions as intake
    from firstpoint.domain.intake.models import Incoming, Sender
    from firstpoint.domain.people.models import SYSTEM, public_site

    with transaction.atomic():
        incoming = Incoming(
            channel="web",
            language="en",
            body="Something about xylographs, which nobody asked before.",
            sender=Sender("Quirina Vandeleur", "quirina@mail.example", "+15555550199"),
        )
        case = intake.take_in(incoming, actor=public_site(language="en"), external_id=uuid4().hex)
        ways = {
            "reference": case_list(SYSTEM, search=case.reference).first() == case,
            "words of a message": [found.case for found in find_by_words(SYSTEM, "xylographs")] == [case],
            **{
                way: case.customer in find_customers(SYSTEM, typed).customers
                for way, typed in {
                    "name": "vandeleur quirina",
                    "typo in a name": "Qirina Vandeleur",
                    "e-mail": "quirina@mail.example",
                    "phone": "(555) 555-0199",
                }.items()
            },
        }
        transaction.set_rollback(True)
    if not all(ways.values()):
        raise RuntimeError(f"A new record was not found at once: {ways}")
    return ", ".join(ways)


Ask = Callable[[str], Awaitable[object]]


async def _look(ports: list[int], asked: dict[str, list[list[str]]], seconds: float) -> dict[str, tuple[Took, Took]]:
    """Return how long each answer took, in each database."""
    async with AsyncExitStack() as stack:
        advisers = []
        for port in ports:
            adviser = Visitor(await stack.enter_async_context(Connection(port)))
            await adviser.submit("/desk/account/sign-in/", {"login": ADVISER, "password": PASSWORD})
            advisers.append(adviser)
        tokens = [_token((await adviser.get("/desk/customers/")).body) for adviser in advisers]
        took = {}
        for what, subjects in asked.items():
            asks: list[Ask] = [
                partial(_search, adviser, token) if what.startswith("find by") else adviser.get
                for adviser, token in zip(advisers, tokens, strict=True)
            ]
            took[what] = (Took(), Took())
            for ask, each, times in zip(asks, subjects, took[what], strict=True):
                for subject in each:
                    times.first.append(await _timed(ask, subject))
            turns = [cycle(each) for each in subjects]
            until = perf_counter() + seconds
            while perf_counter() < until:
                for ask, turn, times in zip(asks, turns, took[what], strict=True):
                    times.again.append(await _timed(ask, next(turn)))
        return took


def _token(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("There is no form on the page of customers.")
    return found[1].decode()


async def _search(adviser: Visitor, token: str, words: str) -> None:
    await adviser.post("/desk/find/", {"csrfmiddlewaretoken": token, "q": words})


async def _timed(ask: Ask, subject: str) -> float:
    began = perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ask(subject)
    except TimeoutError:
        raise Failed(f"{subject}: no answer in {PATIENCE_SECONDS} seconds") from None
    return perf_counter() - began
