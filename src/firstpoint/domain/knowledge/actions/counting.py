"""How rare each word is, and how words are spelled: counted by a job, since every article would change it."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection
from django.db.models import Max

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.knowledge.models import ArticleVersion, Collection, Spelling
from firstpoint.domain.knowledge.queries.words import composed, words_in

FORGET_STEMS = "DELETE FROM knowledge_stem WHERE language = %(language)s"
COUNT_STEMS = """
    INSERT INTO knowledge_stem (language, stem, versions)
    SELECT language, stem, count(*) FROM knowledge_posting WHERE language = %(language)s GROUP BY language, stem
"""
LENGTHS = """
    SELECT count(*), coalesce(avg(length), 0)
    FROM (SELECT DISTINCT version_id, length FROM knowledge_posting WHERE language = %s) AS version
"""


@action
def count_words(*, actor: Actor) -> list[str]:
    """Count the words of each language in which something was published since the last count; return those languages.

    Records search.counted for each.
    """
    require(actor, "knowledge.count")
    newest = ArticleVersion.objects.filter(is_published=True).values_list("language").annotate(at=Max("published_at"))
    counted = dict(Collection.objects.values_list("language", "counted_at"))
    changed = [
        language
        for language, at in newest.order_by("language")
        if counted.get(language) is None or at > counted[language]
    ]
    for language in changed:
        collection = _count(language)
        record("search.counted", collection, actor=actor, data={"language": language})
    return changed


def _count(language: str) -> Collection:
    with connection.cursor() as cursor:
        for statement in (FORGET_STEMS, COUNT_STEMS):
            cursor.execute(statement, {"language": language})
        cursor.execute(LENGTHS, [language])
        versions, average = cursor.fetchone()
    Spelling.objects.filter(language=language).delete()
    Spelling.objects.bulk_create(_spellings(language), batch_size=5000)
    values = {"versions": versions, "average_length": average, "counted_at": clock.now()}
    return Collection.objects.update_or_create(language=language, defaults=values)[0]


def _spellings(language: str) -> Iterator[Spelling]:
    """Yield the words of a language by audience, as they are written but for accents, with how many versions hold each."""
    said: dict[str, Counter[str]] = {}
    published = ArticleVersion.objects.filter(language=language, is_published=True)
    columns = ("article__audience", "title", "summary", "keywords", "text")
    for audience, title, summary, keywords, text in published.values_list(*columns).iterator(500):
        words = words_in(composed(" ".join([title, summary, *keywords, text])))
        said.setdefault(audience, Counter()).update({word.text for word in words})
    for audience, counted in said.items():
        for word, versions in counted.items():
            yield Spelling(language=language, audience=audience, word=word, versions=versions)
