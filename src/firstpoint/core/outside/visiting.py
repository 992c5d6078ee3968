"""Looks whether pages outside are there, as a polite robot: asks first, one request a second and host, reads nothing."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from urllib.parse import urljoin

from protego import Protego

from firstpoint.core.outside.addresses import NotAllowed, read_url
from firstpoint.core.outside.asking import Answer, Outside, Unreachable

MOST_HOPS = 10
MOVED, MOVED_FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
# These answers say nothing of whether the page is there: it wants a person, a password, or less haste.
CLOSED = frozenset({401, 402, 403, 407, 429, 451, 503})
BUSY = frozenset({429, 503})
# What went wrong before the kind of request mattered. Some servers hang up on whoever asks for a head.
BEFORE_ASKING = frozenset({"no_such_name", "certificate", "encryption"})
PAUSE_SECONDS, LONGEST_PAUSE = 1.0, 10.0
# RFC 9309, 2.5: how much of robots.txt has to be read.
ROBOTS_BYTES = 500 * 1024


class Outcome(StrEnum):
    """What came of a visit: the page is there, or is not, or nobody may tell."""

    FOUND = "found"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a page. `status` is the last answer's, 0 when there was none; `reason` is a code of what went wrong.

    `moved_to` is where the page has moved for good.
    """

    outcome: Outcome
    status: int = 0
    reason: str = ""
    moved_to: str = ""


@dataclass(slots=True)
class Visitor:
    """One round of visits, which remembers what each site allows and when it was last asked.

    `name` is what robots.txt files call this robot.
    """

    outside: Outside
    name: str
    pause_seconds: float = PAUSE_SECONDS
    sleep: Callable[[float], None] = time.sleep
    rules: dict[str, Protego | None] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)

    def visit_all(
        self, urls: Collection[str], *, seconds: float, should_stop: Callable[[], bool] = lambda: False
    ) -> dict[str, Visit]:
        """Visit pages, the hosts in turn, until the time is up; return what came of those that were visited."""
        until = time.monotonic() + seconds
        visits = {}
        for url in _in_turn(urls):
            if time.monotonic() >= until or should_stop():
                break
            visits[url] = self.visit(url)
        return visits

    def visit(self, url: str) -> Visit:
        """Look whether a page is there, following it where it has moved; every hop is judged anew."""
        at, moved_to, is_for_good = url, "", True
        for _hop in range(MOST_HOPS):
            try:
                answer = self._look(at)
            except NotAllowed as refusal:
                return Visit(Outcome.UNKNOWN, reason=refusal.reason)
            except Unreachable as fault:
                return Visit(Outcome.MISSING, reason=fault.reason)
            next_stop = answer.headers.get("location", "")
            if answer.status not in MOVED or not next_stop:
                return _judged(answer, moved_to)
            at = urljoin(at, next_stop)
            is_for_good = is_for_good and answer.status in MOVED_FOR_GOOD
            moved_to = at if is_for_good else moved_to
        return Visit(Outcome.MISSING, status=answer.status, reason="too_many_moves")

    def _look(self, url: str) -> Answer:
        """Ask for the head of a page; for the page itself, unread, where that tells nothing."""
        target = read_url(url)
        rules = self._rules_of(target.origin)
        if rules is None or not rules.can_fetch(target.origin + target.path, self.name):
            raise NotAllowed("robots")
        pause = min(max(self.pause_seconds, rules.crawl_delay(self.name) or 0), LONGEST_PAUSE)
        try:
            answer = self._ask("HEAD", url, target.host, pause)
            is_told = answer.status < 400 or answer.status in BUSY
        except Unreachable as fault:
            if fault.reason in BEFORE_ASKING:
                raise
            is_told = False
        if not is_told:
            answer = self._ask("GET", url, target.host, pause)
        if answer.status in BUSY:
            self.busy.add(target.host)
        return answer

    def _ask(self, method: str, url: str, host: str, pause: float, most_bytes: int = 0) -> Answer:
        if host in self.busy:
            raise NotAllowed("busy")
        if host in self.asked_at:
            self.sleep(max(0.0, self.asked_at[host] + pause - time.monotonic()))
        try:
            return self.outside.ask(method, url, most_bytes=most_bytes)
        finally:
            self.asked_at[host] = time.monotonic()

    def _rules_of(self, origin: str) -> Protego | None:
        """Return what a site allows robots, None when it allows nothing because it cannot say (RFC 9309, 2.3.1)."""
        if origin not in self.rules:
            self.rules[origin] = self._read_rules(origin)
        return self.rules[origin]

    def _read_rules(self, origin: str) -> Protego | None:
        at = f"{origin}/robots.txt"
        for _hop in range(MOST_HOPS):
            answer = self._ask("GET", at, read_url(at).host, self.pause_seconds, ROBOTS_BYTES)
            if answer.status not in MOVED or "location" not in answer.headers:
                break
            at = urljoin(at, answer.headers["location"])
        if answer.status >= 500:
            return None
        return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status < 300 else "")


def _judged(answer: Answer, moved_to: str) -> Visit:
    if answer.status < 400:
        return Visit(Outcome.FOUND, status=answer.status, moved_to=moved_to)
    if answer.status in CLOSED:
        return Visit(Outcome.UNKNOWN, status=answer.status, reason="closed")
    return Visit(Outcome.MISSING, status=answer.status, reason="not_there")


def _in_turn(urls: Collection[str]) -> Iterator[str]:
    """Yield addresses so that hosts alternate; each host's in the order given."""
    of_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        try:
            of_host[read_url(url).host].append(url)
        except NotAllowed:
            of_host[""].append(url)
    for turn in zip_longest(*of_host.values()):
        yield from (url for url in turn if url is not None)
