"""Who may see and change knowledge: the public sees what is meant for it, staff see all."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.people.models import STAFF_ROLES, Role

ALLOWED = {
    "publish": frozenset({Role.EDITOR, Role.ADMINISTRATOR, Role.SYSTEM}),
    "vote": frozenset({Role.PUBLIC_SITE, *STAFF_ROLES}),
}


def visible_to(actor: Actor) -> QuerySet[Article]:
    """Return the articles that the actor may see."""
    if actor.has_role(Role.SYSTEM, *STAFF_ROLES):
        return Article.objects.all()
    if actor.has_role(Role.PUBLIC_SITE):
        return Article.objects.filter(audience=Audience.PUBLIC)
    return Article.objects.none()
