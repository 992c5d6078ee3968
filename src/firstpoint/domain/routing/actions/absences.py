"""Somebody will be away: who takes their cases meanwhile is planned beforehand, and can be called off."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.people.models import Absence, User
from firstpoint.domain.people.queries import today
from firstpoint.domain.routing.rights import HANDLERS


@action
def plan_absence(person: User, *, actor: Actor, deputy: User, from_on: date, until_on: date) -> Absence:
    """Note that somebody will be away, and who stands in. Records absence.planned.

    Raises DomainError for days that are over or taken, a deputy who may not see what the person owns, and a circle.
    """
    _may_plan(actor, person)
    # Two who name each other at the same time wait for each other here, and the second finds the circle.
    everybody = User.objects.filter(pk__in=(person.pk, deputy.pk)).order_by("pk").select_for_update()
    if {user.pk for user in everybody if user.is_active and not user.is_machine} != {person.pk, deputy.pk}:
        raise DomainError(_("Choose somebody who works here as the deputy."))
    if until_on < from_on or until_on < today():
        raise DomainError(_("The last day must not be before the first, nor before today."))
    if deputy.pk == person.pk:
        raise DomainError(_("Nobody stands in for themselves. Choose somebody else."))
    if _absences(person.pk, from_on, until_on).exists():
        raise DomainError(_("An absence in these days is planned already. Cancel that first."))
    _check_sees(person, deputy)
    if _leads_back(person.pk, deputy.pk, from_on, until_on):
        raise DomainError(
            _(
                "%(deputy)s is away in these days, too, and their cases would come back to %(name)s in a circle."
                " Choose somebody else."
            )
            % {"deputy": deputy.name, "name": person.name}
        )
    absence = Absence.objects.create(
        user=person, deputy=deputy, from_on=from_on, until_on=until_on, made_by_id=actor.id
    )
    record("absence.planned", absence, actor=actor, data={"user": person.pk, "deputy": deputy.pk})
    return absence


@action
def cancel_absence(absence_id: int, *, actor: Actor) -> Absence:
    """Call an absence off; what the deputy has of it comes back with the next round. Records absence.cancelled."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("user").filter(pk=absence_id).first()
    if absence is None:
        raise NotFound
    _may_plan(actor, absence.user)
    if absence.cancelled_at or absence.ended_at:
        raise DomainError(_("This absence is over already."))
    absence.cancelled_at = clock.now()
    absence.save(update_fields=["cancelled_at"])
    record("absence.cancelled", absence, actor=actor, data={"user": absence.user_id})
    return absence


def _may_plan(actor: Actor, person: User) -> None:
    require(actor, "routing.be_absent" if person.pk == actor.id else "routing.supervise")


def _absences(user_id: int, from_on: date, until_on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(user=user_id, from_on__lte=until_on, until_on__gte=from_on, cancelled_at=None)


def _check_sees(person: User, deputy: User) -> None:
    """Raise DomainError for a deputy who takes no work, or may not see an open case that the person owns."""
    if not deputy.acting().has_role(*HANDLERS):
        raise DomainError(_("%(name)s takes no work. Choose an adviser or a supervisor.") % {"name": deputy.name})
    held = Case.objects.filter(owner=person).exclude(state=CaseState.CLOSED)
    hidden = held.exclude(pk__in=cases_visible_to(deputy.acting())).count()
    if hidden:
        raise DomainError(
            ngettext(
                "%(name)s may not see %(count)s of the open cases. Choose somebody of the same departments.",
                "%(name)s may not see %(count)s of the open cases. Choose somebody of the same departments.",
                hidden,
            )
            % {"name": deputy.name, "count": hidden}
        )


def _leads_back(user_id: int, deputy_id: int, from_on: date, until_on: date) -> bool:
    """Say whether on some of these days the chain of deputies that begins with this one comes back to the person."""
    waiting, passed = [(deputy_id, from_on, until_on)], set()
    while waiting:
        person, first, last = waiting.pop()
        if person == user_id:
            return True
        for absence in _absences(person, first, last):
            step = (absence.deputy_id, max(first, absence.from_on), min(last, absence.until_on))
            if step not in passed:
                passed.add(step)
                waiting.append(step)
    return False
