"""What is known about a customer changes: one event each, and forms that are older than the facts are refused.

Facts are those of the kept customer; open cases read them there, so that a change reaches every one of them.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound, Stale
from firstpoint.core.events import record
from firstpoint.domain.customers.actions.naming import reindex_name
from firstpoint.domain.customers.models import AccessNeed, Address, Consent, ContactPoint, Customer
from firstpoint.domain.customers.queries.addresses import address_key
from firstpoint.domain.customers.queries.identity import addresses_of, identity_ids


class KnownAlready(DomainError):
    """The customer has this contact point or address already."""

    sentence = _("This is known already. Nothing was changed.")


class MergedMeanwhile(DomainError):
    """The customer was merged into another, whose facts count now."""

    sentence = _("This customer was merged into another one meanwhile. Open them again and change the facts there.")


@action
def change_customer(
    customer_id: int,
    *,
    actor: Actor,
    version: int,
    name: str,
    language: str,
    preferred_channel: str,
    born_on: date | None,
) -> Customer:
    """Change who the customer is and how to speak with them. Records customer.changed with the codes of what changed.

    `version` is that of the facts which the actor saw. Raises Stale, MergedMeanwhile.
    """
    customer = _lock(actor, customer_id, version)
    facts = {"name": name, "language": language, "preferred_channel": preferred_channel, "born_on": born_on}
    changed = [field for field, value in facts.items() if getattr(customer, field) != value]
    if not changed:
        return customer
    _change(customer, **facts)
    if "name" in changed:
        reindex_name(customer)
    record("customer.changed", customer, actor=actor, customer_id=customer.pk, data={"facts": ".".join(changed)})
    return customer


@action
def change_needs(customer_id: int, *, actor: Actor, version: int, needs: Collection[str]) -> Customer:
    """Change what the customer needs to be served as well as anybody else. Records customer.needs_changed. Raises Stale."""
    customer = _lock(actor, customer_id, version)
    chosen = [need for need in AccessNeed.values if need in needs]
    if sorted(chosen) != sorted(customer.access_needs):
        _change(customer, access_needs=chosen)
        data = {"needs": ".".join(chosen)}
        record("customer.needs_changed", customer, actor=actor, customer_id=customer.pk, data=data)
    return customer


@action
def change_consents(customer_id: int, *, actor: Actor, version: int, consents: Collection[str]) -> Customer:
    """Change what the customer agrees to. Records customer.consents_changed. Raises Stale."""
    customer = _lock(actor, customer_id, version)
    chosen = [consent for consent in Consent.values if consent in consents]
    if sorted(chosen) != sorted(customer.consents):
        _change(customer, consents=chosen)
        data = {"consents": ".".join(chosen)}
        record("customer.consents_changed", customer, actor=actor, customer_id=customer.pk, data=data)
    return customer


@action
def add_contact_point(customer_id: int, *, actor: Actor, kind: str, value: str) -> ContactPoint:
    """Add a way to reach the customer; expects it normalised. Records contact_point.added. Raises KnownAlready."""
    customer = _lock(actor, customer_id)
    if ContactPoint.objects.filter(customer__in=identity_ids(customer.pk), kind=kind, value=value).exists():
        raise KnownAlready
    point = ContactPoint.objects.create(customer=customer, kind=kind, value=value)
    record("contact_point.added", point, actor=actor, customer_id=customer.pk, data={"kind": kind})
    return point


@action
def remove_contact_point(customer_id: int, point_id: int, *, actor: Actor) -> None:
    """Take a contact point away from the customer, and from whoever was merged into them. Records contact_point.removed.

    Whether an open case still needs it is for `cases.actions.remove_contact_point`, which calls this.
    """
    customer = _lock(actor, customer_id)
    points = ContactPoint.objects.filter(customer__in=identity_ids(customer.pk))
    point = points.filter(pk=point_id).first()
    if point is None:
        raise NotFound
    record("contact_point.removed", point, actor=actor, customer_id=customer.pk, data={"kind": point.kind})
    points.filter(kind=point.kind, value=point.value).delete()


@action
def add_address(customer_id: int, *, actor: Actor, lines: Mapping[str, Any]) -> Address:
    """Let the customer live or work somewhere new; earlier addresses stay. Records address.added. Raises KnownAlready."""
    customer = _lock(actor, customer_id)
    present = addresses_of(identity_ids(customer.pk)).first()
    if present is not None and present.lines == dict(lines):
        raise KnownAlready
    address = Address.objects.create(customer=customer, lines=dict(lines), key=address_key(lines))
    record("address.added", address, actor=actor, customer_id=customer.pk)
    return address


def _lock(actor: Actor, customer_id: int, version: int | None = None) -> Customer:
    customer: Customer = lock(actor, "customers.change", customer_id)
    if customer.merged_into_id:
        raise MergedMeanwhile
    if customer.staff_id:
        raise DomainError(_("This is a member of staff: what is known about them is kept with their account."))
    if version is not None and customer.version != version:
        raise Stale
    return customer


def _change(customer: Customer, **facts: object) -> None:
    for field, value in facts.items():
        setattr(customer, field, value)
    customer.version += 1
    customer.save(update_fields=[*facts, "version"])
