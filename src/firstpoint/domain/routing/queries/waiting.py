"""Reads of waiting work."""

from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.routing.models import Overflow, WorkItem, WorkState
from firstpoint.domain.routing.queries.reach import Reach, reach_of
from firstpoint.domain.routing.rights import sees_all_tiers, visible_to

IN_ORDER = ("promise_at", "-priority", "waiting_since", "id")


def waiting_items(actor: Actor, reach: Reach) -> QuerySet[WorkItem]:
    """Return what the actor can be given, in no order: work of their tier, and of the tier below while that overflows."""
    items = visible_to(actor).filter(reach.narrowing(), state=WorkState.WAITING).exclude(case__state=CaseState.CLOSED)
    if sees_all_tiers(actor):
        return items
    below = actor.tier - 1
    is_overflowing = below > 0 and Overflow.objects.filter(queue__tier=below).exists()
    # One tier is one walk along its index.
    return items.filter(tier__in=(below, actor.tier)) if is_overflowing else items.filter(tier=actor.tier)


def waiting_work(actor: Actor, *, queue: str = "", language: str = "", channel: str = "") -> QuerySet[WorkItem]:
    """Return the waiting work that the actor may take, the most urgent promise first."""
    narrowed = {"queue__code": queue, "language": language, "channel": channel}
    return (
        waiting_items(actor, reach_of(actor))
        .filter(**{name: wanted for name, wanted in narrowed.items() if wanted})
        .select_related("case__customer", "case__version", "queue")
        .order_by(*IN_ORDER)
    )


def work_kept_for(actor: Actor) -> QuerySet[WorkItem]:
    """Return what waits for the actor alone: handed to them, offered to them, or of a customer whom they serve."""
    return (
        visible_to(actor)
        .filter(kept_for=actor.id, state=WorkState.WAITING)
        .select_related("case__customer", "case__version", "queue", "hand_off__sender")
        .order_by(*IN_ORDER)
    )


def waiting_for(actor: Actor, case: Case) -> WorkItem | None:
    """Return the waiting work of a case, when the actor can take it."""
    item = visible_to(actor).filter(case=case, state=WorkState.WAITING).select_related("hand_off").first()
    return item if item and reach_of(actor).covers(item) else None


def count_waiting(actor: Actor, reach: Reach, *, most: int) -> int:
    """Count the waiting work that the actor can be given, to `most` at the most.

    A case that closed this second may still count: asking every case would cost more than the figure is worth.
    """
    items = visible_to(actor).filter(reach.narrowing(), state=WorkState.WAITING)
    return (items if sees_all_tiers(actor) else items.filter(tier=actor.tier))[:most].count()


def queues_with_work(actor: Actor) -> QuerySet[Queue]:
    """Return the queues in which something waits that the actor may see.

    How much is not counted, so that it costs the same however much it is.
    """
    # The tier follows from the queue; said here, it spares a walk through the queues of other tiers.
    waiting = visible_to(actor).filter(queue=OuterRef("pk"), tier=OuterRef("tier"), state=WorkState.WAITING)
    return Queue.objects.filter(Exists(waiting)).order_by("tier", "id")
