"""What is known about a customer, as every page of the desk says it."""

from typing import Any

import phonenumbers

from firstpoint.domain.customers.models import AccessNeed, Customer


def customer_facts(customer: Customer) -> dict[str, Any]:
    """Return how the customer is reached and what they need, as both pages show it."""
    return {
        "points": [(point, in_figures(point.value)) for point in customer.contact_points.all()],
        "needs": [AccessNeed(need).label for need in customer.access_needs if need in AccessNeed.values],
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
