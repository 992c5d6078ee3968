"""How far the expected wait is off: each arrival of simulated days is told one, and what it really waits is compared.

A day has nine hours. Customers come at random, most of them late in the morning; advisers come and go by the hour, and
each case takes them as long as a lognormal draw says. What is told is what the product tells: the figures that its job
noted at the last full minute, by the same arithmetic. Beside it stands what is commonly told: the mean wait of the last
ten that were taken.
"""

import heapq
import math
import os
import random
import statistics
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench import databases, tables

DAYS = 60
HOURS = 9
ARRIVALS = (22, 40, 52, 50, 34, 36, 44, 36, 20)
ADVISERS = (5, 7, 8, 8, 5, 7, 8, 6, 4)
MEAN_MINUTES, SPREAD = 10.0, 0.8
LOADS = {"calm": 0.75, "busy": 1.0, "overloaded": 1.2}
LAST = 10
# Within half of the real wait, or a minute of it.
NEAR, NEAR_MINUTES = 0.5, 1.0


@dataclass(frozen=True)
class Told:
    """What an arrival was told, in minutes, by the product and by the mean of the last; and what it waited."""

    expected: float | None
    mean_of_last: float | None
    waited: float


@dataclass
class Day:
    """The state of a day: who waits since when and what they were told; when each adviser at work is free again."""

    waiting: deque[tuple[float, float | None, float | None]]
    free_at: list[float]
    taken_this_minute: int = 0

    def change_staff(self, there: int, now: float) -> None:
        """Let advisers come, or go: those first who are free."""
        while len(self.free_at) < there:
            heapq.heappush(self.free_at, now)
        while len(self.free_at) > there:
            heapq.heappop(self.free_at)


def run(*, rounds: float = DAYS, **_sizes: float) -> None:
    """Simulate days of three loads, and print how far each estimate is off."""
    # No database is asked, but the arithmetic stands beside Django's models.
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql:///none",
        "DATABASE_OWNER_URL": "postgresql:///none",
        "DJANGO_SETTINGS_MODULE": "firstpoint.project.settings",
        "DEBUG": "1",
    }
    databases.run_in(environment, partial(_compare, int(rounds)))


def _compare(days: int) -> None:
    import django

    django.setup()
    rows: list[tuple[object, ...]] = []
    for name, load in LOADS.items():
        told = _simulate(load, days)
        rows.append((f"{name}: the product", *_judged([(one.expected, one.waited) for one in told])))
        rows.append((f"{name}: mean of the last ten", *_judged([(one.mean_of_last, one.waited) for one in told])))
    heads = ("expected wait", "told", "mean wait", "mean error", "bias", "% near")
    tables.show(f"Waits in minutes over {days} days; near is within half of it or a minute", heads, rows)


def _simulate(load: float, days: int) -> list[Told]:
    from firstpoint.domain.routing.queries.waits import Pace

    draw, pace, told = random.Random(20260302), Pace(), []
    for _day in range(days):
        pace = _one_day(draw, load, pace, told)
    return told


def _one_day(draw: random.Random, load: float, pace: Any, told: list[Told]) -> Any:
    """Walk through a day, minute by minute as the job does; return the pace that is known at its end."""
    day, last = Day(deque(), []), deque[float](maxlen=LAST)
    sigma = math.sqrt(math.log(1 + SPREAD**2))
    mean = math.log(MEAN_MINUTES) - sigma**2 / 2
    noted_waiting, noted_there = 0, ADVISERS[0]
    arrivals = deque(_arrivals(draw, load))
    minute = 0
    # The last customers are still served by those who closed the door.
    while minute < HOURS * 60 or day.waiting:
        there = ADVISERS[min(minute // 60, HOURS - 1)]
        day.change_staff(there, minute)
        while arrivals and arrivals[0] < minute + 1:
            at = arrivals.popleft()
            _take(day, draw, (mean, sigma), at, last, told)
            seconds = pace.seconds(noted_waiting, noted_there)
            expected = None if seconds is None else seconds / 60
            day.waiting.append((at, expected, statistics.mean(last) if last else None))
            _take(day, draw, (mean, sigma), at, last, told)
        minute += 1
        _take(day, draw, (mean, sigma), minute, last, told)
        if noted_waiting and day.waiting and noted_there:
            pace = pace.after(1, taken=day.taken_this_minute, available=there)
        noted_waiting, noted_there, day.taken_this_minute = len(day.waiting), there, 0
    return pace


def _arrivals(draw: random.Random, load: float) -> list[float]:
    """Return when customers come, in minutes from opening."""
    found, at = [], 0.0
    fastest = max(ARRIVALS) * load / 60
    while (at := at + draw.expovariate(fastest)) < HOURS * 60:
        if draw.random() < ARRIVALS[int(at // 60)] / max(ARRIVALS):
            found.append(at)
    return found


def _take(
    day: Day,
    draw: random.Random,
    handling: tuple[float, float],
    now: float,
    last: deque[float],
    told: list[Told],
) -> None:
    """Let whoever is free by now take who has waited longest."""
    while day.waiting and day.free_at[0] <= now:
        came, expected, mean_of_last = day.waiting.popleft()
        began = max(came, heapq.heappop(day.free_at))
        heapq.heappush(day.free_at, began + draw.lognormvariate(*handling))
        day.taken_this_minute += 1
        last.append(began - came)
        told.append(Told(expected, mean_of_last, began - came))


def _judged(pairs: list[tuple[float | None, float]]) -> tuple[object, ...]:
    """Return the share that was told anything, the mean wait, the mean error, the bias, and the share that is near."""
    known = [(expected, waited) for expected, waited in pairs if expected is not None]
    errors = [expected - waited for expected, waited in known]
    near = [abs(expected - waited) <= max(NEAR * waited, NEAR_MINUTES) for expected, waited in known]
    return (
        f"{100 * len(known) / len(pairs):.0f} %",
        statistics.mean(waited for _expected, waited in known),
        statistics.mean(map(abs, errors)),
        f"{statistics.mean(errors):+.2f}",
        100 * sum(near) / len(near),
    )
