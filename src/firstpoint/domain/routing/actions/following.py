"""Work goes back to its queue, follows its case and its owner, and is given to somebody else by a supervisor."""

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind, User
from firstpoint.domain.routing.actions.handing_on_ends import end_open_hand_off
from firstpoint.domain.routing.actions.placing import place, place_work, queue_of, record_work
from firstpoint.domain.routing.models import WorkItem, WorkState
from firstpoint.domain.routing.queries.reach import queues
from firstpoint.domain.routing.rights import HANDLERS


@action
def put_back(case_id: int, *, actor: Actor) -> None:
    """Let a case wait again for whoever comes next; what was offered is withdrawn.

    Records case.owner_changed and work.placed.
    """
    require(actor, "routing.put_back")
    wait_again(cases.lock_own_case(actor, "cases.take", case_id), actor=actor)


@action
def return_work_of(owner_id: int, *, actor: Actor) -> int:
    """Put every open case of somebody who left back into its queue; return how many. Records work.placed for each."""
    require(actor, "routing.tidy")
    held = list(
        Case.objects.filter(owner_id=owner_id)
        .exclude(state=CaseState.CLOSED)
        .select_related("version__queue", "version__calendar")
        .order_by("pk")
    )
    for case in held:
        wait_again(case, actor=actor)
    return len(held)


def wait_again(case: Case, *, actor: Actor) -> None:
    """Let a case that somebody owned wait in the queue where it stood last. Records work.placed."""
    end_open_hand_off(case.pk, actor=actor)
    queue = queue_of(case)
    cases.assign_owner(case.pk, actor=actor, owner_id=None)
    place(WorkItem(queue=queue), case, actor=actor)


@action
def follow_case(case_id: int, *, actor: Actor) -> None:
    """Bring the queue in line with a case that ended or opened again. Records work.left or work.placed.

    A case without an owner, or whose owner has left, waits; one that ended does not, nor is it handed on.
    """
    require(actor, "routing.tidy")
    item = (
        WorkItem.objects.select_for_update(of=("self",))
        .select_related("case__version__queue", "case__version__calendar", "case__owner")
        .get(case_id=case_id)
    )
    if item.case.is_closed and item.state == WorkState.WAITING:
        end_open_hand_off(case_id, actor=actor)
        item.refresh_from_db()
        item.state = WorkState.LEFT
        item.save(update_fields=["state"])
        record_work("work.left", item, actor)
    elif not item.case.is_closed and item.state != WorkState.WAITING:
        if item.case.owner and not item.case.owner.is_active:
            cases.assign_owner(case_id, actor=actor, owner_id=None)
        elif item.case.owner:
            return
        place_work(item.case, actor=actor)


@action
def reassign(case_id: int, *, actor: Actor, person: User) -> Case:
    """Make somebody the owner of a case, whoever had it or wherever it waits. Records work.reassigned.

    Whatever hand-off was open is withdrawn. Raises DomainError for somebody who takes no work or may not see the case.
    """
    require(actor, "routing.reassign")
    case = cases_visible_to(actor).filter(pk=case_id).select_related("owner").first()
    if case is None:
        raise NotFound
    if case.is_closed:
        raise cases.CaseIsClosed
    receiver = person.acting()
    if not receiver.has_role(*HANDLERS) or not cases_visible_to(receiver).filter(pk=case_id).exists():
        raise DomainError(_("%(name)s takes no work, or may not see this case.") % {"name": person.name})
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("queue").get(case_id=case_id)
    end_open_hand_off(case_id, actor=actor)
    tier = person.tier or item.tier
    if item.queue.tier != tier:
        item.queue = next((queue for queue in queues() if queue.tier == tier), item.queue)
    item.tier, item.state = item.queue.tier, WorkState.TAKEN
    item.kept_for, item.kept_until, item.hand_off = None, None, None
    item.save(update_fields=["queue", "tier", "state", "kept_for", "kept_until", "hand_off"])
    if case.owner and case.owner_id not in (person.pk, actor.id):
        give_notice([case.owner], NoticeKind.CASE_TAKEN_AWAY, case_id=case_id, by_id=actor.id)
    if person.pk != actor.id:
        give_notice([person], NoticeKind.CASE_GIVEN, case_id=case_id, by_id=actor.id)
    case = cases.assign_owner(case_id, actor=actor, owner_id=person.pk, tier=tier)
    record_work("work.reassigned", item, actor)
    return case
