"""A translation that says an older text again is marked to its readers, until it was brought up to date."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish

pytestmark = pytest.mark.django_db

SLUG = "pay-your-water-bill"
SPANISH = f"/es/articles/{SLUG}/"
NEWER_LINK = re.compile(rf'<a href="/en/articles/{SLUG}/" hreflang="en">[^<]+\(<span lang="en">English</span>\)</a>')


@pytest.fixture(autouse=True)
def _translated() -> None:
    a_catalogue()
    an_article(SLUG, english(), spanish())


@pytest.mark.req("KB-03")
def test_a_stale_translation_says_so_and_leads_to_the_newer_text(client: Client) -> None:
    assert not NEWER_LINK.search(client.get(SPANISH).text)
    an_article(SLUG, english(body="Pay online only."))
    page = client.get(SPANISH).text
    assert NEWER_LINK.search(page)
    assert "Pague el agua" in page
    assert not NEWER_LINK.search(client.get(f"/en/articles/{SLUG}/").text)


@pytest.mark.req("KB-03")
def test_a_translation_of_the_newest_text_is_not_marked_any_more(client: Client) -> None:
    an_article(SLUG, english(body="Pay online only."))
    an_article(SLUG, spanish(body="Pague solo en línea."))
    assert not NEWER_LINK.search(client.get(SPANISH).text)


@pytest.mark.req("KB-03")
def test_a_text_that_was_never_a_translation_is_not_marked(client: Client) -> None:
    an_article("only-spanish-first", spanish())
    an_article("only-spanish-first", english())
    an_article("only-spanish-first", english(body="Other words."))
    assert not NEWER_LINK.search(client.get("/es/articles/only-spanish-first/").text)


@pytest.mark.req("KB-03")
def test_what_a_search_carried_along_changes_nothing(client: Client) -> None:
    an_article(SLUG, english(body="Pay online only."))
    assert NEWER_LINK.search(client.get(SPANISH, {"search": "agua"}).text)


def test_the_mark_costs_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    an_article(SLUG, english(body="Pay online only."))
    with django_assert_num_queries(3):
        assert NEWER_LINK.search(client.get(SPANISH).text)
    with django_assert_num_queries(1):
        assert NEWER_LINK.search(client.get(SPANISH).text)
