"""Who may see and take waiting work."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.cases.rights import restriction
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.models import WorkItem

ALLOWED = {
    "place": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.PUBLIC_SITE, Role.SYSTEM}),
    "view": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.SYSTEM}),
    "take": frozenset({Role.ADVISER, Role.SUPERVISOR}),
    "put_back": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.SYSTEM}),
    "tidy": frozenset({Role.SYSTEM}),
}


def visible_to(actor: Actor) -> QuerySet[WorkItem]:
    """Return the work that the actor may see: advisers that of their own tier, and only of cases they may see."""
    if actor.has_role(Role.SYSTEM):
        return WorkItem.objects.all()
    if not actor.has_role(*ALLOWED["view"]):
        return WorkItem.objects.none()
    items = WorkItem.objects.filter(restriction(actor))
    return items if actor.has_role(Role.SUPERVISOR) else items.filter(tier=actor.tier)
