"""Suggestions come by the beginnings of words, for those alone who may read what they lead to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from firstpoint.core import clock
from firstpoint.core.published import one_revision
from firstpoint.domain.knowledge.actions import count_words
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.suggestions import MOST_SUGGESTED, Suggestion, suggestions
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _articles() -> None:
    an_article(
        "card",
        english("Get a library card", "Free.", keywords=("membership", "library pass")),
        spanish("Obtenga una tarjeta de la biblioteca", "Gratis.", keywords=("renovación de tarjeta",)),
    )
    an_article("hours", english("Library hours", "Nine to five."), spanish("Cuándo abren", "De nueve a cinco."))
    an_article("activity", english("Activities for children", "In the park."))
    an_article("script", english("Library secrets", "Zanzibar."), audience=Audience.STAFF)
    count_words(actor=SYSTEM)


def suggested(text: str, language: str = "en") -> list[str]:
    return [each.text for each in suggestions(public_site(), text, language)]


def test_titles_and_keywords_come_by_the_beginnings_of_words() -> None:
    assert suggestions(public_site(), "lib", "en") == [
        Suggestion("library pass"),
        Suggestion("Library hours", "hours"),
        Suggestion("Get a library card", "card"),
    ]
    assert suggested("library ca") == ["Get a library card"]
    assert suggested("how do i get a libr") == ["Get a library card"]
    assert suggested("membership") == ["membership", "Get a library card"]


@pytest.mark.parametrize("text", ["activ", "activi", "activit", "activiti", "activities", "activity"])
def test_endings_that_stemming_bends_lose_nothing(text: str) -> None:
    assert suggested(text) == ["Activities for children"]


def test_accents_do_not_matter_and_are_shown() -> None:
    assert suggested("cuando", "es") == suggested("cuándo ab", "es") == ["Cuándo abren"]
    assert suggested("renovacion", "es")[0] == "renovación de tarjeta"
    assert suggested("CUÁ", "es") == ["Cuándo abren"]


def test_nothing_is_suggested_that_one_may_not_read() -> None:
    assert suggested("library sec") == suggested("zanz") == []
    assert [each.slug for each in suggestions(an_adviser().acting(), "library sec", "en")] == ["script"]


def test_there_are_eight_at_most() -> None:
    for number in range(20):
        an_article(f"permit-{number}", english(f"Permit {number}", keywords=[f"permit word {number}"]))
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        an_article("permit", english("Permit"))
        count_words(actor=SYSTEM)
    found = suggestions(public_site(), "perm", "en")
    assert len(found) == MOST_SUGGESTED
    assert [bool(each.slug) for each in found] == [False] * 3 + [True] * 5


def test_it_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with one_revision():
        suggested("library c")
        with django_assert_num_queries(1):
            suggested("library c")


@pytest.mark.parametrize(
    "text", ["", " ", "l", "?!", "🙂🙂", "x\x00y", "' OR 1=1 --", "li" * 5000, "a " * 500, "日本語"]
)
def test_anything_may_be_typed(text: str) -> None:
    assert isinstance(suggested(text), list)


@given(text=st.text(max_size=60))
def test_any_text_at_all_may_be_typed(text: str) -> None:
    assert len(suggested(text, "es")) <= MOST_SUGGESTED


def test_staff_are_told_what_is_for_them_alone() -> None:
    found = {each.text: each.is_for_staff for each in suggestions(an_adviser().acting(), "library", "en")}
    assert found["Library secrets"]
    assert not found["Library hours"]
