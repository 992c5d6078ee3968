"""Who may see and change staff."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.people.models import STAFF_ROLES, Role, User

ALLOWED = {
    "view": frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SYSTEM}),
    "invite": frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    "change": frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    "deactivate": frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    "change_own_language": frozenset(STAFF_ROLES),
    "change_own_profile": frozenset(STAFF_ROLES),
    "sign_in": frozenset(STAFF_ROLES),
    "mail_notices": frozenset({Role.SYSTEM}),
    "note_refusal": frozenset({Role.PUBLIC_SITE}),
    "request_password_link": frozenset({Role.PUBLIC_SITE}),
}


def visible_to(actor: Actor) -> QuerySet[User]:
    """Return the staff whom the actor may see: those who manage people see all, everybody else themselves."""
    staff = User.objects.filter(is_machine=False)
    if actor.has_role(*ALLOWED["view"]):
        return staff
    return staff.filter(pk=actor.id)
