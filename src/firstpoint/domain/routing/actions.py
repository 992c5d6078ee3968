"""Work is placed in a queue, taken by an adviser, and put back."""

import statistics
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.routing.models import WaitEstimate, WorkItem, WorkState
from firstpoint.domain.routing.queries import front_desk
from firstpoint.domain.routing.rights import visible_to

ESTIMATE_SAMPLE = 200


class TakenMeanwhile(DomainError):
    """Somebody else was quicker."""

    sentence = _("Somebody else has just taken this. Take the next one.")


@action
def place_work(case: Case, *, actor: Actor) -> WorkItem:
    """Put a case into the queue of its enquiry type. Records work.placed."""
    require(actor, "routing.place")
    # One statement, where update_or_create takes six for new work, which nearly all is.
    [item] = WorkItem.objects.bulk_create(
        [
            WorkItem(
                case=case,
                queue_id=case.version.queue_id,
                tier=case.version.tier,
                restricted_to_id=case.restricted_to_id,
                promise_at=case.promise_at,
                waiting_since=clock.now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["queue", "tier", "restricted_to", "state", "promise_at", "waiting_since", "taken_at"],
    )
    _record("work.placed", item, actor)
    return item


@action
def take_next(*, actor: Actor) -> Case:
    """Give the actor the waiting work whose promise comes first; nobody else can get it.

    Records work.taken and case.owner_changed. Raises NotFound when nothing waits.
    """
    require(actor, "routing.take")
    item = (
        visible_to(actor)
        .filter(state=WorkState.WAITING)
        .exclude(case__state=CaseState.CLOSED)
        .order_by("promise_at", "-priority", "waiting_since", "id")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if item is None:
        raise NotFound(_("Nothing is waiting for you just now."))
    return _give(item, actor)


@action
def take(item_id: int, *, actor: Actor) -> Case:
    """Give the actor this very work. Records as take_next does. Raises TakenMeanwhile, NotFound."""
    require(actor, "routing.take")
    item = visible_to(actor).select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise NotFound
    if item.state != WorkState.WAITING or item.case.is_closed:
        raise TakenMeanwhile
    return _give(item, actor)


def _give(item: WorkItem, actor: Actor) -> Case:
    item.state, item.taken_at = WorkState.TAKEN, clock.now()
    item.save(update_fields=["state", "taken_at"])
    case = cases.assign_owner(item.case_id, actor=actor, owner_id=actor.id)
    _record("work.taken", item, actor)
    return case


@action
def put_back(case_id: int, *, actor: Actor) -> None:
    """Let a case wait again for whoever comes next. Records case.owner_changed and work.placed."""
    require(actor, "routing.put_back")
    case = cases.lock_own_case(actor, "cases.take", case_id)
    cases.assign_owner(case.pk, actor=actor, owner_id=None)
    place_work(case, actor=actor)


@action
def return_work_of(owner_id: int, *, actor: Actor) -> int:
    """Put every open case of somebody who left back into its queue; return how many. Records work.placed for each."""
    require(actor, "routing.tidy")
    held = list(Case.objects.filter(owner_id=owner_id).exclude(state=CaseState.CLOSED).order_by("pk"))
    for case in held:
        cases.assign_owner(case.pk, actor=actor, owner_id=None)
        place_work(case, actor=actor)
    return len(held)


@action
def follow_case(case_id: int, *, actor: Actor) -> None:
    """Bring the queue in line with a case that ended or opened again. Records work.left or work.placed.

    A case without an owner, or whose owner has left, waits; one that ended does not.
    """
    require(actor, "routing.tidy")
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("case__version").get(case_id=case_id)
    if item.case.is_closed and item.state == WorkState.WAITING:
        item.state = WorkState.LEFT
        item.save(update_fields=["state"])
        _record("work.left", item, actor)
    elif not item.case.is_closed and item.state != WorkState.WAITING:
        if item.case.owner and not item.case.owner.is_active:
            cases.assign_owner(case_id, actor=actor, owner_id=None)
        elif item.case.owner:
            return
        place_work(item.case, actor=actor)


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


def _record(event_type: str, item: WorkItem, actor: Actor) -> None:
    record(event_type, item, actor=actor, case_id=item.case_id, data={"queue": item.queue_id})
