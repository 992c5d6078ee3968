"""Three hundred advisers ask for their next work at once, while work arrives as fast as it is taken.

Both sides have as many processes and as many connections, and waiting work of the same size: Firstpoint gives the work
by its own action, with rights, skills, owner, clock, journal and a wake-up of live screens; the other side is the
shortest thing that could be called a queue, `SELECT … FOR UPDATE SKIP LOCKED` and an `UPDATE`. Rounds take turns. At
the end every item taken is counted: given once, owned by whoever got it, and none left behind.
"""

import os
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Barrier

import psycopg
from psycopg_pool import ConnectionPool

from bench import databases, servers, tables

CASES = 100_000
ROUNDS = 6
SECONDS = 10.0
ADVISERS = 300
CONNECTIONS = 8
BACKLOG = 1000
OF_BARE = 0.25

# Whatever the database holds waits for nobody; then so much waits that there is always work.
CLEAR = "UPDATE routing_workitem SET state = 'left' WHERE state = 'waiting'"
ARRIVE = """
    WITH arriving AS (
        SELECT item.id, item.case_id FROM routing_workitem item WHERE state = 'taken' AND NOT is_bench_done
        ORDER BY item.id LIMIT %s FOR UPDATE SKIP LOCKED
    ), opened AS (
        UPDATE cases_case SET state = 'open', owner_id = NULL, closed_at = NULL, outcome = '', restricted_to_id = NULL
        FROM arriving WHERE cases_case.id = arriving.case_id RETURNING cases_case.id
    )
    UPDATE routing_workitem SET state = 'waiting', is_bench_done = true, restricted_to_id = NULL,
        promise_at = now() + mod(routing_workitem.id, 1000) * interval '1 minute', waiting_since = now()
    FROM opened WHERE routing_workitem.case_id = opened.id
"""
NEXT = """
    SELECT id FROM routing_workitem WHERE state = 'waiting' AND tier = %s
    ORDER BY promise_at, priority DESC, waiting_since, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
TAKE = "UPDATE routing_workitem SET state = 'taken', taken_at = now() WHERE id = %s"


@dataclass
class Taken:
    """What one side's rounds took: seconds of each asking, and the work that was given."""

    seconds: list[float] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    empty: int = 0


