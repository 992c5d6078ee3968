"""What a supervisor sees at a glance: each queue, and each adviser. Counts stop at a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import User
from firstpoint.domain.routing.models import Batch, BatchedCase, Overflow, QueueLoad, WorkItem, WorkState
from firstpoint.domain.routing.queries.reach import queues
from firstpoint.domain.routing.queries.staffing import Working, count_staff
from firstpoint.domain.routing.queries.waiting import IN_ORDER
from firstpoint.domain.routing.queries.waits import ExpectedWait, expected_of_all
from firstpoint.domain.routing.rights import visible_to

COUNTED = 200

# One walk of at most `most` entries of the index of waiting work for each figure of each queue: its order keeps it from
# reading the rest. Those at risk are in the last quarter of their promise's time, as the badges of the lists say it.
QUEUES = """
    SELECT queue.id, all_of.count, all_of.longest, late.count, risky.count
    FROM catalogue_queue queue
    CROSS JOIN LATERAL (
        SELECT count(*), min(waiting_since) AS longest FROM (
            SELECT waiting_since FROM routing_workitem
            WHERE queue_id = queue.id AND state = 'waiting' AND {seen} ORDER BY promise_at LIMIT %(most)s
        ) AS walked
    ) AS all_of
    CROSS JOIN LATERAL (
        SELECT count(*) FROM (
            SELECT FROM routing_workitem
            WHERE queue_id = queue.id AND state = 'waiting' AND promise_at < %(now)s AND {seen}
            ORDER BY promise_at LIMIT %(most)s
        ) AS walked
    ) AS late
    CROSS JOIN LATERAL (
        SELECT count(*) FROM (
            SELECT case_id, promise_at FROM routing_workitem
            WHERE queue_id = queue.id AND state = 'waiting' AND promise_at >= %(now)s AND {seen}
            ORDER BY promise_at LIMIT %(most)s
        ) AS soon
        JOIN cases_case ON cases_case.id = soon.case_id
        WHERE (soon.promise_at - %(now)s) * 4 < soon.promise_at - cases_case.opened_at
    ) AS risky
"""
# Along the index of open cases by owner, the soonest due first.
OWNERS = """
    SELECT owner.id, held.count, held.late, held.risky, held.first
    FROM unnest(%(owners)s::bigint[]) AS owner (id)
    CROSS JOIN LATERAL (
        SELECT count(*), (array_agg(walked.id ORDER BY walked.promise_at))[1] AS first,
            count(*) FILTER (WHERE walked.promise_at < %(now)s) AS late,
            count(*) FILTER (
                WHERE walked.promise_at >= %(now)s
                    AND (walked.promise_at - %(now)s) * 4 < walked.promise_at - walked.opened_at
            ) AS risky
        FROM (
            SELECT id, opened_at, CASE
                WHEN state = 'with_customer' THEN NULL
                WHEN first_answered_at IS NULL THEN first_answer_due_at
                ELSE due_at
            END AS promise_at
            FROM cases_case
            WHERE owner_id = owner.id AND state <> 'closed' AND {seen} ORDER BY due_at LIMIT %(most)s
        ) AS walked
    ) AS held
"""
SEEN = "(restricted_to_id IS NULL OR restricted_to_id = ANY (%(departments)s::bigint[]))"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue at a glance. `there` of `staff` advisers could take its work now; figures stop at COUNTED."""

    queue: Queue
    waiting: int
    longest_since: datetime | None
    overdue: int
    at_risk: int
    overflows_since: datetime | None
    there: int
    staff: int
    wait: ExpectedWait


@dataclass(frozen=True, slots=True)
class AdviserRow:
    """Somebody who takes work, at a glance; figures stop at COUNTED. `first` is what they have in hand: the open case
    whose promise comes first."""

    working: Working
    held: int
    overdue: int
    at_risk: int
    first: Case | None


