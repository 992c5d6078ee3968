"""The words of a customer's name are kept with every change of it, so that a new customer is found at once."""

from django.db import connection

from firstpoint.domain.customers.models import Customer, NameWord
from firstpoint.domain.customers.queries.names import name_keys, spellings

# Spellings of words known already are left alone. All go in order, so that two do not wait for each other in a circle.
INDEX = """
    WITH given (word, spelling) AS (SELECT * FROM unnest(%(spelt)s::text[], %(spellings)s::text[])),
    spelt AS (
        INSERT INTO customers_namespelling (spelling, word)
        SELECT spelling, word FROM given
        WHERE NOT EXISTS (
            SELECT FROM customers_namespelling known WHERE known.spelling = given.word AND known.word = given.word
        )
        ORDER BY word, spelling
        ON CONFLICT DO NOTHING
    )
    INSERT INTO customers_nameword (word, beside, customer_id)
    SELECT word, beside, %(customer)s FROM unnest(%(words)s::text[], %(beside)s::text[]) AS key (word, beside)
    ON CONFLICT DO NOTHING
"""


def index_name(customer: Customer) -> None:
    """Let a new customer, or one with a new name, be found by the words of the name."""
    keys = name_keys(customer.name)
    if not keys:
        return
    spelt = [(word, spelling) for word, beside in keys if not beside for spelling in spellings(word)]
    with connection.cursor() as cursor:
        cursor.execute(
            INDEX,
            {
                "spelt": [word for word, _spelling in spelt],
                "spellings": [spelling for _word, spelling in spelt],
                "words": [word for word, _beside in keys],
                "beside": [beside for _word, beside in keys],
                "customer": customer.pk,
            },
        )


def reindex_name(customer: Customer) -> None:
    """Let a customer be found by the new name alone."""
    NameWord.objects.filter(customer=customer).delete()
    index_name(customer)
