"""Customers read as one: whoever was merged, recursively, with what belongs to each of them."""

from collections.abc import Collection

from django.db import connection
from django.db.models import F, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.customers.models import Address, ContactPoint, Customer, Merge
from firstpoint.domain.customers.rights import visible_to

# Up to the customer who was kept, then down to all who were merged into them. Each step is one look into an index.
IDENTITY = """
    WITH RECURSIVE up AS (
        SELECT id, merged_into_id FROM customers_customer WHERE id = %s
        UNION ALL
        SELECT higher.id, higher.merged_into_id FROM up
        JOIN customers_customer higher ON higher.id = up.merged_into_id
    ), identity AS (
        SELECT id, 0 AS depth FROM up WHERE merged_into_id IS NULL
        UNION ALL
        SELECT lower.id, depth + 1 FROM identity
        JOIN customers_customer lower ON lower.merged_into_id = identity.id
    )
    SELECT id FROM identity ORDER BY depth, id
"""
KEPT = """
    WITH RECURSIVE up AS (
        SELECT id AS began, id, merged_into_id FROM customers_customer WHERE id = ANY(%s)
        UNION ALL
        SELECT began, higher.id, higher.merged_into_id FROM up
        JOIN customers_customer higher ON higher.id = up.merged_into_id
    )
    SELECT began, id FROM up WHERE merged_into_id IS NULL
"""


def get_customer(actor: Actor, pk: int) -> Customer:
    """Return the customer's own row, merged or not. Raises NotFound."""
    customer = visible_to(actor).filter(pk=pk).first()
    if customer is None:
        raise NotFound
    return customer


def identity_ids(customer_id: int) -> list[int]:
    """Return the ids whose events, contacts and cases make up this customer's history, that of the kept one first."""
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY, (customer_id,))
        return [pk for (pk,) in cursor.fetchall()] or [customer_id]


def kept_ids(customer_ids: Collection[int]) -> dict[int, int]:
    """Return the id of the kept customer for each id; one who was never merged is their own."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, (list(customer_ids),))
        return dict(cursor.fetchall())


def contact_points_of(ids: Collection[int]) -> list[ContactPoint]:
    """Return the contact points of an identity set, the proved ones first, each value once."""
    found = ContactPoint.objects.filter(customer__in=ids).order_by(F("verified_at").asc(nulls_last=True), "pk")
    once: dict[tuple[str, str], ContactPoint] = {}
    for point in found:
        once.setdefault((point.kind, point.value), point)
    return list(once.values())


def addresses_of(ids: Collection[int]) -> QuerySet[Address]:
    """Return the addresses of an identity set, the present one first."""
    return Address.objects.filter(customer__in=ids).order_by("-since", "-pk")


def merges_of(ids: Collection[int]) -> QuerySet[Merge]:
    """Return the merges that made up an identity set, and those of its customers that were undone; newest first."""
    merges = Merge.objects.filter(kept__in=ids) | Merge.objects.filter(absorbed__in=ids)
    return merges.select_related("kept", "absorbed", "by", "undone_by").order_by("-at", "-pk")
