"""Load: so many visitors at once for so long, and what came of it. Rounds of all sides take turns, so that whatever
else the machine does meets every side alike.

Client, servers and PostgreSQL share the machine's cores; how busy the client was is kept, and printed.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from bench import databases, servers
from bench.visitors import Connection, Visitor

Errand = Callable[[Visitor], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one side did in one round: errands per second, seconds that each took, processor seconds spent."""

    rate: float
    seconds: list[float]
    server_cpu: float
    database_cpu: float
    client_cpu: float

    @property
    def errands(self) -> int:
        """Return how many errands were done."""
        return len(self.seconds)


@dataclass
class Rounds:
    """All rounds of one side at one concurrency."""

    all: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return the median of the rounds' rates."""
        return statistics.median(one.rate for one in self.all)

    def percentile(self, percent: int) -> float:
        """Return so many per cent's time over all rounds, in milliseconds."""
        took = sorted(seconds for one in self.all for seconds in one.seconds)
        return took[min(len(took) - 1, len(took) * percent // 100)] * 1000

    def per_errand(self, what: str) -> float:
        """Return the processor milliseconds of an errand in "server_cpu", "database_cpu" or "client_cpu"."""
        return 1000 * sum(getattr(one, what) for one in self.all) / sum(one.errands for one in self.all)

    @property
    def client_busy(self) -> float:
        """Return which part of one core the client took."""
        return self.per_errand("client_cpu") * self.rate / 1000


class Side(Protocol):
    """One of the things compared."""

    def run(self, concurrency: int, seconds: float) -> Round: ...


@dataclass(frozen=True)
class Site:
    """A side that is a running server, on which every visitor has the same errand."""

    server: servers.Server
    errand: Errand

    def run(self, concurrency: int, seconds: float) -> Round:
        """Let so many visitors at once go about the errand, each followed by the next, for so long."""
        watched = (self.server.pid, databases.postmaster_id())
        before, own = [servers.cpu_seconds(pid) for pid in watched], time.process_time()
        took, lasted = asyncio.run(self._visit(concurrency, seconds))
        server, database = (servers.cpu_seconds(pid) - cpu for pid, cpu in zip(watched, before, strict=True))
        return Round(len(took) / lasted, took, server, database, time.process_time() - own)

    async def _visit(self, concurrency: int, seconds: float) -> tuple[list[float], float]:
        began = time.perf_counter()
        queues = await asyncio.gather(*(self._keep_coming(began + seconds) for _ in range(concurrency)))
        return [one for queue in queues for one in queue], time.perf_counter() - began

    async def _keep_coming(self, until: float) -> list[float]:
        took = []
        async with Connection(self.server.port) as connection:
            while (began := time.perf_counter()) < until:
                await self.errand(Visitor(connection))
                took.append(time.perf_counter() - began)
        return took


def take_turns(
    sides: dict[str, Side], *, concurrencies: Sequence[int], rounds: int, seconds: float
) -> dict[tuple[int, str], Rounds]:
    """Run every side at every concurrency once to warm up, then in each round one after the other."""
    results = {(concurrency, name): Rounds() for concurrency in concurrencies for name in sides}
    for side in sides.values():
        side.run(max(concurrencies), min(seconds, 3))
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", flush=True)
        for concurrency, name in results:
            results[concurrency, name].all.append(sides[name].run(concurrency, seconds))
    return results


def getting(path: str) -> Errand:
    """Return the errand of getting one page."""
    return partial(_get, path=path)


async def _get(visitor: Visitor, *, path: str) -> None:
    await visitor.get(path)
