"""Reads of staff."""

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.people.models import User
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
