"""What readers lack: searches without a good answer or followed by a contact, articles that help few, what is behind.

Each finding stands on the list until something was done about it: then it is gone by itself, or for a while because
somebody took it off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.models import (
    Article,
    ArticleComment,
    ArticleDraft,
    ArticleVersion,
    Dismissal,
    FindingKind,
)
from firstpoint.domain.knowledge.queries.articles import in_language
from firstpoint.domain.knowledge.queries.versions import today
from firstpoint.domain.knowledge.rights import require_drafting

MOST_FINDINGS = 100
SEARCHES_DAYS = 30
VOTES_DAYS = 90
DISMISSED_DAYS = 90
# Fewer votes say little about an article.
FEWEST_VOTES = 5
LOW_SHARE = 0.6

# Words are one finding however they are capitalised. One that was answered since is none.
UNANSWERED = """
    SELECT words, language, times, nothing, latest_at
    FROM (
        SELECT lower(text) AS words, language, count(*) AS times, count(*) FILTER (WHERE total = 0) AS nothing,
               max(at) AS latest_at
        FROM knowledge_searchmade
        WHERE NOT has_answer AND NOT text = '' AND at >= %(since)s AND audience = 'public'
        GROUP BY 1, 2
    ) AS made
    WHERE NOT EXISTS (
        SELECT FROM knowledge_dismissal dismissal
        WHERE kind = %(kind)s AND dismissal.language = made.language AND dismissal.words = made.words
          AND dismissal.at >= %(dismissed_since)s
    ) AND NOT EXISTS (
        SELECT FROM knowledge_searchmade since
        WHERE since.language = made.language AND lower(since.text) = made.words AND NOT since.text = ''
          AND since.at > made.latest_at AND has_answer
    )
    ORDER BY times DESC, latest_at DESC, words
    LIMIT %(most)s
"""
ASKED = """
    SELECT words, language, times, latest_at, article.slug,
           (SELECT count(*) FROM knowledge_searchmade every
            WHERE every.language = asked.language AND lower(every.text) = asked.words AND NOT every.text = ''
              AND every.at >= %(since)s AND every.audience = 'public') AS searches
    FROM (
        SELECT lower(text) AS words, language, count(*) AS times, max(at) AS latest_at,
               mode() WITHIN GROUP (ORDER BY followed_id) AS article_id
        FROM knowledge_searchmade
        WHERE asked_at IS NOT NULL AND NOT text = '' AND at >= %(since)s AND audience = 'public'
        GROUP BY 1, 2
    ) AS asked
    LEFT JOIN knowledge_article article ON article.id = asked.article_id
    WHERE NOT EXISTS (
        SELECT FROM knowledge_dismissal dismissal
        WHERE kind = %(kind)s AND dismissal.language = asked.language AND dismissal.words = asked.words
          AND dismissal.at >= %(dismissed_since)s
    )
    ORDER BY times DESC, latest_at DESC, words
    LIMIT %(most)s
"""
# What was voted before the words that are published now says nothing of them.
LOW = """
    SELECT article.slug, version.language, version.title, helpful, unhelpful, comments
    FROM (
        SELECT day.article_id, day.language, sum(helpful) AS helpful, sum(unhelpful) AS unhelpful
        FROM knowledge_articleday day
        JOIN knowledge_articleversion version
            ON version.article_id = day.article_id AND version.language = day.language AND version.is_published
        WHERE day >= %(first)s AND audience = 'public' AND (helpful > 0 OR unhelpful > 0)
          AND day > (version.published_at AT TIME ZONE %(zone)s)::date
        GROUP BY 1, 2
        HAVING sum(helpful) + sum(unhelpful) >= %(fewest)s
           AND sum(helpful) < %(share)s * (sum(helpful) + sum(unhelpful))
    ) AS voted
    JOIN knowledge_article article ON article.id = voted.article_id
    JOIN knowledge_articleversion version
        ON version.article_id = article.id AND version.language = voted.language AND version.is_published
    CROSS JOIN LATERAL (
        SELECT count(*) AS comments FROM knowledge_articlecomment comment
        WHERE comment.article_id = article.id AND comment.language = voted.language AND settled_at IS NULL
    ) AS said
    WHERE NOT EXISTS (
        SELECT FROM knowledge_articledraft draft
        WHERE draft.article_id = article.id AND draft.language = voted.language
    ) AND NOT EXISTS (
        SELECT FROM knowledge_dismissal dismissal
        WHERE kind = %(kind)s AND dismissal.language = voted.language AND dismissal.article_id = article.id
          AND dismissal.at >= %(dismissed_since)s
    )
    ORDER BY unhelpful - helpful DESC, article.slug, version.language
    LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words that were searched for without a good answer; `nothing` of the times nothing at all was found."""

    words: str
    language: str
    times: int
    nothing: int
    latest_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Words whose search was followed by a contact, and the article that was opened before most of these, if any."""

    words: str
    language: str
    times: int
    latest_at: datetime
    slug: str | None
    searches: int


