"""Reads of waiting work, of hand-offs, and of how long an answer takes."""

from firstpoint.domain.routing.queries.front_desk import FrontDesk, NotSetUp, front_desk
from firstpoint.domain.routing.queries.reach import reach_of
from firstpoint.domain.routing.queries.waiting import (
    count_waiting,
    queues_with_work,
    waiting_for,
    waiting_work,
    work_kept_for,
)
from firstpoint.domain.routing.queries.waits import ExpectedWait, expected_wait

__all__ = (
    "ExpectedWait",
    "FrontDesk",
    "NotSetUp",
    "count_waiting",
    "expected_wait",
    "front_desk",
    "queues_with_work",
    "reach_of",
    "waiting_for",
    "waiting_work",
    "work_kept_for",
)
