"""What search reads of an article is written with it, in the same transaction: it is found by the next query."""

from collections import Counter

from django.db import connection

from firstpoint.domain.knowledge.models import Article, ArticleVersion, Posting
from firstpoint.domain.knowledge.queries.scoring import TITLE_WEIGHT
from firstpoint.domain.knowledge.queries.words import (
    LONGEST_WORD,
    STOP_WORD,
    codes_of,
    composed,
    stems_of,
    words_in,
)

MOST_COUNTED = 32_767

WRITE = """
    INSERT INTO knowledge_posting (language, version_id, length, audience, stem, title, body)
    SELECT %s, %s, %s, %s, stem, title, body
    FROM unnest(%s::text[], %s::smallint[], %s::smallint[]) AS said (stem, title, body)
"""


def index_version(version: ArticleVersion) -> None:
    """Write the postings of a version that is published, inside the caller's transaction."""
    title = composed(" ".join([version.title, *version.keywords]))
    body = composed(f"{version.summary} {version.text}")
    title_words, body_words = words_in(title), words_in(body)
    stems = stems_of({word.text for word in (*title_words, *body_words)}, version.language)
    in_title = Counter([*(stems[word.text] for word in title_words), *codes_of(title_words, title)])
    in_body = Counter([*(stems[word.text] for word in body_words), *codes_of(body_words, body)])
    # Of stop words those of titles alone help anybody.
    said = [stem for stem in in_title.keys() | in_body.keys() if not stem.startswith(STOP_WORD) or stem in in_title]
    values = (
        version.language,
        version.pk,
        TITLE_WEIGHT * len(title_words) + len(body_words),
        version.article.audience,
        [stem[: LONGEST_WORD + 1] for stem in said],
        [min(in_title[stem], MOST_COUNTED) for stem in said],
        [0 if stem.startswith(STOP_WORD) else min(in_body[stem], MOST_COUNTED) for stem in said],
    )
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def forget_version(version: ArticleVersion) -> None:
    """Take a version that is not published any more out of the search."""
    Posting.objects.filter(version=version).delete()


def follow_audience(article: Article) -> None:
    """Let those find an article whom it is for by now."""
    Posting.objects.filter(version__article=article).exclude(audience=article.audience).update(
        audience=article.audience
    )
