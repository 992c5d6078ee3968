"""Customers for tests, made as a channel makes them."""

from itertools import count
from typing import Any

from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import SYSTEM

_numbers = count(1)


def a_customer(**overrides: Any) -> Customer:
    """Identify somebody by name and e-mail address; every call gives somebody else unless told otherwise."""
    number = next(_numbers)
    given = {"name": f"Rosa Vale {number}", "email": f"rosa{number}@mail.example", "phone": "", "language": "en"}
    customer = actions.identify(actor=SYSTEM, **given | overrides)
    assert customer is not None
    return customer
