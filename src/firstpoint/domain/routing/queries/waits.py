"""How long work waits until somebody takes it: one estimate for the site, the desk and the wallboard."""

from dataclasses import dataclass

from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.routing.models import QueueLoad

# What was seen so many minutes ago counts half of what is seen now.
HALF_LIFE_MINUTES = 30
# Fewer cases than this say nothing about how fast a channel's work is taken: then the whole queue's pace serves.
LEAST_TAKEN = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """How many cases were taken in how many minutes of advisers, while something waited; both fade with time."""

    taken: float = 0
    attended: float = 0

    def after(self, minutes: float, *, taken: int, available: int) -> "Pace":
        """Return the pace after so many more minutes in which something waited, and so much was taken."""
        left = 0.5 ** (minutes / HALF_LIFE_MINUTES)
        return Pace(self.taken * left + taken, self.attended * left + available * minutes)

    def seconds(self, ahead: int, available: int) -> int | None:
        """Return in how many seconds what comes next is taken, with so much ahead of it.

        None when nobody is there, or nothing is known of how fast they take. Where nothing waits it is no time at all:
        somebody is free more often than not.
        """
        if not available or self.taken <= 0 or self.attended <= 0:
            return None
        minutes = (ahead + 1 if ahead else 0) * self.attended / (self.taken * available)
        return round(60 * minutes)


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    """The place of what comes next, and its wait in seconds of working time, None when nobody can tell."""

    position: int
    seconds: int | None


def expected_wait(queue: Queue, channel: str) -> ExpectedWait:
    """Return which place something new on a channel takes in a queue, and how long it is likely to wait; one query.

    The estimate is Little's: the cases ahead of it, and itself, divided by the pace at which the advisers of this
    moment take cases. That pace is how many cases an adviser took in a minute while something waited, of late (what
    lies half an hour back counts half), times the advisers who are there now and can take this work: when one leaves or
    comes, the estimate follows at once, before the pace shows it. A job counts all of it every minute. Work that comes
    in with an earlier promise goes ahead, and its share is in the pace only by chance: with many mixed promises the
    estimate is less sure. `python -m bench waits` prints how far it is off.
    """
    return expected_in(list(QueueLoad.objects.filter(queue=queue)), channel)


def expected_in(loads: list[QueueLoad], channel: str) -> ExpectedWait:
    """Return the expected wait of a channel by the loads of its queue."""
    load = next((load for load in loads if load.channel == channel), None)
    if load is None:
        return ExpectedWait(1, None)
    pace = Pace(load.taken, load.attended)
    if load.taken < LEAST_TAKEN:
        ahead, pace = sum(one.waiting for one in loads), pace_of(loads)
    else:
        ahead = load.waiting
    return ExpectedWait(load.waiting + 1, pace.seconds(ahead, load.available))


def expected_of_all(loads: list[QueueLoad]) -> ExpectedWait:
    """Return the expected wait in a queue over all of its channels."""
    waiting = sum(load.waiting for load in loads)
    available = max((load.available for load in loads), default=0)
    return ExpectedWait(waiting + 1, pace_of(loads).seconds(waiting, available))


def pace_of(loads: list[QueueLoad]) -> Pace:
    """Return the pace of a whole queue: all that was taken, in the time of its advisers, whom its channels share."""
    return Pace(sum(load.taken for load in loads), max((load.attended for load in loads), default=0))
