"""Figures about articles and searches: they count right, only within the period, and only for who may see them."""

from collections import Counter
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from django.db import connection

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotPermitted
from firstpoint.domain.knowledge.actions import Notes, Search, Step, vote, write_notes
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.figures import Outcomes, Reads, Score, outcomes, reads, scores
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import Role, public_site

pytestmark = pytest.mark.django_db

EDITOR = Actor(id=100, roles=frozenset({Role.EDITOR}))
DAY = timedelta(days=1)


def period() -> tuple[object, object]:
    return clock.now() - DAY, clock.now() + DAY


def cast(slug: str, language: str, *votes: bool) -> None:
    for helpful in votes:
        vote(slug, actor=public_site(), language=language, helpful=helpful)


def test_scores_count_votes_by_article_and_language_those_in_need_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    an_article("bill", english(), spanish())
    an_article("leak", english("A leak"))
    cast("bill", "en", True, True, False)
    cast("bill", "es", False, False)
    cast("leak", "en", False)
    an_article("bill", english(title="Pay a bill"))
    cast("bill", "en", False)
    with django_assert_num_queries(1):
        found = scores(EDITOR, *period())  # type: ignore[arg-type]
    assert found == [
        Score("bill", "es", "Pague el agua", 0, 2),
        Score("leak", "en", "A leak", 0, 1),
        Score("bill", "en", "Pay a bill", 2, 2),
    ]
    assert scores(EDITOR, *period(), most=1) == found[:1]  # type: ignore[arg-type]


def test_scores_are_those_of_the_period() -> None:
    an_article("bill")
    cast("bill", "en", True)
    now = clock.now()
    assert scores(EDITOR, now, now + DAY)
    assert not scores(EDITOR, now - DAY, now)
    assert not scores(EDITOR, now + DAY, now + 2 * DAY)


def test_the_journal_is_read_by_its_index_of_articles() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT data FROM core_event WHERE type = %s AND subject_type = 'knowledge.article' AND at >= %s",
            ["article.voted", clock.now()],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "type_at_idx" in plan, plan


def test_reads_tell_the_public_from_staff() -> None:
    an_article("bill", english(), spanish())
    script = an_article("script", english("Script"), audience=Audience.STAFF)
    public = Notes(reads=Counter({("bill", "en"): 5, ("bill", "es"): 1, (script.slug, "en"): 9}))
    write_notes(public, actor=public_site())
    write_notes(Notes(reads=Counter({("bill", "en"): 2, (script.slug, "en"): 1})), actor=EDITOR)
    assert reads(EDITOR, *period()) == [  # type: ignore[arg-type]
        Reads("bill", "en", True, 5),
        Reads("bill", "en", False, 2),
        Reads("bill", "es", True, 1),
        Reads("script", "en", False, 1),
    ]


def a_search(number: int, language: str = "en", place: str = "site") -> Search:
    return Search(f"key-{number:012}", "water", language, place, 3, clock.now())


def test_each_search_was_answered_or_asked_about_or_left(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    an_article("bill")
    now = clock.now()
    made = [*(a_search(number) for number in range(6)), a_search(6, "es"), a_search(7, place="form")]
    said_yes, read, said_no, read_then_asked, asked, _left, _spanish, in_form = (search.key for search in made)
    opened = [Step(key, now, article="bill", position=1) for key in (said_yes, read, said_no, read_then_asked, in_form)]
    said = [Step(said_yes, now, helpful=True), Step(said_no, now, helpful=False)]
    contacts = [Step(read_then_asked, now, asked=True), Step(asked, now, asked=True)]
    notes = Notes(searches={search.key: search for search in made}, steps=[*opened, *said, *contacts])
    assert write_notes(notes, actor=public_site()) == []
    write_notes(Notes(searches={"staff": Search("staff", "x", "en", "desk", 1, now)}), actor=EDITOR)
    with django_assert_num_queries(1):
        found = outcomes(EDITOR, *period())  # type: ignore[arg-type]
    assert found == [
        Outcomes("en", "form", made=1, answered=1, said_yes=0, asked=0, left=0),
        Outcomes("en", "site", made=6, answered=2, said_yes=1, asked=2, left=2),
        Outcomes("es", "site", made=1, answered=0, said_yes=0, asked=0, left=1),
    ]
    assert not outcomes(EDITOR, now + DAY, now + 2 * DAY)


@pytest.mark.parametrize("figure", [scores, reads, outcomes])
def test_figures_are_not_for_the_public(figure: object) -> None:
    with pytest.raises(NotPermitted):
        figure(public_site(), *period())  # type: ignore[operator]
