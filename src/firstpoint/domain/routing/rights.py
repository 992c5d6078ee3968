"""Who may see and take waiting work, and hand work on."""

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.cases.rights import restriction
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.models import Overflow, WorkItem

HANDLERS = frozenset({Role.ADVISER, Role.SUPERVISOR})
MACHINES = frozenset({Role.SYSTEM})

ALLOWED = {
    "place": HANDLERS | MACHINES | {Role.PUBLIC_SITE},
    "view": HANDLERS | MACHINES,
    "take": HANDLERS,
    "put_back": HANDLERS | MACHINES,
    "hand_on": HANDLERS,
    "answer_hand_off": HANDLERS,
    "move": HANDLERS | MACHINES,
    "be_present": HANDLERS,
    "reassign": frozenset({Role.SUPERVISOR}),
    "supervise": frozenset({Role.SUPERVISOR, Role.SYSTEM}),
    "be_absent": HANDLERS,
    "set_up": frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM}),
    "train": frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    "tidy": MACHINES,
}


def visible_to(actor: Actor) -> QuerySet[WorkItem]:
    """Return the work that the actor may see, only of cases they may see.

    Advisers see that of their own tier, that of the tier below while it overflows, and what is kept for them.
    """
    if actor.has_role(Role.SYSTEM):
        return WorkItem.objects.all()
    if not actor.has_role(*ALLOWED["view"]):
        return WorkItem.objects.none()
    items = WorkItem.objects.filter(restriction(actor))
    if sees_all_tiers(actor):
        return items
    overflowing = Q(tier=actor.tier - 1, queue__in=Overflow.objects.values("queue"))
    return items.filter(Q(tier=actor.tier) | Q(kept_for=actor.id) | overflowing)


def sees_all_tiers(actor: Actor) -> bool:
    """Say whether the actor sees the work of every tier."""
    return actor.has_role(Role.SUPERVISOR, Role.SYSTEM)
