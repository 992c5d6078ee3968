"""Reads of staff."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.people.models import Absence, Notice, User
from firstpoint.domain.people.rights import visible_to


def staff_list(
    actor: Actor, *, search: str = "", role: str = "", tier: int | None = None, is_active: bool | None = None
) -> QuerySet[User]:
    """Return the staff whom the actor may see, by name; `search` looks in names and addresses, the rest narrows."""
    staff = visible_to(actor).prefetch_related("departments").order_by("-is_active", "name", "id")
    if search:
        staff = staff.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if role:
        staff = staff.filter(roles__contains=[role])
    if tier is not None:
        staff = staff.filter(tier=tier)
    if is_active is not None:
        staff = staff.filter(is_active=is_active)
    return staff


def get_member_of_staff(actor: Actor, pk: int) -> User:
    """Return somebody with their departments. Raises NotFound."""
    member = visible_to(actor).filter(pk=pk).prefetch_related("departments").first()
    if member is None:
        raise NotFound
    return member


def actor_of(user_id: int) -> Actor | None:
    """Return the active user as an actor, or None."""
    user = User.objects.filter(pk=user_id, is_active=True).prefetch_related("departments").first()
    return user.acting() if user else None


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """Return the actor's own notices, newest first."""
    return Notice.objects.filter(user=actor.id).select_related("by").order_by("-at", "-id")


def count_unread_notices(actor: Actor, *, most: int) -> int:
    """Count the actor's notices that they have not read, to `most` at the most."""
    return Notice.objects.filter(user=actor.id, read_at=None)[:most].count()


def notices_of_mail(notice: Notice) -> QuerySet[Notice]:
    """Return what is still unread of the notices that are mailed together with this one, oldest first."""
    together = Notice.objects.filter(user=notice.user_id, mailed_at=notice.mailed_at, read_at=None)
    return together.order_by("at", "id")


def today() -> date:
    """Return the day it is in the agency's time zone."""
    return timezone.localdate(clock.now(), timezone.get_default_timezone())


def absences_to_come(person: User) -> QuerySet[Absence]:
    """Return the absences of somebody whom the caller may see that are not over, the next first."""
    return (
        person.absences.filter(until_on__gte=today(), cancelled_at=None)
        .select_related("deputy")
        .order_by("from_on", "id")
    )


def absences_on(day: date) -> QuerySet[Absence]:
    """Return who is away on a day."""
    return Absence.objects.filter(from_on__lte=day, until_on__gte=day, cancelled_at=None, ended_at=None)


def deputy_of(user_id: int, day: date) -> User | None:
    """Return who stands in for somebody who is away on a day: their deputy, or the deputy's where that one is away, too.

    None where nobody is left. One query, and the departments where they are read.
    """
    deputies = {absence.user_id: absence.deputy for absence in absences_on(day).select_related("deputy")}
    passed, deputy = {user_id}, deputies.get(user_id)
    while deputy and deputy.pk in deputies and deputy.pk not in passed:
        passed.add(deputy.pk)
        deputy = deputies[deputy.pk]
    return deputy if deputy and deputy.is_active and deputy.pk not in passed else None