def run(*, cases: int = CASES, seconds: float = SECONDS, rounds: int = ROUNDS) -> None:
    """Measure and print; an item given twice or lost ends the bench with an error."""
    template = databases.with_cases(cases)
    sides = {name: databases.copy(template, f"next_{name}") for name in ("firstpoint", "bare")}
    for database in sides.values():
        with psycopg.connect(database.owner) as connection:
            connection.execute("ALTER TABLE routing_workitem ADD COLUMN is_bench_done boolean NOT NULL DEFAULT false")
            connection.execute(CLEAR)
            connection.execute(ARRIVE, [BACKLOG])
    taken = {name: Taken() for name in sides}
    for _round in range(rounds):
        for name, database in sides.items():
            _one_round(name, database, seconds, taken[name])
    for name, database in sides.items():
        _check(name, database, taken[name])
    bare = statistics.median(taken["bare"].rates)
    rows = []
    for name, side in taken.items():
        ordered = sorted(side.seconds)
        rate = statistics.median(side.rates)
        rows.append(
            (
                name,
                rate,
                1000 * statistics.median(ordered),
                1000 * ordered[len(ordered) * 95 // 100],
                len(side.items),
                side.empty,
                tables.verdict(rate / bare, OF_BARE) if name == "firstpoint" else "",
            )
        )
    tables.show(
        f"{ADVISERS} advisers ask for their next work at once, over {CONNECTIONS} connections, {cases:,} cases",
        ("side", "given a second", "p50 ms", "p95 ms", "given", "found none", "of bare"),
        rows,
    )


def _one_round(name: str, database: databases.Database, seconds: float, taken: Taken) -> None:
    share = ADVISERS // servers.CORES
    spawn = get_context("spawn")
    with spawn.Manager() as manager, ProcessPoolExecutor(servers.CORES + 1, mp_context=spawn) as pool:
        ready = manager.Barrier(servers.CORES + 1, timeout=servers.PATIENCE_SECONDS)
        feeding = pool.submit(_feed, database.owner, ready, seconds)
        ask = _ask_firstpoint if name == "firstpoint" else _ask_bare
        jobs = [pool.submit(ask, database.environment, share, ready, seconds) for _core in range(servers.CORES)]
        done = [job.result() for job in jobs]
        feeding.result()
    items = [item for _took, given, _empty in done for item in given]
    taken.items += items
    taken.rates.append(len(items) / seconds)
    taken.seconds += [one for took, _given, _empty in done for one in took]
    taken.empty += sum(empty for _took, _given, empty in done)


def _feed(address: str, ready: Barrier, seconds: float) -> None:
    """Let work arrive as fast as it is taken."""
    with psycopg.connect(address, autocommit=True) as connection:
        ready.wait()
        end = time.time() + seconds
        while time.time() < end:
            [(waiting,)] = connection.execute(
                "SELECT count(*) FROM routing_workitem WHERE state = 'waiting'"
            ).fetchall()
            if waiting < BACKLOG:
                connection.execute(ARRIVE, [BACKLOG - waiting])
            time.sleep(0.05)


Asked = tuple[list[float], list[int], int]


def _ask_bare(environment: dict[str, str], advisers: int, ready: Barrier, seconds: float) -> Asked:
    with ConnectionPool(environment["DATABASE_URL"], min_size=CONNECTIONS // 2, max_size=CONNECTIONS // 2) as pool:

        def next_item(number: int) -> int | None:
            with pool.connection() as connection:
                row = connection.execute(NEXT, [1 + number % 3]).fetchone()
                if row is None:
                    return None
                connection.execute(TAKE, row)
                return int(row[0])

        return _keep_asking(next_item, advisers, ready, seconds)


def _ask_firstpoint(environment: dict[str, str], advisers: int, ready: Barrier, seconds: float) -> Asked:
    os.environ.update(environment | {"DATABASE_POOL_SIZE": str(CONNECTIONS // 2)})
    import django

    django.setup()
    from django.db import close_old_connections, connection

    from firstpoint.core.errors import NotFound
    from firstpoint.domain.people.models import Role, User
    from firstpoint.domain.routing import actions

    staff = list(User.objects.filter(roles__contains=[Role.ADVISER]).prefetch_related("departments").order_by("id"))
    actors = [user.acting() for user in staff]
    connection.close()

    def next_item(number: int) -> int | None:
        try:
            return actions.take_next(actor=actors[number % len(actors)]).pk
        except NotFound:
            return None
        finally:
            close_old_connections()
            connection.close()

    return _keep_asking(next_item, advisers, ready, seconds)


def _keep_asking(next_item: object, advisers: int, ready: Barrier, seconds: float) -> Asked:
    took: list[float] = []
    given: list[int] = []
    empty: list[int] = []

    def keep(number: int) -> None:
        while time.time() < end:
            began = time.perf_counter()
            item = next_item(number)  # type: ignore[operator]
            if item is None:
                empty.append(number)
                time.sleep(0.05)
            else:
                took.append(time.perf_counter() - began)
                given.append(item)

    # Once everybody is there: a process takes seconds to start.
    ready.wait()
    end = time.time() + seconds
    threads = [threading.Thread(target=keep, args=(number,)) for number in range(advisers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, given, len(empty)


def _check(name: str, database: databases.Database, taken: Taken) -> None:
    """Raise unless everything was given once and is where it was given to."""
    twice = [item for item, times in Counter(taken.items).items() if times > 1]
    if twice:
        raise RuntimeError(f"{name} gave {len(twice)} items twice")
    [(given,)] = database.rows("SELECT count(*) FROM routing_workitem WHERE state = 'taken' AND is_bench_done")
    if given != len(taken.items):
        raise RuntimeError(f"{name} gave {len(taken.items)} items, but {given} are taken")
    if name == "firstpoint":
        [(lost,)] = database.rows(
            "SELECT count(*) FROM routing_workitem item JOIN cases_case ON cases_case.id = item.case_id"
            " WHERE item.state = 'taken' AND is_bench_done AND cases_case.owner_id IS NULL"
        )
        if lost:
            raise RuntimeError(f"{lost} items are taken and belong to nobody")
