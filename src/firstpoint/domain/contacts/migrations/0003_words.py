"""Words of messages, found by an index: each word with the week in which it was written, so that the newest come first.

A word alone stands in too many messages to sort; a word of one week stands in few. What machines write again and again,
receipts and notices, is not in it.
"""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION contacts_words(text text, at timestamptz) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT coalesce(array_agg(DISTINCT floor(extract(epoch FROM at) / 604800)::int || ' ' || word), '{}')
        FROM regexp_split_to_table(
            translate(
                lower(left(text, 20000)),
                'áàâäãåéèêëíìîïóòôöõúùûüñçý', 'aaaaaaeeeeiiiiooooouuuuncy'
            ),
            '[^[:alnum:]]+'
        ) AS word
        WHERE length(word) BETWEEN 2 AND 40
    $$
"""
INDEX = """
    CREATE INDEX CONCURRENTLY contacts_message_words ON contacts_message
    USING gin (contacts_words(subject || ' ' || body, at))
    WHERE kind IN ('enquiry', 'answer', 'request', 'outcome')
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0002_held_messages")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION contacts_words(text, timestamptz)"),
        migrations.RunSQL(INDEX, "DROP INDEX CONCURRENTLY contacts_message_words"),
    ]
