"""Who may bring input in, and who works off what could not be read."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.intake.models import RawInput
from firstpoint.domain.people.models import Role

ALLOWED = {
    "accept": frozenset({Role.PUBLIC_SITE, Role.SYSTEM}),
    "receive": frozenset({Role.PUBLIC_SITE, Role.SYSTEM}),
    "save_draft": frozenset({Role.PUBLIC_SITE}),
    "resume_draft": frozenset({Role.PUBLIC_SITE}),
    "tidy": frozenset({Role.SYSTEM}),
    "view": frozenset({Role.SUPERVISOR, Role.SYSTEM}),
    "retry": frozenset({Role.SUPERVISOR, Role.SYSTEM}),
    "discard": frozenset({Role.SUPERVISOR}),
    "view_jobs": frozenset({Role.SUPERVISOR}),
    "retry_job": frozenset({Role.SUPERVISOR}),
    "abandon_job": frozenset({Role.SUPERVISOR}),
}


def visible_to(actor: Actor) -> QuerySet[RawInput]:
    """Return the raw input that the actor may see: supervisors work off the quarantine."""
    return RawInput.objects.all() if actor.has_role(*ALLOWED["view"]) else RawInput.objects.none()
