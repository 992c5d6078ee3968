"""A supervisor does one thing to many cases at once, and can undo it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, TierClock
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM_ID, NoticeKind, User
from firstpoint.domain.routing.actions.following import reassign
from firstpoint.domain.routing.actions.handing_on import NobodyThere
from firstpoint.domain.routing.actions.placing import is_to_be_offered, record_work
from firstpoint.domain.routing.models import Batch, BatchedCase, BatchKind, WorkItem, WorkState
from firstpoint.domain.routing.queries.hand_offs import who_can_take

MOST_IN_BATCH = 200
PRIORITIES: dict[int, str | Promise] = {
    -1: gettext_lazy("Low"),
    0: gettext_lazy("Normal"),
    1: gettext_lazy("High"),
    2: gettext_lazy("Urgent"),
}
# What stands in a batch of a place in a queue; the moments as text.
PLACE = ("queue_id", "tier", "state", "priority", "kept_for_id")
MOMENTS = ("promise_at", "waiting_since", "taken_at", "kept_until", "pushed_at")
Step = Callable[[WorkItem], None]


@action
def reassign_cases(case_ids: Collection[int], *, actor: Actor, person: User) -> Batch:
    """Give many cases to one person. Records work.batched, and what reassign records for each."""

    def step(item: WorkItem) -> None:
        if item.case.owner_id == person.pk and item.state == WorkState.TAKEN:
            raise DomainError(_("%(name)s owns this case already.") % {"name": person.name})
        reassign(item.case_id, actor=actor, person=person)

    return _carry_out(case_ids, actor, BatchKind.REASSIGN, person.pk, step)


@action
def move_cases(case_ids: Collection[int], *, actor: Actor, queue: Queue) -> Batch:
    """Let many cases wait in another queue; who owned one is told. Records work.batched, and work.moved for each."""
    return _carry_out(case_ids, actor, BatchKind.MOVE, queue.pk, lambda item: _move(item, queue, actor))


@action
def prioritise_cases(case_ids: Collection[int], *, actor: Actor, priority: int) -> Batch:
    """Let many cases go before or after others of the same promise. Records work.batched, work.prioritised for each."""
    if priority not in PRIORITIES:
        raise DomainError(_("Choose a priority."))

    def step(item: WorkItem) -> None:
        if item.priority == priority:
            raise DomainError(_("The case has this priority already."))
        item.priority = priority
        item.save(update_fields=["priority"])
        record_work("work.prioritised", item, actor)

    return _carry_out(case_ids, actor, BatchKind.PRIORITY, priority, step)


@action
def undo_batch(batch_id: int, *, actor: Actor) -> Batch:
    """Put the cases of one's own batch back to how they stood, those that nobody touched since.

    Each other says why it was kept. Records work.batch_undone, and work.restored for each.
    """
    require(actor, "routing.reassign")
    batch = Batch.objects.select_for_update().filter(pk=batch_id, by=actor.id).first()
    if batch is None:
        raise NotFound
    if batch.undone_at:
        raise DomainError(_("This was undone already."))
    entries = list(batch.cases.filter(refusal="", case__in=cases_visible_to(actor)).order_by("case"))
    touched = _touched_since(batch, [entry.case_id for entry in entries])
    for entry in entries:
        try:
            with transaction.atomic():
                if entry.case_id in touched:
                    raise DomainError(_("Somebody worked on it since."))
                _restore(entry, actor)
        except DomainError as reason:
            entry.kept_because = str(reason)[:300]
            entry.save(update_fields=["kept_because"])
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    record("work.batch_undone", batch, actor=actor, data={"kind": batch.kind, "cases": len(entries)})
    return batch


def _carry_out(case_ids: Collection[int], actor: Actor, kind: BatchKind, to: int, step: Step) -> Batch:
    """Take one step for each case that the actor may see; one that is refused says why, and the others are done."""
    require(actor, "routing.reassign")
    ids = sorted(set(case_ids))
    if not ids:
        raise DomainError(_("Choose some cases first."))
    if len(ids) > MOST_IN_BATCH:
        raise DomainError(_("Choose at most %(most)s cases at once.") % {"most": MOST_IN_BATCH})
    batch = Batch.objects.create(by_id=actor.id, kind=kind, to=to)
    entries = []
    # In the order of their ids, so that two supervisors do not wait for each other for ever.
    for pk in cases_visible_to(actor).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True):
        entry = BatchedCase(batch=batch, case_id=pk)
        try:
            with transaction.atomic():
                item = _lock(pk)
                before = stand_of(item)
                step(item)
                entry.before, entry.after = before, stand_of(_lock(pk))
        except DomainError as refusal:
            entry.refusal = str(refusal)[:300]
        entries.append(entry)
    BatchedCase.objects.bulk_create(entries)
    batch.last_event_id = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    batch.save(update_fields=["last_event_id"])
    done = sum(not entry.refusal for entry in entries)
    record("work.batched", batch, actor=actor, data={"kind": kind, "cases": done})
    return batch


def _lock(case_id: int) -> WorkItem:
    """Return the work of a case with the case, both locked. Raises DomainError while it is closed or handed on."""
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("queue").get(case_id=case_id)
    item.case = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=case_id)
    if item.case.is_closed:
        raise cases.CaseIsClosed
    if item.hand_off_id:
        raise DomainError(_("It is being handed on. Wait for the answer, or open the case and decide there."))
    return item


def stand_of(item: WorkItem) -> dict[str, Any]:
    """Return how a case stands: its owner, its place in a queue, and the newest clock of a tier."""
    last = TierClock.objects.filter(case=item.case_id).order_by("-id").first()
    return {
        "owner_id": item.case.owner_id,
        **{name: getattr(item, name) for name in PLACE},
        **{name: _text(getattr(item, name)) for name in MOMENTS},
        "clock_id": last.pk if last else None,
        "clock_ended_at": _text(last.ended_at) if last else None,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _move(item: WorkItem, queue: Queue, actor: Actor) -> None:
    case = item.case
    if item.queue_id == queue.pk and item.state == WorkState.WAITING:
        raise DomainError(_("The case waits in this queue already."))
    if not who_can_take(case, queue):
        raise NobodyThere
    if item.state != WorkState.WAITING:
        item.waiting_since = clock.now()
    if case.owner_id:
        owner = case.owner
        cases.assign_owner(case.pk, actor=actor, owner_id=None)
        if owner and owner.pk != actor.id:
            give_notice([owner], NoticeKind.CASE_TAKEN_AWAY, case_id=case.pk, by_id=actor.id)
    item.queue, item.tier, item.state, item.promise_at = queue, queue.tier, WorkState.WAITING, case.promise_at
    item.kept_for, item.kept_until, item.pushed_at = None, None, None
    item.save()
    record_work("work.moved", item, actor)
    if is_to_be_offered(item):
        record_work("offer.asked", item, actor)


def _touched_since(batch: Batch, case_ids: Collection[int]) -> set[int]:
    """Return the cases on which staff did something since the batch; looking at them is nothing."""
    events = Event.objects.filter(case_id__in=case_ids, id__gt=batch.last_event_id, at__gte=batch.at, is_look=False)
    by_staff = events.exclude(actor_id__in=(PUBLIC_SITE_ID, SYSTEM_ID))
    return {pk for pk in by_staff.values_list("case_id", flat=True) if pk}


def _restore(entry: BatchedCase, actor: Actor) -> None:
    item, before = _lock(entry.case_id), entry.before
    if stand_of(item) != entry.after:
        raise DomainError(_("It stands elsewhere by now."))
    owner = User.objects.filter(pk=before["owner_id"]).first() if before["owner_id"] else None
    if owner and not owner.is_active:
        raise DomainError(_("%(name)s, who owned it, has left.") % {"name": owner.name})
    if item.case.owner_id != before["owner_id"]:
        given = [person for person in (owner,) if person and person.pk != actor.id]
        taken = [person for person in (item.case.owner,) if person and person.pk != actor.id]
        give_notice(given, NoticeKind.CASE_GIVEN, case_id=entry.case_id, by_id=actor.id)
        give_notice(taken, NoticeKind.CASE_TAKEN_AWAY, case_id=entry.case_id, by_id=actor.id)
        cases.assign_owner(entry.case_id, actor=actor, owner_id=before["owner_id"])
        cases.put_back_tier_clock(entry.case_id, before["clock_id"], _moment(before["clock_ended_at"]))
    for name in PLACE:
        setattr(item, name, before[name])
    for name in MOMENTS:
        setattr(item, name, _moment(before[name]))
    item.save(update_fields=[*(name.removesuffix("_id") for name in PLACE), *MOMENTS])
    record_work("work.restored", item, actor)
