"""Reads of customers: who is one, who may be, how each is found, what is known and proved."""

from firstpoint.domain.customers.queries.checks import is_identified
from firstpoint.domain.customers.queries.facts import known_facts
from firstpoint.domain.customers.queries.finding import customer_list, find_customers
from firstpoint.domain.customers.queries.identity import get_customer, identity_ids
from firstpoint.domain.customers.queries.matching import suggest_matches

__all__ = (
    "customer_list",
    "find_customers",
    "get_customer",
    "identity_ids",
    "is_identified",
    "known_facts",
    "suggest_matches",
)
