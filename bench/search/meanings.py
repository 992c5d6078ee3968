"""Vectors for many made-up articles: to work out what they mean would take hours, and costs a search the same.

A sample of the articles gets its own; every passage of the others gets those of a passage of the sample, shaken, so that
as many are near a question, and as far from each other, as among real ones.
"""

import numpy as np

from django.db import connection

from firstpoint.domain.knowledge.actions import encode_versions
from firstpoint.domain.knowledge.actions.encoding import LARGEST, passages_of, unencoded
from firstpoint.domain.knowledge.models import Meaning
from firstpoint.domain.knowledge.queries.meaning import MODEL, SCALE, TITLE_SHARE
from firstpoint.domain.people.models import SYSTEM

SEED = 13
SAMPLE, CHUNK = 200, 1000
SHAKEN = 0.02 * SCALE
COLUMNS = 'version_id, language, audience, model, start, "end", is_staff_part, numbers, signs'


def make() -> None:
    """Give every published version vectors of its own or of others."""
    while unencoded().exists() and Meaning.objects.values("version").distinct().count() < SAMPLE:
        encode_versions(actor=SYSTEM)
    real = np.array([np.frombuffer(numbers, np.int8) for numbers in Meaning.objects.values_list("numbers", flat=True)])
    draw = np.random.default_rng(SEED)
    waiting = list(unencoded().values_list("pk", "language", "article__audience", "text"))
    for start in range(0, len(waiting), CHUNK):
        places = [
            (pk, language, audience, MODEL, *place, False)
            for pk, language, audience, text in waiting[start : start + CHUNK]
            for place in passages_of(text)
        ]
        numbers = real[draw.integers(len(real), size=len(places))] + draw.normal(
            0, SHAKEN, (len(places), real.shape[1])
        )
        stored = np.clip(np.rint(numbers), -LARGEST, LARGEST).astype(np.int8)
        titles, passages = np.split(stored.astype(np.float32), 2, axis=1)
        signs = np.packbits(TITLE_SHARE * titles + (1 - TITLE_SHARE) * passages > 0, axis=1)
        with connection.cursor() as cursor, cursor.copy(f"COPY knowledge_meaning ({COLUMNS}) FROM STDIN") as rows:
            for place, each, sign in zip(places, stored, signs, strict=True):
                rows.write_row((*place, each.tobytes(), sign.tobytes()))