def queue_rows(actor: Actor, working: Sequence[Working]) -> list[QueueRow]:
    """Return every queue, by tier, as far as the actor may see its work; three queries.

    Each reads at most three times COUNTED entries of an index for each queue, however much waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUEUES.format(seen=SEEN), _values(actor))
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
    overflowing = dict(Overflow.objects.values_list("queue", "since"))
    loads: dict[int, list[QueueLoad]] = {}
    for load in QueueLoad.objects.all():
        loads.setdefault(load.queue_id, []).append(load)
    rows = []
    for queue in queues():
        waiting, longest, overdue, at_risk = counted.get(queue.pk, (0, None, 0, 0))
        own = loads.get(queue.pk, [])
        if waiting >= COUNTED:
            # The walk stopped before the end: a job has gone through all of it.
            longest = min((load.longest_since for load in own if load.longest_since), default=longest)
        there, staff = count_staff(queue, list(working))
        rows.append(
            QueueRow(
                queue,
                waiting,
                longest,
                overdue,
                at_risk,
                overflowing.get(queue.pk),
                there,
                staff,
                expected_of_all(own),
            )
        )
    return rows


def adviser_rows(actor: Actor, working: Sequence[Working]) -> list[AdviserRow]:
    """Return what each of them has in hand, as far as the actor may see it; two queries."""
    values = {**_values(actor), "owners": [one.user.pk for one in working]}
    with connection.cursor() as cursor:
        cursor.execute(OWNERS.format(seen=SEEN), values)
        held = {row[0]: row[1:] for row in cursor.fetchall()}
    firsts = Case.objects.select_related("version").in_bulk([row[3] for row in held.values() if row[3]])
    rows = []
    for one in working:
        count, overdue, at_risk, first = held.get(one.user.pk, (0, 0, 0, None))
        rows.append(AdviserRow(one, count, overdue, at_risk, firsts.get(first)))
    return rows


def _values(actor: Actor) -> dict[str, Any]:
    return {"now": clock.now(), "most": COUNTED, "departments": sorted(actor.department_ids)}


def waiting_in(actor: Actor, queue: Queue) -> QuerySet[WorkItem]:
    """Return what waits in a queue that the actor may see, the most urgent promise first."""
    return (
        visible_to(actor)
        .filter(queue=queue, state=WorkState.WAITING)
        .select_related("case__customer", "case__version", "kept_for", "hand_off")
        .order_by(*IN_ORDER)
    )


def cases_held_by(actor: Actor, person: User) -> QuerySet[Case]:
    """Return the open cases of somebody that the actor may see, the soonest due first."""
    return (
        cases_visible_to(actor)
        .filter(owner=person)
        .exclude(state=CaseState.CLOSED)
        .select_related("customer", "version", "work__queue")
        .order_by("due_at", "id")
    )


def count_held(person: User, *, most: int) -> int:
    """Count the open cases of somebody whom the caller may see, to `most` at the most."""
    return Case.objects.filter(owner=person).exclude(state=CaseState.CLOSED)[:most].count()


def batches_of(actor: Actor) -> QuerySet[Batch]:
    """Return what the actor did to many cases at once, newest first."""
    return Batch.objects.filter(by=actor.id).order_by("-at", "-id")


def get_batch(actor: Actor, pk: int) -> tuple[Batch, list[BatchedCase]]:
    """Return a batch of the actor, with its cases that they may still see. Raises NotFound."""
    batch = batches_of(actor).filter(pk=pk).first()
    if batch is None:
        raise NotFound
    entries = batch.cases.filter(case__in=cases_visible_to(actor)).select_related("case__version")
    return batch, list(entries.order_by("case__reference"))


def offers_to(actor: Actor) -> QuerySet[WorkItem]:
    """Return what is offered to the actor just now."""
    return (
        visible_to(actor)
        .filter(kept_for=actor.id, state=WorkState.WAITING, pushed_at__isnull=False, kept_until__gt=clock.now())
        .select_related("case__version")
        .order_by("kept_until")
    )
