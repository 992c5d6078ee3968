"""What was noted about readers is summed by day, so that figures are read from few rows however long the past grows."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.domain.knowledge.models import ArticleDay, SearchDay
from firstpoint.domain.knowledge.queries.versions import today
from firstpoint.domain.people.models import PUBLIC_SITE_ID

# What comes of a search may come days later: a form is saved, and sent after a fortnight.
DAYS_UNTIL_SETTLED = 15
# Before anything was ever noted.
BEGINNING = date(2000, 1, 1)

SINCE = "at >= (%(first)s::date::timestamp AT TIME ZONE %(zone)s)"
DAY = "(at AT TIME ZONE %(zone)s)::date"
AUDIENCE = "CASE WHEN actor_id = %(site)s THEN 'public' ELSE 'staff' END"
IS_ANSWERED = "asked_at IS NULL AND followed_id IS NOT NULL AND helpful IS NOT FALSE"

# Put together of constants alone.
SUM_ARTICLES = f"""
    INSERT INTO knowledge_articleday AS known
        (article_id, day, language, audience, reads, helpful, unhelpful, opened, positions, answered, said_yes, asked)
    SELECT noted.article_id, day, noted.language, noted.audience, sum(reads), sum(helpful), sum(unhelpful),
           sum(opened), sum(positions), sum(answered), sum(said_yes), sum(asked)
    FROM (
        SELECT subject_id AS article_id, {DAY} AS day, data ->> 'language' AS language, {AUDIENCE} AS audience,
               (data ->> 'times')::int AS reads, 0 AS helpful, 0 AS unhelpful,
               0 AS opened, 0 AS positions, 0 AS answered, 0 AS said_yes, 0 AS asked
        FROM core_event
        WHERE type = 'article.read' AND subject_type = 'knowledge.article' AND {SINCE}
        UNION ALL
        SELECT version.article_id, {DAY}, version.language, {AUDIENCE},
               0, (data ->> 'helpful')::boolean::int, 1 - (data ->> 'helpful')::boolean::int, 0, 0, 0, 0, 0
        FROM core_event JOIN knowledge_articleversion version ON version.id = (data ->> 'version')::bigint
        WHERE type = 'article.voted' AND subject_type = 'knowledge.article' AND {SINCE}
        UNION ALL
        SELECT followed_id, {DAY}, language, audience, 0, 0, 0,
               1, coalesce(position, 0), ({IS_ANSWERED})::int,
               ({IS_ANSWERED} AND helpful IS TRUE)::int, (asked_at IS NOT NULL)::int
        FROM knowledge_searchmade
        WHERE followed_id IS NOT NULL AND {SINCE}
    ) AS noted JOIN knowledge_article article ON article.id = noted.article_id
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (day, article_id, language, audience) DO UPDATE SET
        reads = excluded.reads, helpful = excluded.helpful, unhelpful = excluded.unhelpful, opened = excluded.opened,
        positions = excluded.positions, answered = excluded.answered, said_yes = excluded.said_yes,
        asked = excluded.asked
    WHERE (known.reads, known.helpful, known.unhelpful, known.opened, known.positions, known.answered, known.said_yes,
           known.asked)
        <> (excluded.reads, excluded.helpful, excluded.unhelpful, excluded.opened, excluded.positions,
            excluded.answered, excluded.said_yes, excluded.asked)
"""  # noqa: S608
SUM_SEARCHES = f"""
    INSERT INTO knowledge_searchday AS known
        (day, language, place, audience, made, empty, unsure, opened, positions, answered, said_yes, asked)
    SELECT {DAY}, language, place, audience,
           count(*), count(*) FILTER (WHERE total = 0), count(*) FILTER (WHERE total > 0 AND NOT has_answer),
           count(followed_id), coalesce(sum(position) FILTER (WHERE followed_id IS NOT NULL), 0),
           count(*) FILTER (WHERE {IS_ANSWERED}), count(*) FILTER (WHERE {IS_ANSWERED} AND helpful IS TRUE),
           count(asked_at)
    FROM knowledge_searchmade
    WHERE {SINCE}
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (day, language, place, audience) DO UPDATE SET
        made = excluded.made, empty = excluded.empty, unsure = excluded.unsure, opened = excluded.opened,
        positions = excluded.positions, answered = excluded.answered, said_yes = excluded.said_yes,
        asked = excluded.asked
    WHERE (known.made, known.empty, known.unsure, known.opened, known.positions, known.answered, known.said_yes,
           known.asked)
        <> (excluded.made, excluded.empty, excluded.unsure, excluded.opened, excluded.positions, excluded.answered,
            excluded.said_yes, excluded.asked)
"""  # noqa: S608


@action
def sum_days(*, actor: Actor, days: int) -> None:
    """Sum today and the days before it, or all since the last sum where that is longer ago.

    A day is one of the agency's calendar. Days before are left as they were summed, so what was noted then may be
    forgotten.
    """
    require(actor, "knowledge.count")
    facts: dict[str, date | str | int] = {"first": _first_day(days), "zone": settings.TIME_ZONE, "site": PUBLIC_SITE_ID}
    with connection.cursor() as cursor:
        cursor.execute(SUM_ARTICLES, facts)
        cursor.execute(SUM_SEARCHES, facts)


def _first_day(days: int) -> date:
    latest = [kind.objects.aggregate(day=Max("day"))["day"] or BEGINNING for kind in (ArticleDay, SearchDay)]
    return min(today() - timedelta(days=days), max(latest))
