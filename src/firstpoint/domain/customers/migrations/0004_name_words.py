"""Indexes of large tables without standing in anybody's way, and the words of all names there are, in batches.

Stopped half-way, it goes on where it was: what is kept already is left alone.
"""

import re
import unicodedata
from itertools import combinations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

BATCH = 2_000
JOINING = re.compile(r"['’ʼ`´.]")
WORD = re.compile(r"[^\W_]+")
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def words_of(name):
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(PLAIN)
    words = dict.fromkeys(word[:40] for word in WORD.findall(JOINING.sub("", plain)))
    return sorted(list(words)[:6])


def spellings_of(word):
    beginning, mistakes = word[:20], 0 if len(word) < 3 else 1 if len(word) < 8 else 2
    found = {word, beginning}
    for number in range(1, mistakes + 1):
        for places in combinations(range(len(beginning)), len(beginning) - number):
            found.add("".join(beginning[place] for place in places))
    return found


def keep_name_words(apps, schema_editor):
    customer, name_word, name_spelling = (
        apps.get_model("customers", name) for name in ("Customer", "NameWord", "NameSpelling")
    )
    last, spelt = 0, set()
    while batch := list(customer.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "name")[:BATCH]):
        keys, new = [], set()
        for pk, name in batch:
            words = words_of(name)
            new |= set(words) - spelt
            keys += [
                name_word(word=word, beside=beside, customer_id=pk)
                for word, beside in [*((word, "") for word in words), *combinations(words, 2)]
            ]
        spelt |= new
        name_spelling.objects.bulk_create(
            [name_spelling(spelling=spelling, word=word) for word in sorted(new) for spelling in spellings_of(word)],
            ignore_conflicts=True,
            batch_size=10_000,
        )
        name_word.objects.bulk_create(keys, ignore_conflicts=True, batch_size=10_000)
        last = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0003_facts_merges_and_names")]

    operations = [
        AddIndexConcurrently(
            "customer",
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="customers_merged_into"
            ),
        ),
        AddIndexConcurrently(
            "address",
            models.Index(fields=["key"], condition=~models.Q(key=""), name="customers_address_key"),
        ),
        # Names are found by their words from now on.
        RemoveIndexConcurrently("customer", "customers_name"),
        migrations.RunPython(keep_name_words, migrations.RunPython.noop),
    ]
