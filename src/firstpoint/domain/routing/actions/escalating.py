"""Somebody is told before a promise is missed, and when it was."""

from collections.abc import Iterable

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, Promised
from firstpoint.domain.catalogue.models import EscalateTo, Escalation
from firstpoint.domain.people.actions import give_notices
from firstpoint.domain.people.models import NoticeKind, Role, User
from firstpoint.domain.routing.models import EscalatedCase
from firstpoint.domain.routing.queries.escalations import Escalating, Reached

MOST_AT_ONCE = 200


@action
def escalate_cases(*, actor: Actor) -> int:
    """Tell owners and supervisors of the cases that reached a level of their promise's time; return how many there were.

    Each case and level is told once, until the promise moves. Records case.escalated for each.
    """
    require(actor, "routing.tidy")
    levels: dict[int, list[Escalation]] = {}
    for escalation in Escalation.objects.order_by("per_cent", "id"):
        levels.setdefault(escalation.per_cent, []).append(escalation)
    if not levels:
        return 0
    escalating, told = Escalating(), 0
    for per_cent, escalations in levels.items():
        some = {escalation.queue_id for escalation in escalations}
        queues = None if None in some else {queue for queue in some if queue}
        for promise in (Promised.FIRST_ANSWER, Promised.RESOLUTION):
            reached = escalating.reached(promise, per_cent, queues, most=MOST_AT_ONCE)
            _tell(reached, promise, escalations, actor)
            told += len(reached)
    return told


def _tell(reached: list[Reached], promise: Promised, escalations: list[Escalation], actor: Actor) -> None:
    if not reached:
        return
    per_cent = escalations[0].per_cent
    EscalatedCase.objects.bulk_create(
        [
            EscalatedCase(case_id=one.case_id, promise=promise, promise_at=one.promise_at, per_cent=per_cent)
            for one in reached
        ],
        ignore_conflicts=True,
    )
    cases = Case.objects.select_related("owner", "enquiry_type").in_bulk([one.case_id for one in reached])
    supervisors = list(
        User.objects.filter(is_active=True, roles__contains=[Role.SUPERVISOR]).prefetch_related("departments")
    )
    notices: list[tuple[User, NoticeKind, int | None]] = []
    for one in reached:
        case = cases[one.case_id]
        whom = {EscalateTo(level.whom) for level in escalations if level.queue_id in (None, one.queue_id)}
        if EscalateTo.OWNER in whom and case.owner:
            notices.append((case.owner, NoticeKind.AT_RISK, case.pk))
        notices += [
            (person, NoticeKind.ESCALATED, case.pk)
            for person in _told(case, whom, supervisors)
            if person.pk != case.owner_id
        ]
        record(
            "case.escalated",
            case,
            actor=actor,
            customer_id=case.customer_id,
            case_id=case.pk,
            data={"promise": promise, "per_cent": per_cent},
        )
    give_notices(notices, by_id=actor.id)


def _told(case: Case, whom: set[EscalateTo], supervisors: Iterable[User]) -> list[User]:
    """Return the supervisors who are to be told and may see the case; all of them where the department has none."""
    seeing = [one for one in supervisors if case.restricted_to_id in (None, *one.acting().department_ids)]
    near = [one for one in seeing if case.enquiry_type.department_id in one.acting().department_ids]
    if EscalateTo.SUPERVISORS in whom:
        return seeing
    return (near or seeing) if EscalateTo.DEPARTMENT in whom else []
