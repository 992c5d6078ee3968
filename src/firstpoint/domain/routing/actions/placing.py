"""Work is placed in a queue."""

from datetime import datetime, timedelta

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.routing.models import HandOff, WorkItem, WorkState

PLACED = (
    "queue",
    "tier",
    "restricted_to",
    "language",
    "channel",
    "state",
    "promise_at",
    "waiting_since",
    "taken_at",
    "kept_for",
    "kept_until",
    "pushed_at",
    "hand_off",
)


@action
def place_work(case: Case, *, actor: Actor) -> WorkItem:
    """Put a case into the queue of its enquiry type, kept for whoever has another open case of its customer.

    Records work.placed.
    """
    require(actor, "routing.place")
    keeper_id, kept_until = _keeper(case)
    return place(WorkItem(queue=case.version.queue, kept_for_id=keeper_id, kept_until=kept_until), case, actor=actor)


def place(item: WorkItem, case: Case, *, actor: Actor) -> WorkItem:
    """Let the case wait as the item says, in place of where it stood. Records work.placed, and offer.asked where pushed."""
    item.case, item.tier, item.restricted_to_id = case, item.queue.tier, case.restricted_to_id
    item.language, item.channel = case.language, case.channel
    item.promise_at, item.waiting_since = case.promise_at, clock.now()
    # One statement, where update_or_create takes six for new work, which nearly all is.
    [item] = WorkItem.objects.bulk_create([item], update_conflicts=True, unique_fields=["case"], update_fields=PLACED)
    record_work("work.placed", item, actor)
    if is_to_be_offered(item):
        record_work("offer.asked", item, actor)
    return item


def is_to_be_offered(item: WorkItem) -> bool:
    """Say whether work that waits for anybody is offered to advisers, as its queue does that."""
    return item.queue.is_pushed and item.kept_for_id is None


def _keeper(case: Case) -> tuple[int | None, datetime | None]:
    """Return who has the customer's newest other open case in this queue, and until when its new work is theirs."""
    minutes = case.version.queue.keep_minutes
    if not minutes or case.customer_id is None:
        return None, None
    owner_id = (
        Case.objects.filter(customer_id=case.customer_id, owner__is_active=True, version__queue=case.version.queue)
        .exclude(state=CaseState.CLOSED)
        .exclude(pk=case.pk)
        .order_by("-opened_at")
        .values_list("owner_id", flat=True)
        .first()
    )
    if owner_id is None:
        return None, None
    return owner_id, case.version.calendar.working().add(clock.now(), timedelta(minutes=minutes))


def keep_with_owner(hand_off: HandOff, *, actor: Actor) -> None:
    """Let no one but the owner hold work that was handed on and is not any more. Records work.left."""
    item = WorkItem.objects.select_for_update(of=("self",)).filter(hand_off=hand_off).first()
    if item is None:
        return
    item.state, item.hand_off, item.kept_for, item.kept_until = WorkState.TAKEN, None, None, None
    item.queue, item.tier = hand_off.from_queue, hand_off.from_queue.tier
    item.save(update_fields=["state", "hand_off", "kept_for", "kept_until", "queue", "tier"])
    record_work("work.left", item, actor)


def queue_of(case: Case) -> Queue:
    """Return the queue in which the case stands or stood last: that to which it was handed on, else its type's own."""
    item = WorkItem.objects.select_related("queue").filter(case=case).first()
    return item.queue if item else case.version.queue


def record_work(event_type: str, item: WorkItem, actor: Actor) -> None:
    """Record an event of waiting work."""
    require(actor, "routing.place")
    record(event_type, item, actor=actor, case_id=item.case_id, data={"queue": item.queue_id})
