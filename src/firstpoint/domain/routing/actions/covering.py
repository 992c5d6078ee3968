"""While somebody is away their cases are with a deputy, and come back with them."""

from django.db.models import Q

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import Absence, NoticeKind, User
from firstpoint.domain.people.queries import absences_on, deputy_of, today
from firstpoint.domain.routing.actions.following import wait_again
from firstpoint.domain.routing.models import CoveredCase


@action
def cover_absences(*, actor: Actor) -> None:
    """Bring back the cases of those who are here again, then give those of the absent to their deputies.

    Records absence.ended and absence.began once for each absence, and case.owner_changed for each case.
    """
    require(actor, "routing.tidy")
    day = today()
    over = Q(until_on__lt=day) | Q(cancelled_at__isnull=False)
    waiting = Absence.objects.filter(ended_at=None).select_for_update(of=("self",)).select_related("user")
    for absence in waiting.filter(over).order_by("pk"):
        _end(absence, actor)
    for absence in absences_on(day).select_for_update(of=("self",)).select_related("user").order_by("pk"):
        _cover(absence, actor)


def _cover(absence: Absence, actor: Actor) -> None:
    """Give what somebody absent owns to who stands in; without anybody, or what they may not see, back to its queue."""
    deputy = deputy_of(absence.user_id, today())
    held = (
        Case.objects.filter(owner=absence.user_id)
        .exclude(state=CaseState.CLOSED)
        .select_related("version__queue", "version__calendar")
        .order_by("pk")
    )
    seen = set(held.filter(pk__in=cases_visible_to(deputy.acting())).values_list("pk", flat=True)) if deputy else set()
    count = 0
    for case in held:
        count += 1
        if deputy and case.pk in seen:
            CoveredCase.objects.create(absence=absence, case=case, deputy=deputy)
            cases.assign_owner(case.pk, actor=actor, owner_id=deputy.pk)
        else:
            wait_again(case, actor=actor)
    if absence.begun_at is None:
        absence.begun_at = clock.now()
        absence.save(update_fields=["begun_at"])
        record("absence.began", absence, actor=actor, data={"user": absence.user_id, "cases": count})
    if count:
        told = [absence.user, deputy] if deputy else [absence.user]
        give_notice(told, NoticeKind.COVER_BEGAN, case_id=None, by_id=absence.user_id)


def _end(absence: Absence, actor: Actor) -> None:
    """Give back what is still with a deputy of those who stood in for somebody."""
    returned: set[User] = set()
    for covered in absence.covered.filter(ended_at=None).select_related("case", "deputy").order_by("pk"):
        later = CoveredCase.objects.filter(case=covered.case_id, ended_at=None, pk__gte=covered.pk)
        is_with_deputy = covered.case.owner_id in set(later.values_list("deputy", flat=True))
        if is_with_deputy and absence.user.is_active and not covered.case.is_closed:
            cases.assign_owner(covered.case_id, actor=actor, owner_id=absence.user_id)
            later.update(ended_at=clock.now())
            returned.add(covered.deputy)
        else:
            CoveredCase.objects.filter(pk=covered.pk).update(ended_at=clock.now())
    absence.ended_at = clock.now()
    absence.save(update_fields=["ended_at"])
    record("absence.ended", absence, actor=actor, data={"user": absence.user_id})
    if returned:
        give_notice([absence.user, *returned], NoticeKind.COVER_ENDED, case_id=None, by_id=absence.user_id)
