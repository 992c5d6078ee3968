"""Reads of customers."""

from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.customers.models import ContactPoint, Customer
from firstpoint.domain.customers.rights import visible_to


def get_customer(actor: Actor, pk: int) -> Customer:
    """Return the customer with contact points and addresses. Raises NotFound."""
    customer = visible_to(actor).filter(pk=pk).prefetch_related("contact_points", "addresses").first()
    if customer is None:
        raise NotFound
    return customer


def find_customers(actor: Actor, *, search: str = "") -> QuerySet[Customer]:
    """Return customers, newest first; `search` is a whole contact point as it is stored, or the beginning of a name."""
    customers = visible_to(actor).prefetch_related("contact_points").order_by("-created_at", "-id")
    if "@" in search or search.startswith("+"):
        return customers.filter(pk__in=ContactPoint.objects.filter(value=search.lower()).values("customer"))
    return customers.filter(name__istartswith=search) if search else customers


def identity_ids(customer_id: int) -> list[int]:
    """Return the ids whose events and contacts make up this customer's history."""
    return [customer_id]
