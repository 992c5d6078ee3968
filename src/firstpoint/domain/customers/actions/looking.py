"""Somebody looked at a customer, or looked for one, which the journal keeps apart from what was done."""

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import User


@action
def note_look(customer: Customer, *, actor: Actor) -> None:
    """Note that the actor was shown a customer. Records customer.viewed, a look."""
    require(actor, "customers.view")
    record("customer.viewed", customer, actor=actor, customer_id=customer.pk, is_look=True)


@action
def note_search(*, actor: Actor, found: int) -> None:
    """Note that the actor searched for customers, and how many were shown; never for what. Records customers.searched."""
    require(actor, "customers.view")
    record("customers.searched", User(pk=actor.id), actor=actor, is_look=True, data={"found": found})
