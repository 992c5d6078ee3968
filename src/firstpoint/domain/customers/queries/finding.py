"""Finding customers by name, e-mail or phone, however it was typed, at a cost that does not grow with their number.

A name is found by its words: first as typed, then by words that begin so or that a slip turns into what was typed. Every
step looks into an index and takes a bounded number of rows, the newest first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.forms.text_fields import PhoneField
from firstpoint.domain.customers.models import ContactPoint, Customer
from firstpoint.domain.customers.queries.identity import kept_ids
from firstpoint.domain.customers.queries.names import is_mistyped, name_words, spellings
from firstpoint.domain.customers.rights import visible_to

MOST_FOUND = 50
# Words of names that one typed word may stand for.
MOST_LIKE = 30
SHORTEST_BEGINNING = 2
# Comes after every letter. LIKE would not use the index for beginnings that come from a table.
LAST_LETTER = "\U0010ffff"

LIKE = """
    SELECT word FROM customers_namespelling WHERE spelling = ANY(%(spellings)s)
    UNION
    SELECT begun.word
    FROM unnest(%(begun)s::text[]) AS typed (word)
    CROSS JOIN LATERAL (
        SELECT word FROM customers_namespelling begun
        WHERE begun.spelling = begun.word AND begun.word ~>=~ typed.word AND begun.word ~<~ (typed.word || %(last)s)
        ORDER BY begun.word USING ~<~ LIMIT %(most)s
    ) begun
"""
# The newest of each pair of words, so that what very many are called costs no more than what few are.
HOLDERS = """
    SELECT DISTINCT holder.customer_id
    FROM unnest(%(words)s::text[], %(beside)s::text[]) AS key (word, beside)
    CROSS JOIN LATERAL (
        SELECT customer_id FROM customers_nameword held
        WHERE held.word = key.word AND held.beside = key.beside {further}
        ORDER BY customer_id DESC LIMIT %(most)s
    ) holder
    ORDER BY customer_id DESC LIMIT %(most)s
"""
FURTHER = """
    AND EXISTS (
        SELECT FROM customers_nameword further
        WHERE further.customer_id = held.customer_id AND further.beside = '' AND further.word = ANY(%(further{number})s)
    )
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Customers who were found, the likeliest first; `is_cut` when there are more than are shown."""

    customers: list[Customer]
    is_cut: bool = False


def customer_list(actor: Actor) -> QuerySet[Customer]:
    """Return all customers of the public, newest first; of those who were merged the kept one."""
    customers = visible_to(actor).filter(merged_into=None, staff=None).prefetch_related("contact_points")
    return customers.order_by("-created_at", "-id")


def find_customers(actor: Actor, typed: str) -> Found:
    """Return who is meant by a name, a whole e-mail address or a whole phone number; of those merged, the kept one."""
    ids = _holders_of_point(typed)
    if ids is None:
        words = name_words(typed)
        # An initial beside a word says too little to look for.
        ids = _named([word for word in words if len(word) > 1 or not word.isascii()] or words)
    kept = kept_ids(ids)
    once = list(dict.fromkeys(kept[pk] for pk in ids if pk in kept))
    rows = visible_to(actor).filter(pk__in=once).prefetch_related("contact_points").in_bulk()
    customers = [rows[pk] for pk in once if pk in rows]
    return Found(customers[:MOST_FOUND], is_cut=len(customers) > MOST_FOUND)


def _holders_of_point(typed: str) -> list[int] | None:
    """Return who has this contact point, newest first; None for what is none."""
    value = typed.strip().lower()
    if "@" not in value:
        try:
            value = PhoneField(country="US").clean(value)
        except ValidationError:
            return None
    holders = ContactPoint.objects.filter(value=value).values_list("customer_id", flat=True)
    return sorted(set(holders[: MOST_FOUND + 1]), reverse=True)


def _named(typed: Sequence[str]) -> list[int]:
    """Return whose name has all the words: first those who have them as typed."""
    if not typed:
        return []
    found = _holders([[word] for word in typed])
    if len(found) <= MOST_FOUND:
        like = _like(typed)
        found += [pk for pk in _holders([like[word] for word in typed]) if pk not in set(found)]
    return found[: MOST_FOUND + 1]


def _like(typed: Collection[str]) -> dict[str, list[str]]:
    """Return the words of names that each typed word may stand for: itself, what begins so, what a slip makes of it."""
    begun = [word for word in typed if len(word) >= SHORTEST_BEGINNING]
    spelt = sorted({spelling for word in typed for spelling in spellings(word)})
    with connection.cursor() as cursor:
        cursor.execute(LIKE, {"spellings": spelt, "begun": begun, "last": LAST_LETTER, "most": MOST_LIKE})
        words = sorted((word for (word,) in cursor.fetchall()), key=lambda word: (len(word), word))
    return {
        meant: [
            *(word for word in words if word.startswith(meant) and (word == meant or meant in begun)),
            *(word for word in words if not word.startswith(meant) and is_mistyped(meant, word)),
        ][:MOST_LIKE]
        for meant in typed
    }


def _holders(wanted: Sequence[Collection[str]]) -> list[int]:
    """Return the newest customers who have one word of each group in their name.

    The two groups of which the fewest words are meant, and of those the longest words, are looked up as pairs.
    """
    groups = sorted(wanted, key=lambda words: (len(words), -max(map(len, words), default=0)))
    if not all(groups):
        return []
    if len(groups) == 1:
        keys = [(word, "") for word in groups[0]]
    else:
        keys = sorted({(min(pair), max(pair)) for pair in product(*groups[:2]) if pair[0] != pair[1]})
    further = {f"further{number}": list(words) for number, words in enumerate(groups[2:])}
    conditions = " ".join(FURTHER.format(number=number) for number in range(len(further)))
    with connection.cursor() as cursor:
        cursor.execute(
            HOLDERS.format(further=conditions),
            {
                "words": [word for word, _beside in keys],
                "beside": [beside for _word, beside in keys],
                "most": MOST_FOUND + 1,
                **further,
            },
        )
        return [pk for (pk,) in cursor.fetchall()]
