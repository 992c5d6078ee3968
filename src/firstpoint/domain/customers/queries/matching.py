"""Who may be the same person as a customer, and what speaks for it.

Suggestions are worked out each time and never kept as truth; somebody decides. Whoever has an e-mail address, phone, address
or whole name in common is looked up by index, a few of each; what that many share says nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from firstpoint.core.access import Actor
from firstpoint.domain.customers.models import Customer, Evidence, NotTheSame
from firstpoint.domain.customers.queries.identity import addresses_of, contact_points_of, identity_ids, kept_ids
from firstpoint.domain.customers.queries.names import are_similar, name_words
from firstpoint.domain.customers.rights import visible_to

MOST_SUGGESTED = 5
MOST_SHARING = 20
MOST_OF_A_NAME = 5
# What each piece of evidence weighs, and what makes a suggestion. A shared contact point of two quite different names is
# often a family's; two of them, or one that both have proved, are more than that.
WEIGHT = {
    Evidence.PROVED_EMAIL: 6,
    Evidence.PROVED_PHONE: 5,
    Evidence.SAME_EMAIL: 4,
    Evidence.SAME_PHONE: 3,
    Evidence.SAME_BIRTH_DATE: 3,
    Evidence.SAME_NAME: 3,
    Evidence.SIMILAR_NAME: 2,
    Evidence.SAME_ADDRESS: 2,
}
ENOUGH, ENOUGH_OF_DIFFERENT_NAMES = 3, 6

SHARING = """
    SELECT other.customer_id,
        CASE WHEN other.verified_at IS NULL OR mine.verified_at IS NULL THEN 'same_' ELSE 'proved_' END || mine.kind
    FROM customers_contactpoint mine
    CROSS JOIN LATERAL (
        SELECT customer_id, verified_at FROM customers_contactpoint other
        WHERE other.value = mine.value AND other.kind = mine.kind AND other.customer_id <> ALL(%(ids)s)
        LIMIT %(most)s
    ) other
    WHERE mine.customer_id = ANY(%(ids)s)
    UNION
    SELECT other.customer_id, 'same_address' FROM customers_address mine
    CROSS JOIN LATERAL (
        SELECT customer_id FROM customers_address other
        WHERE other.key = mine.key AND other.key <> '' AND other.customer_id <> ALL(%(ids)s)
        LIMIT %(most)s
    ) other
    WHERE mine.customer_id = ANY(%(ids)s) AND mine.key <> ''
    UNION
    (SELECT customer_id, 'name' FROM customers_nameword
    WHERE word = %(word)s AND beside = %(beside)s AND customer_id <> ALL(%(ids)s)
    LIMIT %(most)s)
"""


@dataclass(frozen=True, slots=True)
class Match:
    """A customer who may be the same as another, with the evidence, the strongest first."""

    customer: Customer
    evidence: list[Evidence]

    @property
    def weight(self) -> int:
        """How much the evidence weighs together."""
        return sum(WEIGHT[code] for code in self.evidence)


def suggest_matches(actor: Actor, customer: Customer) -> list[Match]:
    """Return the customers who are most likely the same as this kept customer, without those found to be others."""
    ids = identity_ids(customer.pk)
    shared = _shared(ids, customer.name) if customer.staff_id is None else {}
    if not shared:
        return []
    refused = _refused(ids)
    others = visible_to(actor).filter(pk__in=shared.keys() - refused, staff=None)
    matches = [Match(other, _evidence(customer, other, shared[other.pk])) for other in others]
    enough = [match for match in matches if _is_enough(customer, match)]
    return sorted(enough, key=lambda match: (-match.weight, -match.customer.pk))[:MOST_SUGGESTED]


def evidence_of(customer: Customer, other: Customer) -> list[Evidence]:
    """Return what speaks for two kept customers being one, the strongest first."""
    ids, other_ids = identity_ids(customer.pk), identity_ids(other.pk)
    mine, theirs = (
        {(point.kind, point.value): point for point in contact_points_of(which)} for which in (ids, other_ids)
    )
    shared = {
        ("proved_" if mine[key].verified_at and theirs[key].verified_at else "same_") + key[0]
        for key in mine.keys() & theirs.keys()
    }
    if {address.key for address in addresses_of(ids) if address.key} & {
        address.key for address in addresses_of(other_ids)
    }:
        shared.add(Evidence.SAME_ADDRESS)
    names, other_names = (
        Customer.objects.filter(pk__in=which).values_list("name", flat=True) for which in (ids, other_ids)
    )
    if any(are_similar(name, other_name) for name in names for other_name in other_names):
        shared.add("name")
    return _evidence(customer, other, shared)


def _shared(ids: Sequence[int], name: str) -> dict[int, set[str]]:
    """Return what other kept customers have in common with an identity set, as far as an index tells it."""
    word, beside = _rarest_key(name)
    with connection.cursor() as cursor:
        cursor.execute(SHARING, {"ids": list(ids), "word": word, "beside": beside, "most": MOST_SHARING + 1})
        rows: list[tuple[int, str]] = cursor.fetchall()
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, code in rows:
        holders[code].append(pk)
    kept = kept_ids({pk for pk, _code in rows}) if rows else {}
    shared: dict[int, set[str]] = defaultdict(set)
    for code, sharing in holders.items():
        if len(sharing) <= (MOST_OF_A_NAME if code == "name" else MOST_SHARING):
            for pk in sharing:
                shared[kept.get(pk, pk)].add(code)
    return shared


def _rarest_key(name: str) -> tuple[str, str]:
    """Return the two longest words of a name, which are probably the rarest, as they are kept; or its one word."""
    words = sorted(sorted(name_words(name), key=len)[-2:])
    return (words[0], words[1]) if len(words) == 2 else ("".join(words), "")


def _refused(ids: Collection[int]) -> set[int]:
    """Return the kept customers who were found to be somebody else than this identity set."""
    pairs = NotTheSame.objects.filter(Q(first__in=ids) | Q(second__in=ids)).values_list("first", "second")
    others = {pk for pair in pairs for pk in pair} - set(ids)
    return set(kept_ids(others).values()) if others else set()


def _evidence(customer: Customer, other: Customer, shared: Collection[str]) -> list[Evidence]:
    """Weigh what is shared with the facts of the kept ones; "name" stands for a name that one of them was merged with."""
    found = {Evidence(code) for code in shared if code in Evidence.values}
    for proved, same in ((Evidence.PROVED_EMAIL, Evidence.SAME_EMAIL), (Evidence.PROVED_PHONE, Evidence.SAME_PHONE)):
        if proved in found:
            found.discard(same)
    words = name_words(customer.name)
    if words and words == name_words(other.name):
        found.add(Evidence.SAME_NAME)
    elif "name" in shared or are_similar(customer.name, other.name):
        found.add(Evidence.SIMILAR_NAME)
    if customer.born_on and customer.born_on == other.born_on:
        found.add(Evidence.SAME_BIRTH_DATE)
    return sorted(found, key=lambda code: (-WEIGHT[code], code))


def _is_enough(customer: Customer, match: Match) -> bool:
    names_differ = (
        customer.name != ""
        and match.customer.name != ""
        and not {Evidence.SAME_NAME, Evidence.SIMILAR_NAME} & set(match.evidence)
    )
    born_differently = customer.born_on and match.customer.born_on and customer.born_on != match.customer.born_on
    if born_differently:
        return False
    return match.weight >= (ENOUGH_OF_DIFFERENT_NAMES if names_differ else ENOUGH)
