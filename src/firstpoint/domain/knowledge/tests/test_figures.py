"""Figures: they count right, by days of the agency's calendar, only for who may see them, and at the same cost always."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from django.db import connection

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotPermitted
from firstpoint.domain.catalogue.tests.make import a_service
from firstpoint.domain.knowledge.actions import Notes, Step, sum_days, vote, write_notes
from firstpoint.domain.knowledge.models import ArticleDay, Audience, SearchDay, SearchMade
from firstpoint.domain.knowledge.queries.figures import (
    Figures,
    Period,
    by_article,
    by_day,
    by_service,
    of_article,
    together,
)
from firstpoint.domain.knowledge.tasks import settle_knowledge_days, sum_knowledge_days
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.knowledge.tests.noting import a_search, reads
from firstpoint.domain.people.models import SYSTEM, Role, public_site

pytestmark = pytest.mark.django_db

EDITOR = Actor(id=100, roles=frozenset({Role.EDITOR}))
ADVISER = Actor(id=101, roles=frozenset({Role.ADVISER}), tier=1)
# Half past eleven in the evening of the fourth in New York, which is the fifth in UTC.
LATE = datetime(2026, 3, 5, 4, 30, tzinfo=UTC)
FOURTH, FIFTH = date(2026, 3, 4), date(2026, 3, 5)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def summed(days: int = 1) -> None:
    sum_days(actor=SYSTEM, days=days)


def cast(slug: str, language: str, *votes: bool) -> None:
    for helpful in votes:
        vote(slug, actor=public_site(), language=language, helpful=helpful)


def test_days_are_those_of_the_agency() -> None:
    an_article("bill")
    with clock.frozen(LATE):
        reads(3)
        a_search()
    with clock.frozen(LATE + timedelta(hours=1)):
        reads(4)
        summed()
        found = by_day(EDITOR, MARCH)
    assert [(each.day, each.place, each.figures.reads, each.figures.searches) for each in found] == [
        (FOURTH, "", 3, 0),
        (FOURTH, "site", 0, 1),
        (FIFTH, "", 4, 0),
    ]


def test_reads_tell_the_public_from_staff() -> None:
    an_article("bill", english(), spanish())
    an_article("script", english("Script"), audience=Audience.STAFF)
    with clock.frozen(LATE):
        reads(5)
        reads(1, language="es")
        reads(9, "script")
        reads(2, by=EDITOR)
        reads(1, "script", by=EDITOR)
        summed()
    found = by_article(EDITOR, MARCH, reader="es")
    assert [(each.slug, each.title, each.figures.reads, each.figures.staff_reads) for each in found] == [
        ("bill", "Pague el agua", 6, 2),
        ("script", "Script", 0, 1),
    ]
    assert [each.figures.reads for each in by_article(EDITOR, MARCH, "es", reader="en")] == [1]


def test_votes_count_with_the_language_of_the_words_that_were_read() -> None:
    an_article("bill", english(), spanish())
    an_article("leak", english("A leak"))
    with clock.frozen(LATE):
        cast("bill", "en", True, True, False)
        cast("bill", "es", False, False)
        cast("leak", "es", False)
        an_article("bill", english(title="Pay a bill"))
        cast("bill", "en", False)
        vote("bill", actor=EDITOR, language="en", helpful=False)
        summed()
    whole = {each.slug: each.figures for each in by_article(EDITOR, MARCH)}
    assert (whole["bill"].helpful, whole["bill"].unhelpful) == (2, 4)
    assert whole["bill"].helpful_share == pytest.approx(2 / 6)
    assert (whole["leak"].helpful, whole["leak"].unhelpful) == (0, 1)
    assert [each.slug for each in by_article(EDITOR, MARCH, "es")] == ["bill"]


def test_each_search_was_answered_or_asked_about_or_left(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    an_article("bill")
    with clock.frozen(LATE):
        a_search(opened="bill", position=2, helpful=True)
        a_search(opened="bill", position=3)
        a_search(opened="bill", position=1, helpful=False)
        a_search(opened="bill", asked=True, helpful=True)
        a_search(asked=True)
        a_search(total=0)
        a_search(has_answer=False)
        a_search("agua", language="es")
        a_search("", place="form", opened="bill")
        a_search(place="desk", by=EDITOR, opened="bill", asked=True)
        summed()
    with django_assert_num_queries(2):
        found = {(each.language, each.place): each.figures for each in by_day(EDITOR, MARCH) if each.place}
    site = found["en", "site"]
    assert (site.searches, site.answered, site.said_yes, site.asked, site.left) == (7, 2, 1, 2, 3)
    assert (site.empty, site.unsure, site.opened) == (1, 1, 4)
    assert site.position == pytest.approx((2 + 3 + 1 + 1) / 4)
    assert site.deflection == pytest.approx(2 / 7)
    assert found["es", "site"] == Figures(searches=1)
    assert found["en", "form"] == Figures(searches=1, opened=1, positions=1, answered=1)
    assert found["en", "desk"] == Figures(staff_searches=1)
    article = by_article(EDITOR, MARCH)[0].figures
    assert (article.searches, article.answered, article.said_yes, article.asked, article.left) == (5, 3, 1, 1, 1)


def test_services_gather_their_articles(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    water = a_service("water")
    an_article("bill", service=water)
    an_article("leak", english("A leak"), service=water)
    an_article("dog", english("A dog"))
    with clock.frozen(LATE):
        for times, slug in enumerate(("dog", "bill", "leak"), start=1):
            reads(times, slug)
        summed()
    with django_assert_num_queries(1):
        found = by_service(EDITOR, MARCH)
    assert [(each.code, each.figures.reads) for each in found] == [("water", 5), ("", 1)]
    assert [each.slug for each in by_article(EDITOR, MARCH, service="water")] == ["leak", "bill"]
    assert [each.slug for each in by_article(EDITOR, MARCH, service="")] == ["dog"]


def test_what_comes_late_counts_on_the_day_of_its_search_for_a_fortnight() -> None:
    an_article("bill")
    with clock.frozen(LATE):
        key = a_search()
        sum_knowledge_days(0)
    with clock.frozen(LATE + timedelta(days=9)):
        reads(1)
        sum_knowledge_days(0)
        notes = Notes(steps=[Step(key, clock.now(), asked=True)])
        assert write_notes(notes, actor=public_site()) == []
        sum_knowledge_days(0)
        assert SearchDay.objects.get().asked == 0
        settle_knowledge_days(0)
        assert SearchDay.objects.get().asked == 1


def test_sums_need_no_texts_and_may_be_made_again() -> None:
    an_article("bill")
    with clock.frozen(LATE):
        reads(2)
        a_search(opened="bill")
        summed()
        before = list(ArticleDay.objects.values()), list(SearchDay.objects.values())
        SearchMade.objects.update(text="")
        summed(15)
    assert (list(ArticleDay.objects.values()), list(SearchDay.objects.values())) == before
    with clock.frozen(LATE + timedelta(days=400)):
        SearchMade.objects.all().delete()
        reads(1)
        summed()
    assert SearchDay.objects.get().made == 1
    assert sorted(ArticleDay.objects.values_list("reads", flat=True)) == [1, 2]


def test_the_first_sum_goes_back_to_the_beginning() -> None:
    an_article("bill")
    for days in (0, 30, 200):
        with clock.frozen(LATE + timedelta(days=days)):
            reads(1)
    with clock.frozen(LATE + timedelta(days=200)):
        summed()
    assert ArticleDay.objects.count() == 3


def test_one_article_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bill, leak = an_article("bill"), an_article("leak", english("A leak"))
    with clock.frozen(LATE):
        reads(2)
        summed()
    with clock.frozen(LATE + timedelta(days=28)):
        with django_assert_num_queries(1):
            found = of_article(EDITOR, bill)
        assert found and found.reads == 2
        assert of_article(EDITOR, leak) == Figures()
        assert of_article(ADVISER, bill) is None
    with clock.frozen(LATE + timedelta(days=30)):
        assert of_article(EDITOR, bill) == Figures()


def test_sums_are_read_by_their_days() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT sum(reads) FROM knowledge_articleday WHERE day BETWEEN %s AND %s", [FOURTH, FIFTH]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "knowledge_article_day" in plan, plan


@given(st.lists(st.builds(Figures, *(st.integers(0, 99) for _number in range(13))), max_size=4))
def test_figures_together_are_their_sums(parts: list[Figures]) -> None:
    whole = together(parts)
    assert whole.left == sum(part.left for part in parts)
    assert whole.votes == sum(part.votes for part in parts)
    assert (whole.deflection is None) == (whole.searches == 0)


@pytest.mark.parametrize("figure", [by_day, by_article, by_service])
def test_figures_are_not_for_the_public_nor_for_everybody(figure: object) -> None:
    for actor in (public_site(), ADVISER):
        with pytest.raises(NotPermitted):
            figure(actor, MARCH)  # type: ignore[operator]
    with pytest.raises(NotPermitted):
        sum_days(actor=EDITOR, days=1)
