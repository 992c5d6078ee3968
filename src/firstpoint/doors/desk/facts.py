"""What is known about a customer, as every page of the desk says it."""

from typing import Any

import phonenumbers

from firstpoint.domain.customers.models import AccessNeed, Customer
from firstpoint.domain.customers.queries.identity import addresses_of, contact_points_of, identity_ids


def customer_facts(customer: Customer) -> dict[str, Any]:
    """Return who stands for the customer, how they are reached, where they live and what they need.

    For somebody who was merged into another it is the other, with the contact points and addresses of both; `identity`
    are the ids of all of them.
    """
    ids = identity_ids(customer.pk)
    kept = customer if ids[0] == customer.pk else Customer.objects.get(pk=ids[0])
    return {
        "customer": kept,
        "identity": ids,
        "points": [(point, in_figures(point.value)) for point in contact_points_of(ids)],
        "addresses": list(addresses_of(ids)),
        "needs": [AccessNeed(need).label for need in kept.access_needs if need in AccessNeed.values],
    }


def in_figures(value: str) -> str:
    """Return a contact point as people read it: phone numbers in groups."""
    if not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
