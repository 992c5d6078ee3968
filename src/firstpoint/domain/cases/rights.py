"""Who may see and change cases."""

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case
from firstpoint.domain.people.models import Role

HANDLERS = frozenset({Role.ADVISER, Role.SUPERVISOR, Role.SYSTEM})

ALLOWED = {
    "view": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR, Role.PUBLIC_SITE, Role.SYSTEM}),
    "open": HANDLERS | {Role.PUBLIC_SITE},
    "split": HANDLERS,
    "take": HANDLERS,
    "note": HANDLERS,
    "answer": HANDLERS,
    "ask": HANDLERS,
    "advance": HANDLERS,
    "retype": HANDLERS,
    "close": HANDLERS,
    "end": HANDLERS | {Role.PUBLIC_SITE},
    "reopen": HANDLERS | {Role.PUBLIC_SITE},
    "write": HANDLERS | {Role.PUBLIC_SITE},
    "withdraw": frozenset({Role.PUBLIC_SITE}),
    "follow": frozenset({Role.PUBLIC_SITE}),
    "prove": frozenset({Role.PUBLIC_SITE}),
}


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor may see.

    Visitors of the public site see those that they have proved a right to; staff see all but the restricted cases of
    other departments.
    """
    if actor.has_role(Role.SYSTEM):
        return Case.objects.all()
    if actor.has_role(Role.PUBLIC_SITE):
        return Case.objects.filter(pk__in=actor.proven_case_ids)
    if actor.has_role(*ALLOWED["view"]):
        return Case.objects.filter(restriction(actor))
    return Case.objects.none()


def restriction(actor: Actor) -> Q:
    """Return the rule of restricted cases, for any table that carries a `restricted_to`."""
    return Q(restricted_to=None) | Q(restricted_to__in=actor.department_ids)