@dataclass(frozen=True, slots=True)
class Low:
    """An article that few of its voters found helpful, with how many comments on it wait to be read."""

    slug: str
    language: str
    title: str
    helpful: int
    unhelpful: int
    comments: int

    @property
    def votes(self) -> int:
        """How many said whether it helped."""
        return self.helpful + self.unhelpful


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the list shows, each kind up to MOST_FINDINGS."""

    unanswered: Sequence[Unanswered]
    asked: Sequence[Asked]
    low: Sequence[Low]
    stale: Sequence[ArticleVersion]
    overdue: Sequence[ArticleVersion]


def findings(actor: Actor) -> Findings:
    """Return what readers lack; five queries. Raises NotPermitted."""
    require_drafting(actor)
    now = clock.now()
    facts: dict[str, Any] = {
        "since": now - timedelta(days=SEARCHES_DAYS),
        "dismissed_since": now - timedelta(days=DISMISSED_DAYS),
        "first": today() - timedelta(days=VOTES_DAYS),
        "zone": settings.TIME_ZONE,
        "fewest": FEWEST_VOTES,
        "share": LOW_SHARE,
        "most": MOST_FINDINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNANSWERED, {**facts, "kind": FindingKind.UNANSWERED})
        unanswered = [Unanswered(*row) for row in cursor.fetchall()]
        cursor.execute(ASKED, {**facts, "kind": FindingKind.ASKED})
        asked = [Asked(*row) for row in cursor.fetchall()]
        cursor.execute(LOW, {**facts, "kind": FindingKind.LOW})
        low = [Low(*row) for row in cursor.fetchall()]
    return Findings(
        unanswered, asked, low, list(stale()[:MOST_FINDINGS]), list(overdue(actor.language)[:MOST_FINDINGS])
    )


def stale() -> QuerySet[ArticleVersion]:
    """Return the translations whose source was published anew and that nobody works on, the longest behind first.

    Each with `source_number` and `source_at`, of the text that it should say again.
    """
    source = ArticleVersion.objects.filter(
        article=OuterRef("article"), language=settings.LANGUAGE_CODE, is_published=True
    )
    drafts = ArticleDraft.objects.filter(article=OuterRef("article"), language=OuterRef("language"))
    return (
        ArticleVersion.objects.filter(is_published=True, translates__is_published=False)
        .annotate(source_number=source.values("number"), source_at=source.values("published_at"))
        .filter(~Exists(drafts), source_number__isnull=False)
        .select_related("article")
        .defer("body", "html", "text")
        .order_by("source_at", "pk")
    )


def overdue(language: str) -> QuerySet[ArticleVersion]:
    """Return the published articles whose review-by date has passed, the longest first, as a reader gets them."""
    due = Article.objects.filter(review_by__lte=today())
    return in_language(due, language).select_related("article__owner").order_by("article__review_by", "pk")


def dismissals(actor: Actor) -> QuerySet[Dismissal]:
    """Return what was taken off the list and still is, the newest first. Raises NotPermitted."""
    require_drafting(actor)
    since = clock.now() - timedelta(days=DISMISSED_DAYS)
    return Dismissal.objects.filter(at__gte=since).select_related("article", "by").order_by("-at", "-pk")


def comment_list(
    actor: Actor, *, slug: str = "", language: str = "", helpful: bool | None = None, is_new: bool = True
) -> QuerySet[ArticleComment]:
    """Return what readers said of articles, the newest first; `is_new` leaves out what was settled.

    Raises NotPermitted.
    """
    require_drafting(actor)
    comments = ArticleComment.objects.select_related("article", "version", "settled_by")
    if slug:
        comments = comments.filter(article__slug=slug)
    if language:
        comments = comments.filter(language=language)
    if helpful is not None:
        comments = comments.filter(helpful=helpful)
    if is_new:
        comments = comments.filter(settled_at=None)
    return comments.defer("version__body", "version__html", "version__text").order_by("-at", "-pk")
