"""Only the owner of an open case, or a supervisor, works on it."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.models import Case
from firstpoint.domain.people.models import Role


class CaseIsClosed(DomainError):
    """The case has ended already."""

    sentence = _("This case is closed. Open it again first.")


class NotTheOwner(DomainError):
    """Somebody else answers for the case, or nobody yet."""

    sentence = _("Take this case first: only its owner or a supervisor can do this.")


class ClosedForGood(DomainError):
    """The case ended too long ago for its customer to open it again."""

    sentence = _("This case closed too long ago to open it again. Ask a new question, and give this reference in it.")


def lock_own_case(actor: Actor, right: str, case_id: int) -> Case:
    """Return the open case, locked, for its owner or a supervisor. Raises CaseIsClosed, NotTheOwner.

    While it waits for somebody nobody works on it, supervisors included: it would wait on with work done.
    """
    case: Case = lock(actor, right, case_id)
    if case.is_closed:
        raise CaseIsClosed
    if case.owner_id is None or not (case.owner_id == actor.id or actor.has_role(Role.SUPERVISOR, Role.SYSTEM)):
        raise NotTheOwner
    return case
