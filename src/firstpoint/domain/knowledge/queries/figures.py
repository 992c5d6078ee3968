"""How articles and searches do: figures for editors, over a period that the caller chooses.

Votes are read from the journal, by its index of what happened to articles; searches from their own table, by time.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from firstpoint.core.access import Actor, require
from firstpoint.domain.knowledge.models import Audience, SearchMade
from firstpoint.domain.people.models import PUBLIC_SITE_ID

MOST_SCORES = 200

SCORES = """
    WITH votes AS (
        SELECT (data ->> 'version')::bigint AS version_id, (data ->> 'helpful')::boolean AS is_helpful
        FROM core_event
        WHERE type = 'article.voted' AND subject_type = 'knowledge.article' AND at >= %(since)s AND at < %(until)s
    ), counted AS (
        SELECT version.article_id, version.language,
               count(*) FILTER (WHERE is_helpful) AS helpful, count(*) FILTER (WHERE NOT is_helpful) AS unhelpful
        FROM votes JOIN knowledge_articleversion version ON version.id = version_id
        GROUP BY version.article_id, version.language
    )
    SELECT article.slug, counted.language, said.title, helpful, unhelpful
    FROM counted
    JOIN knowledge_article article ON article.id = article_id
    JOIN knowledge_articleversion said
        ON said.article_id = counted.article_id AND said.language = counted.language AND said.is_published
    ORDER BY unhelpful - helpful DESC, article.slug, counted.language
    LIMIT %(most)s
"""

READS = """
    SELECT article.slug, data ->> 'language' AS language, (actor_id = %(site)s) AS is_public,
           sum((data ->> 'times')::bigint)::bigint AS times
    FROM core_event JOIN knowledge_article article ON article.id = subject_id
    WHERE type = 'article.read' AND subject_type = 'knowledge.article' AND at >= %(since)s AND at < %(until)s
    GROUP BY 1, 2, 3 ORDER BY times DESC, slug, language LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Score:
    """How many readers of an article in one language said that it helped them, and how many that it did not."""

    slug: str
    language: str
    title: str
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class Reads:
    """How often an article was read in one language, by the public or by staff."""

    slug: str
    language: str
    is_public: bool
    times: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the public's searches in one language from one place. `said_yes` are among the `answered`."""

    language: str
    place: str
    made: int
    answered: int
    said_yes: int
    asked: int
    left: int


def scores(actor: Actor, since: datetime, until: datetime, most: int = MOST_SCORES) -> list[Score]:
    """Return the votes by article and language in the period, those whose readers need help most first; one query.

    Articles that are no longer published in the language are left out. Raises NotPermitted.
    """
    require(actor, "knowledge.see_figures")
    with connection.cursor() as cursor:
        cursor.execute(SCORES, {"since": since, "until": until, "most": most})
        return [Score(*row) for row in cursor.fetchall()]


def reads(actor: Actor, since: datetime, until: datetime, most: int = MOST_SCORES) -> list[Reads]:
    """Return how often articles were read in the period, the most read first; one query. Raises NotPermitted.

    The language is that of the words that were read. What robots that name themselves fetched is not in it.
    """
    require(actor, "knowledge.see_figures")
    with connection.cursor() as cursor:
        cursor.execute(READS, {"site": PUBLIC_SITE_ID, "since": since, "until": until, "most": most})
        return [Reads(*row) for row in cursor.fetchall()]


def outcomes(actor: Actor, since: datetime, until: datetime) -> list[Outcomes]:
    """Return what came of the public's searches in the period, by language and place; one query. Raises NotPermitted.

    A search counts once, in one of three ways. Asked: a form was sent that carried the search along. Answered: a result
    was opened, no form followed, and the reader did not say that it did not help; only `said_yes` of them told us that
    it did. Left: all others, who opened nothing or said no, and did not ask here.

    What the figures cannot know: nobody is followed from search to search, so somebody who searches twice counts twice;
    a call, a visit or a form sent later or from another device is no "asked"; who reads without searching counts only
    among the reads; and a robot that passes for a person counts as one.
    """
    require(actor, "knowledge.see_figures")
    asked = Q(asked_at__isnull=False)
    opened = Q(asked_at=None, followed__isnull=False) & ~Q(helpful=False)
    searches = SearchMade.objects.filter(audience=Audience.PUBLIC, at__gte=since, at__lt=until)
    rows = (
        searches.values("language", "place")
        .annotate(
            made=Count("pk"),
            asked=Count("pk", filter=asked),
            answered=Count("pk", filter=opened),
            said_yes=Count("pk", filter=opened & Q(helpful=True)),
        )
        .order_by("language", "place")
    )
    return [Outcomes(**row, left=row["made"] - row["asked"] - row["answered"]) for row in rows]
