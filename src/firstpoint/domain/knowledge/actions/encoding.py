"""What published versions mean is worked out by a job: a passage takes longer than whoever publishes would wait for."""

import re
from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record_all
from firstpoint.domain.knowledge.models import Article, ArticleVersion, Audience, Meaning
from firstpoint.domain.knowledge.queries.meaning import LANGUAGES, MODEL, SCALE, TITLE_SHARE, is_on

WORD = re.compile(r"\S+")
SENTENCE = re.compile(r"\S.*?(?:[.!?][\"'”’)]*(?=\s)|$)", re.DOTALL)
# About as long as the texts that the model was trained on.
MOST_WORDS = 120
# The end of a longer text is found by its words alone.
MOST_PASSAGES = 50
AT_ONCE = 8
LARGEST = 127
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('knowledge_meaning'))"

Place = tuple[int, int]


@action
def encode_versions(*, actor: Actor, article_id: int | None = None) -> int:
    """Work out what a few published versions mean of which it is not known, the newest first; return how many there were.

    With an article's id, those of this article alone. While another process is at it, none. Records search.encoded.
    """
    require(actor, "knowledge.count")
    waiting = unencoded().order_by("-published_at", "pk").select_related("article")
    if article_id is not None:
        waiting = waiting.filter(article=article_id)
    if not waiting.exists() or not _is_alone():
        return 0
    encoded = [(version, list(_meanings(version))) for version in waiting[:AT_ONCE]]
    # Meanwhile a version may have been withdrawn, or its article be for others.
    articles = Article.objects.filter(versions__in=[version for version, _meaning in encoded])
    audiences = {each.pk: each.audience for each in articles.order_by("pk").select_for_update(of=("self",))}
    still = set(unencoded().filter(article__in=audiences).values_list("pk", flat=True))
    kept = [
        (version, meanings)
        for version, meanings in encoded
        if version.pk in still and audiences[version.article_id] == version.article.audience
    ]
    Meaning.objects.filter(version__in=[version for version, _meanings in kept]).delete()
    Meaning.objects.bulk_create(meaning for _version, meanings in kept for meaning in meanings)
    record_all(
        "search.encoded", [(version.article, {"version": version.pk}) for version, _meanings in kept], actor=actor
    )
    return len(encoded)


def unencoded() -> QuerySet[ArticleVersion]:
    """Return the published versions that a search by meaning cannot find yet; none where there is no such search."""
    languages = [language for language in LANGUAGES if is_on(language)]
    known = Meaning.objects.filter(version=OuterRef("pk"), model=MODEL)
    return ArticleVersion.objects.filter(~Exists(known), language__in=languages, is_published=True)


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        return bool(cursor.fetchone()[0])


def _meanings(version: ArticleVersion) -> Iterator[Meaning]:
    import numpy as np

    from firstpoint.domain.knowledge.queries.encoding import encode

    title = encode(version.title)
    for is_staff_part, text in ((False, version.text), (True, version.staff_text)):
        # What has no text is found by its title.
        for start, end in _places(text) or ([] if is_staff_part else [(0, 0)]):
            passage = encode(text[start:end]) if end else title
            numbers = np.rint(np.concatenate([title, passage]) * SCALE)
            yield Meaning(
                version=version,
                language=version.language,
                audience=Audience.STAFF if is_staff_part else version.article.audience,
                model=MODEL,
                start=start,
                end=end,
                is_staff_part=is_staff_part,
                numbers=np.clip(numbers, -LARGEST, LARGEST).astype(np.int8).tobytes(),
                signs=np.packbits(TITLE_SHARE * title + (1 - TITLE_SHARE) * passage > 0).tobytes(),
            )


def _places(text: str) -> list[Place]:
    return list(islice(passages_of(text), MOST_PASSAGES))


def passages_of(text: str) -> Iterator[Place]:
    """Yield where the passages of a text begin and end: whole sentences, together no more than MOST_WORDS."""
    start = end = words = 0
    for begins, ends, count in _sentences(text):
        if words and words + count > MOST_WORDS:
            yield start, end
            words = 0
        start, end, words = start if words else begins, ends, words + count
    if words:
        yield start, end


def _sentences(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where each sentence begins and ends and how many words it has; one that is too long comes in parts."""
    for sentence in SENTENCE.finditer(text):
        words = list(WORD.finditer(text, *sentence.span()))
        for at in range(0, len(words), MOST_WORDS):
            part = words[at : at + MOST_WORDS]
            yield part[0].start(), part[-1].end(), len(part)
