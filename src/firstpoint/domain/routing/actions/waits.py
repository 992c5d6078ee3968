"""How much waits and how long an answer takes, as jobs note it for the site, and which queues overflow."""

import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Min

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.core.working_time import WorkingCalendar
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.routing.models import Overflow, QueueLoad, WaitEstimate, WorkItem, WorkState
from firstpoint.domain.routing.queries.front_desk import front_desk
from firstpoint.domain.routing.queries.reach import queues
from firstpoint.domain.routing.queries.staffing import working_advisers
from firstpoint.domain.routing.queries.waits import Pace

ESTIMATE_SAMPLE = 200
# After a longer time without the job nobody knows who was there meanwhile.
LONGEST_ROUND = timedelta(minutes=5)


@action
def estimate_wait(*, actor: Actor) -> WaitEstimate:
    """Estimate how long a first answer takes: the median working time of the newest cases answered in a week.

    Records wait.estimated. Raises NotSetUp.
    """
    require(actor, "routing.tidy")
    now = clock.now()
    calendar = front_desk().agency.calendar.working()
    newest = (
        Case.objects.filter(first_answered_at__isnull=False, opened_at__gt=now - timedelta(days=7))
        .order_by("-opened_at")
        .values_list("opened_at", "first_answered_at")[:ESTIMATE_SAMPLE]
    )
    waits = [calendar.between(opened, answered).total_seconds() for opened, answered in newest if answered]
    estimate, _created = WaitEstimate.objects.update_or_create(
        pk=1,
        defaults={
            "first_answer_seconds": int(statistics.median(waits)) if waits else 0,
            "waiting": WorkItem.objects.filter(state=WorkState.WAITING).count(),
            "made_at": now,
        },
    )
    record("wait.estimated", estimate, actor=actor)
    return estimate


@action
def watch_queues(*, actor: Actor) -> int:
    """Note what waits in each queue on each channel and how fast it is taken; open or end the overflow of queues.

    Returns how many overflow. Records queue.overflowed and queue.overflow_ended.
    """
    require(actor, "routing.tidy")
    loads = _count()
    QueueLoad.objects.bulk_create(
        loads,
        update_conflicts=True,
        unique_fields=["queue", "channel"],
        update_fields=["waiting", "longest_since", "taken", "attended", "available", "made_at"],
    )
    calendar = front_desk().agency.calendar.working()
    overflowing = [
        queue
        for queue in queues()
        if _overflows(queue, [load for load in loads if load.queue_id == queue.pk], calendar)
    ]
    _note_overflow(overflowing, actor)
    return len(overflowing)


def _count() -> list[QueueLoad]:
    """Count what waits in each queue on each channel, and how fast it was taken since it was counted last."""
    now = clock.now()
    before = {(load.queue_id, load.channel): load for load in QueueLoad.objects.all()}
    waiting = (
        WorkItem.objects.filter(state=WorkState.WAITING)
        .values_list("queue", "channel")
        .annotate(Count("pk"), Min("waiting_since"))
        .order_by()
    )
    counted = {(queue, channel): (count, since) for queue, channel, count, since in waiting}
    since = min((load.made_at for load in before.values()), default=now)
    taken = _taken_since(max(since, now - LONGEST_ROUND))
    advisers = working_advisers()
    known = {queue.pk: queue for queue in queues()}
    loads = []
    for queue, channel in sorted({*before, *counted}):
        count, longest_since = counted.get((queue, channel), (0, None))
        load = QueueLoad(queue_id=queue, channel=channel, waiting=count, longest_since=longest_since, made_at=now)
        load.available = sum(one.is_there and one.can_take(known[queue], channel) for one in advisers)
        _note_pace(load, before.get((queue, channel)), taken.get((queue, channel), 0))
        loads.append(load)
    return loads


def _taken_since(moment: datetime) -> dict[tuple[int, str], int]:
    taken = WorkItem.objects.filter(state=WorkState.TAKEN, taken_at__gt=moment).values_list("queue", "channel")
    return {(queue, channel): count for queue, channel, count in taken.annotate(Count("pk")).order_by()}


def _note_pace(load: QueueLoad, before: QueueLoad | None, taken: int) -> None:
    """Note how fast work is taken, of the times alone in which something waited: otherwise advisers wait for work."""
    if before is None:
        return
    pace = Pace(before.taken, before.attended)
    passed = load.made_at - before.made_at
    if before.waiting and load.waiting and load.available and timedelta(0) < passed <= LONGEST_ROUND:
        pace = pace.after(passed / timedelta(minutes=1), taken=taken, available=load.available)
    load.taken, load.attended = pace.taken, pace.attended


def _overflows(queue: Queue, loads: Sequence[QueueLoad], calendar: WorkingCalendar) -> bool:
    since = [load.longest_since for load in loads if load.longest_since]
    longest = calendar.between(min(since), clock.now()) if since else timedelta(0)
    too_many = 0 < queue.overflow_waiting < sum(load.waiting for load in loads)
    too_long = timedelta(0) < timedelta(minutes=queue.overflow_minutes) < longest
    return queue.tier < 3 and (too_many or too_long)


def _note_overflow(overflowing: Sequence[Queue], actor: Actor) -> None:
    known = {overflow.queue_id: overflow for overflow in Overflow.objects.select_related("queue")}
    for queue in overflowing:
        if queue.pk not in known:
            Overflow.objects.create(queue=queue, since=clock.now())
            record("queue.overflowed", queue, actor=actor)
    for queue_id in known.keys() - {queue.pk for queue in overflowing}:
        known[queue_id].delete()
        record("queue.overflow_ended", known[queue_id].queue, actor=actor)
