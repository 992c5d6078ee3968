"""A way to reach a customer is taken away, but never the last one while an open case promises them an answer."""

from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.queries.identity import contact_points_of, identity_ids


class StillPromised(DomainError):
    """The contact point is the only one left, and an answer is promised."""

    sentence = _(
        "An open case promises this customer an answer, and this is the only way to reach them. Add another first, then"
        " remove this."
    )


@action
def remove_contact_point(customer_id: int, point_id: int, *, actor: Actor) -> None:
    """Take a contact point away from a customer. Records contact_point.removed. Raises StillPromised."""
    lock(actor, "customers.change", customer_id)
    ids = identity_ids(customer_id)
    is_last = all(point.pk == point_id for point in contact_points_of(ids))
    if is_last and Case.objects.filter(customer__in=ids).exclude(state=CaseState.CLOSED).exists():
        raise StillPromised
    customers.remove_contact_point(customer_id, point_id, actor=actor)
