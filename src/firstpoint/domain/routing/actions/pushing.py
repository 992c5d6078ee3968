"""Waiting work is offered to one adviser after the other, for a short time each."""

from datetime import timedelta

from django.db.models import F, Q

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind
from firstpoint.domain.people.queries import absences_on, today
from firstpoint.domain.routing.actions.advising import override_presence
from firstpoint.domain.routing.actions.placing import record_work
from firstpoint.domain.routing.models import Adviser, Presence, WorkItem, WorkState
from firstpoint.domain.routing.queries.reach import queues, reach_with
from firstpoint.domain.routing.queries.waiting import IN_ORDER
from firstpoint.domain.routing.rights import HANDLERS

# More than this many are not looked through for work that somebody can take: the next round goes on.
MOST_LOOKED_AT = 200


@action
def offer_work(*, actor: Actor) -> int:
    """Offer the waiting work of pushed queues, the nearest promise first; return how many were offered.

    Each goes to the available adviser with free capacity who was offered something longest ago, one at a time for each.
    Who let an offer pass is away from then on. Records offer.made, offer.passed and adviser.presence_changed.
    """
    require(actor, "routing.tidy")
    pushed = {queue.pk: queue for queue in queues() if queue.is_pushed}
    if not pushed:
        return 0
    _take_back(actor)
    free = _free_advisers()
    if not free:
        return 0
    unkept = Q(kept_for=None) | Q(kept_until__lte=clock.now())
    waiting = (
        WorkItem.objects.filter(unkept, state=WorkState.WAITING, queue__in=pushed)
        .exclude(case__state=CaseState.CLOSED)
        .select_related("hand_off")
        .order_by(*IN_ORDER)
        .select_for_update(of=("self",), skip_locked=True)
    )
    offered = 0
    for item in waiting[:MOST_LOOKED_AT]:
        adviser = next((one for one in free if _can_take(one, item)), None)
        if adviser:
            free.remove(adviser)
            item.queue = pushed[item.queue_id]
            _offer(item, adviser, actor)
            offered += 1
    return offered


def _offer(item: WorkItem, adviser: Adviser, actor: Actor) -> None:
    now = clock.now()
    item.kept_for, item.pushed_at = adviser.user, now
    item.kept_until = now + timedelta(seconds=item.queue.push_seconds)
    item.save(update_fields=["kept_for", "pushed_at", "kept_until"])
    adviser.given_at = now
    adviser.save(update_fields=["given_at"])
    give_notice([adviser.user], NoticeKind.WORK_OFFERED, case_id=item.case_id, by_id=actor.id)
    record("offer.made", item, actor=actor, case_id=item.case_id, data={"queue": item.queue_id, "to": adviser.user_id})


def _take_back(actor: Actor) -> None:
    """Let go of what was not taken in time, and of what was offered to somebody who is not there any more."""
    now = clock.now()
    is_there = Q(kept_for__adviser__presence=Presence.AVAILABLE, kept_for__is_active=True)
    ended = (
        WorkItem.objects.filter(Q(kept_until__lte=now) | ~is_there, state=WorkState.WAITING, pushed_at__isnull=False)
        .filter(kept_for__isnull=False)
        .select_related("kept_for")
        .order_by("pushed_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
    )
    for item in ended:
        person, was_late = item.kept_for, item.kept_until is not None and item.kept_until <= now
        item.kept_for, item.kept_until, item.pushed_at = None, None, None
        item.save(update_fields=["kept_for", "kept_until", "pushed_at"])
        record_work("offer.passed", item, actor)
        if person and was_late and Adviser.objects.filter(user=person, presence=Presence.AVAILABLE).exists():
            override_presence(person, actor=actor, presence=Presence.AWAY)
            give_notice([person], NoticeKind.OFFER_PASSED, case_id=item.case_id, by_id=actor.id)


def _free_advisers() -> list[Adviser]:
    """Return who is there and looks at no other offer, the one first who was offered something longest ago."""
    offered = WorkItem.objects.filter(state=WorkState.WAITING, pushed_at__isnull=False, kept_for__isnull=False)
    return list(
        Adviser.objects.filter(presence=Presence.AVAILABLE, user__is_active=True, user__roles__overlap=sorted(HANDLERS))
        .exclude(user__in=offered.values("kept_for"))
        .exclude(user__in=absences_on(today()).values("user"))
        .select_related("user")
        .prefetch_related("user__departments")
        .order_by(F("given_at").asc(nulls_first=True), "id")
        .select_for_update(of=("self",), skip_locked=True)
    )


def _can_take(adviser: Adviser, item: WorkItem) -> bool:
    """Say whether work is of somebody's tier and skills, they may see it, and have room for one more of its channel."""
    actor = adviser.user.acting()
    if item.tier != actor.tier or item.restricted_to_id not in (None, *actor.department_ids):
        return False
    if not reach_with(actor, adviser).covers(item):
        return False
    most = adviser.capacity.get(item.channel)
    if most is None:
        return True
    held = Case.objects.filter(owner=adviser.user_id, channel=item.channel).exclude(state=CaseState.CLOSED)
    return held[:most].count() < most if most else False
