"""How rare each word is, and how words are spelled: counted by a job, since every article would change it.

What is published or taken down notes by how much it changes the counts, and the job adds the changes up.
"""

from collections import Counter

from django.db import connection

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.core.published import move_revision
from firstpoint.domain.knowledge.actions.indexing import TEXTS, Tally, parts_of
from firstpoint.domain.knowledge.models import Collection, CountChange, Spelling, Stem

CHUNK = 500

TAKE_ALL = """
    WITH taken AS (DELETE FROM knowledge_countchange)
    SELECT version.id, article.audience
    FROM knowledge_articleversion version JOIN knowledge_article article ON article.id = version.article_id
    WHERE version.is_published ORDER BY version.id
"""
ADD_STEMS = """
    MERGE INTO knowledge_stem AS known
    USING unnest(%(stems)s::text[], %(changes)s::int[]) AS said (stem, change)
    ON known.language = %(language)s AND known.stem = said.stem
    WHEN MATCHED AND known.versions + said.change <= 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET versions = known.versions + said.change
    WHEN NOT MATCHED AND said.change > 0 THEN
        INSERT (language, stem, versions) VALUES (%(language)s, said.stem, said.change)
"""
ADD_SPELLINGS = """
    MERGE INTO knowledge_spelling AS known
    USING unnest(%(audiences)s::text[], %(words)s::text[], %(changes)s::int[]) AS said (audience, word, change)
    ON known.language = %(language)s AND known.audience = said.audience AND known.word = said.word
    WHEN MATCHED AND known.versions + said.change <= 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET versions = known.versions + said.change
    WHEN NOT MATCHED AND said.change > 0 THEN
        INSERT (language, audience, word, versions) VALUES (%(language)s, said.audience, said.word, said.change)
"""


@action
def count_words(*, actor: Actor, anew: bool = False) -> list[str]:
    """Count the words of what was published or taken down since the last count; return the languages concerned.

    `anew` counts everything, whatever was counted before. Records search.counted for each language.
    """
    require(actor, "knowledge.count")
    tallies = _take_all() if anew else _take_changes()
    for language, tally in sorted(tallies.items()):
        collection, _is_new = Collection.objects.get_or_create(
            language=language, defaults={"versions": 0, "average_length": 0, "counted_at": clock.now()}
        )
        # Moves the revision, for which all wait who publish or count: from here on nobody else changes the counts.
        record("search.counted", collection, actor=actor, data={"language": language})
        if anew:
            Stem.objects.filter(language=language).delete()
            Spelling.objects.filter(language=language).delete()
            Collection.objects.filter(pk=collection.pk).update(versions=0, average_length=0)
        _add(language, tally)
    return sorted(tallies)


def _take_changes() -> dict[str, Tally]:
    """Take the changes that were noted, and return their sum by language."""
    tallies: dict[str, Tally] = {}
    # What another transaction is counting already is left to it.
    changes = list(CountChange.objects.select_for_update(skip_locked=True))
    for change in changes:
        tally = tallies.setdefault(change.language, Tally())
        tally.versions += change.versions
        tally.length += change.length
        tally.stems.update(change.stems)
        for audience, words in change.spellings.items():
            tally.spellings.setdefault(audience, Counter()).update(words)
    CountChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return tallies


def _take_all() -> dict[str, Tally]:
    """Forget the changes that were noted, and return the sum of everything that is published by language."""
    with connection.cursor() as cursor:
        # Nobody publishes or counts meanwhile.
        move_revision(cursor)
        cursor.execute(TAKE_ALL)
        published = cursor.fetchall()
    tallies = {language: Tally() for language in Collection.objects.values_list("language", flat=True)}
    for start in range(0, len(published), CHUNK):
        audiences = dict(published[start : start + CHUNK])
        versions = TEXTS.in_bulk(audiences)
        for parts in parts_of((version, audiences[version.pk]) for version in versions.values()):
            tallies.setdefault(parts[0].version.language, Tally()).add(parts)
    return tallies


def _add(language: str, tally: Tally) -> None:
    stems = {stem: change for stem, change in tally.stems.items() if change}
    spellings = [
        (audience, word, change)
        for audience, words in tally.spellings.items()
        for word, change in words.items()
        if change
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD_STEMS, {"language": language, "stems": list(stems), "changes": list(stems.values())})
        cursor.execute(
            ADD_SPELLINGS,
            {
                "language": language,
                "audiences": [audience for audience, _word, _change in spellings],
                "words": [word for _audience, word, _change in spellings],
                "changes": [change for _audience, _word, change in spellings],
            },
        )
    known = Collection.objects.get(language=language)
    length = known.versions * known.average_length + tally.length
    known.versions = max(known.versions + tally.versions, 0)
    known.average_length = length / known.versions if known.versions else 0
    known.counted_at = clock.now()
    known.save()
