"""Somebody who gets in touch is taken for a known customer on strong evidence, and for a new one otherwise."""

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.customers.actions.naming import index_name
from firstpoint.domain.customers.models import ContactPoint, ContactPointKind, Customer
from firstpoint.domain.people.models import User


@action
def identify(*, actor: Actor, name: str, email: str, phone: str, language: str) -> Customer | None:
    """Return the customer on strong evidence, else a new one; None for somebody who gave nothing.

    Strong evidence is the same name and every contact point given: an address alone may be shared or mistyped, and who
    adds an address to a known name and phone may be somebody else. Expects normalised contact points. Records
    customer.created for a new one.
    """
    require(actor, "customers.identify")
    points = {
        kind: value for kind, value in ((ContactPointKind.EMAIL, email), (ContactPointKind.PHONE, phone)) if value
    }
    if not points and not name:
        return None
    if points and (known := _find_known(name, points)):
        return known
    customer = Customer.objects.create(name=name, language=language, preferred_channel="email" if email else "")
    ContactPoint.objects.bulk_create(
        [ContactPoint(customer=customer, kind=kind, value=value) for kind, value in points.items()]
    )
    index_name(customer)
    record("customer.created", customer, actor=actor, customer_id=customer.pk)
    return customer


@action
def identify_staff(user: User, *, actor: Actor) -> Customer:
    """Return the customer that a member of staff is for internal services, made the first time.

    They have no contact points: what they ask and are told stays at the desk. Records customer.created for a new one.
    """
    require(actor, "customers.identify")
    # Two that ask at once: the second waits for the first, and finds what it made.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    known = Customer.objects.filter(staff=user).first()
    if known:
        return known
    customer = Customer.objects.create(staff=user, name=user.name, language=user.language)
    index_name(customer)
    record("customer.created", customer, actor=actor, customer_id=customer.pk)
    return customer


def _find_known(name: str, points: dict[ContactPointKind, str]) -> Customer | None:
    """Return the customer of this name with all of these contact points; who proved the first of them comes first."""
    (kind, value), *others = points.items()
    holders = ContactPoint.objects.filter(kind=kind, value=value)
    holders = holders.filter(customer__staff=None)
    for kind, value in others:
        holders = holders.filter(customer__contact_points__kind=kind, customer__contact_points__value=value)
    given = name.casefold().split()
    for point in holders.select_related("customer").order_by("verified_at", "pk"):
        if point.customer.name.casefold().split() == given:
            return point.customer
    return None
