"""Editors keep words that mean the same; what they keep holds for the next search on the site."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge.actions import add_synonyms
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.doors.desk.tests.signing_in import events

pytestmark = pytest.mark.django_db

LIST = "/desk/knowledge/synonyms/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor(name="Inés Prado"))


def a_group(*words: str, language: str = "en") -> Synonym:
    return add_synonyms(actor=SYSTEM, language=language, words=words)


@pytest.mark.req("KB-04")
def test_an_editor_adds_words_and_the_site_finds_by_them(editor: Client, client: Client) -> None:
    an_article("dmv", english("Visit the DMV", "Bring your papers."))
    assert "Nothing found" in client.get("/en/search/?q=department of motor vehicles").text
    assert "Words that mean the same" in editor.get(f"{LIST}new/").text
    words = "DMV\r\n department of  motor vehicles \r\n\r\n"
    done = editor.post(f"{LIST}new/", {"language": "en", "words": words}, follow=True)
    assert "From the next search on, these words find the same." in done.text
    assert "DMV, department of motor vehicles" in done.text
    assert "Visit the DMV" in client.get("/en/search/?q=department of motor vehicles").text


def test_an_editor_changes_and_removes_words(editor: Client) -> None:
    group = a_group("sofa", "couch")
    page = editor.get(f"{LIST}{group.pk}/").text
    assert "sofa\ncouch</textarea>" in page
    assert "A search for one of these words then finds that word alone." in page
    changed = editor.post(f"{LIST}{group.pk}/", {"seen": "sofa\r\ncouch", "words": "sofa\r\nsettee"}, follow=True)
    assert "The changes are saved." in changed.text
    stale = editor.post(f"{LIST}{group.pk}/", {"seen": "sofa\r\ncouch", "words": "sofa\r\ndivan"})
    assert stale.status_code == 409
    assert "sofa\r\ndivan</textarea>" in stale.content.decode()
    assert "It held: sofa, settee." in editor.post(f"{LIST}{group.pk}/remove/", follow=True).text
    assert not Synonym.objects.exists()
    told = [type_ for type_, _, _ in events("synonyms.added", "synonyms.changed", "synonyms.removed")]
    assert told == ["synonyms.added", "synonyms.changed", "synonyms.removed"]


def test_a_word_that_stands_elsewhere_leads_there(editor: Client) -> None:
    group = a_group("sofa", "couch")
    told = editor.post(f"{LIST}new/", {"language": "en", "words": "Couch\nsettee"})
    assert told.status_code == 409
    assert "“Couch” stands in another group already: sofa, couch." in told.text
    assert f'href="{LIST}{group.pk}/">Open the group: sofa, couch</a>' in told.text
    assert "Couch\nsettee</textarea>" in told.text
    assert editor.post(f"{LIST}new/", {"language": "en", "words": "alone"}).status_code == 409
    assert editor.post(f"{LIST}new/", {"language": "xx", "words": ""}).status_code == 422


def test_the_list_is_narrowed_by_language_and_word(editor: Client) -> None:
    a_group("sofa", "couch")
    a_group("sofá", "diván", language="es")
    assert "diván" in editor.get(LIST).text
    spanish = editor.get(f"{LIST}?language=es").text
    assert "diván" in spanish and "couch" not in spanish
    assert "couch" in editor.get(f"{LIST}?q=COU").text
    assert "No group found" in editor.get(f"{LIST}?q=zeppelin&language=xx%00").text


def test_only_those_who_publish_may(editor: Client) -> None:
    group = a_group("sofa", "couch")
    adviser = a_desk_of(an_adviser(tier=3))
    for address in (LIST, f"{LIST}new/", f"{LIST}{group.pk}/"):
        assert adviser.get(address).status_code == 403
    assert adviser.post(f"{LIST}{group.pk}/remove/").status_code == 403
    assert Synonym.objects.exists()
    assert editor.get(f"{LIST}999999/").status_code == 404
    assert editor.get(f"{LIST}{group.pk}/remove/").status_code == 405


def test_a_long_list_takes_few_queries(editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    Synonym.objects.bulk_create(Synonym(language="en", words=[f"word{n}", f"other{n}"]) for n in range(PAGE_SIZE + 5))
    editor.get(LIST)
    with django_assert_max_num_queries(6):
        assert "Next page" in editor.get(LIST).text
