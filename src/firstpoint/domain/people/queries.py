"""Reads of staff."""

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.people.models import User
from firstpoint.domain.people.rights import visible_to


def staff_list(actor: Actor, *, search: str = "") -> QuerySet[User]:
    """Return the staff whom the actor may see, by name; `search` looks in names and addresses."""
    staff = visible_to(actor).prefetch_related("departments").order_by("-is_active", "name", "id")
    if search:
        staff = staff.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return staff


def actor_of(user_id: int) -> Actor | None:
    """Return the active user as an actor, or None."""
    user = User.objects.filter(pk=user_id, is_active=True).prefetch_related("departments").first()
    return user.acting() if user else None
