"""Suggestions while somebody types, the filter by service, and what has exactly the name that was typed."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_service
from firstpoint.domain.knowledge.actions import count_words
from firstpoint.domain.knowledge.models import Article, SearchMade
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public import notebook
from firstpoint.doors.public.help.views import searching

pytestmark = pytest.mark.django_db

SUGGEST = "/en/search/suggest/"


@pytest.fixture(autouse=True)
def _counted(site: Article) -> None:
    count_words(actor=SYSTEM)


def suggested(client: Client, typed: str, language: str = "en") -> list[dict[str, str]]:
    response = client.get(f"/{language}/search/suggest/", {"q": typed})
    assert response.status_code == 200
    found: list[dict[str, str]] = response.json()["suggestions"]
    return found


class TestSuggestions:
    @pytest.mark.req("KB-04")
    def test_titles_lead_to_articles_in_the_language_of_the_page(self, client: Client) -> None:
        card = {"text": "Get a library card", "url": "/en/articles/get-a-library-card/?suggested=1"}
        assert card in suggested(client, "library c")
        (spanish,) = suggested(client, "obtenga una tarj", "es")
        assert spanish["url"].startswith("/es/articles/")

    def test_what_is_for_staff_is_suggested_to_nobody_else(self, client: Client) -> None:
        assert suggested(client, "renew") == suggested(client, "zanz") == []

    def test_nothing_is_noted_and_answers_are_kept_shortly(self, client: Client) -> None:
        before = Event.objects.count()
        response = client.get(SUGGEST, {"q": "library"})
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        notebook.write()
        assert (Event.objects.count(), SearchMade.objects.count()) == (before, 0)

    @pytest.mark.req("KB-05")
    def test_one_that_is_chosen_counts_as_a_search_that_was_opened_there(self, client: Client) -> None:
        *_phrases, chosen = suggested(client, "library c")
        led = client.get(chosen["url"])
        page = client.get(led.headers["Location"])
        assert "Get a library card" in page.text
        client.get(led.headers["Location"])
        notebook.write()
        made = SearchMade.objects.get()
        assert (made.text, made.place, made.audience, made.position) == ("Get a library card", "site", "public", 1)
        assert made.has_answer
        assert made.followed is not None and made.followed.slug == "get-a-library-card"

    @pytest.mark.parametrize("place", ["0", "10", "x", "-1", "²", "1.5", ""])
    def test_other_places_are_no_suggestions(self, client: Client, place: str) -> None:
        assert client.get(f"/en/articles/get-a-library-card/?suggested={place}").status_code == 200
        notebook.write()
        assert not SearchMade.objects.exists()

    def test_they_come_to_an_end(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(searching, "SUGGESTIONS_AN_HOUR", 2)
        assert [client.get(SUGGEST, {"q": "li"}).status_code for _time in range(3)] == [200, 200, 429]

    def test_they_take_few_queries(self, client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        suggested(client, "library c")
        # The try is counted, the revision read, and the titles.
        with django_assert_num_queries(3):
            suggested(client, "library c")

    @pytest.mark.parametrize("typed", ["", "?!", "\x00", "🙂" * 90, "'; DROP TABLE x; --", "<script>", "x" * 5000])
    def test_anything_may_be_typed(self, client: Client, typed: str) -> None:
        assert suggested(client, typed) == []

    def test_only_reading(self, client: Client) -> None:
        assert client.post(SUGGEST).status_code == 405


class TestFilter:
    @pytest.fixture(autouse=True)
    def _of_services(self, _counted: None) -> None:
        a_service("buses", "Buses", "Autobuses")
        buses = a_service("buses")
        for number in range(12):
            an_article(f"fare-{number:02}", english(f"Fare card {number}"), service=buses)

    def read(self, client: Client, query: str) -> str:
        return client.get(f"/en/search/?{query}").text

    @pytest.mark.req("SS-02")
    def test_services_are_offered_with_their_counts(self, client: Client) -> None:
        page = self.read(client, "q=card")
        assert re.search(r'<option value="buses">Buses \(12\)</option>', page)
        assert re.search(r'<option value="libraries">Libraries \(\d\)</option>', page)
        assert "Remove the filter" not in page

    @pytest.mark.req("SS-02")
    def test_a_service_is_kept_on_all_pages_until_it_is_removed(self, client: Client) -> None:
        page = self.read(client, "q=card&service=buses")
        assert "12 answers for" in page
        assert '<option value="buses" selected>' in page
        assert "get-a-library-card" not in page
        (following,) = set(re.findall(r'href="(\?[^"]*page=2[^"]*)"', page))
        assert "service=buses" in following
        second = self.read(client, following[1:].replace("&amp;", "&"))
        assert len(set(re.findall(r"/en/articles/(fare-\d\d)/", second))) == 2
        assert re.search(r'<a href="/en/search/\?q=card&amp;found=[\w-]{16}">.*Remove the filter', page)

    def test_one_who_narrows_goes_on_with_the_same_search(self, client: Client) -> None:
        page = self.read(client, "q=card")
        (key,) = re.findall(r'name="found" value="([^"]+)"', page)
        narrowed = self.read(client, f"q=card&service=buses&found={key}")
        client.get(re.findall(r'href="(/en/articles/fare[^"]+)"', narrowed)[0].replace("&amp;", "&"))
        notebook.write()
        made = SearchMade.objects.get()
        assert (made.key, made.position, made.followed is not None) == (key, 1, True)

    def test_nothing_in_a_service_says_so(self, client: Client) -> None:
        page = self.read(client, "q=membership&service=buses")
        assert "in this service" in page
        assert "Remove the filter" in page

    @pytest.mark.parametrize("service", ["zeppelins", "%00", "'; --", "x" * 500])
    def test_any_service_may_be_asked_for(self, client: Client, service: str) -> None:
        assert client.get(f"/es/search/?q=tarjeta&service={service}").status_code == 200


class TestNames:
    @pytest.mark.req("SS-02")
    def test_a_service_or_form_of_that_name_comes_before_all_articles(self, client: Client) -> None:
        page = client.get("/en/search/?q=LIBRARIES").text
        assert page.index('href="/en/services/libraries/">Libraries') < page.index("fp-articles")
        assert 'class="fp-named"' in page
        spanish = client.get("/es/search/?q=bibliotecas").text
        assert 'href="/es/services/libraries/">Bibliotecas' in spanish
        assert 'class="fp-named"' not in client.get("/en/search/?q=bibliotecas").text
        assert 'class="fp-named"' not in client.get("/en/search/?q=libraries+hours").text

    def test_a_new_name_is_known_at_once(self, client: Client) -> None:
        a_service("zoo", "County zoo", "Zoológico")
        assert 'href="/en/services/zoo/">County zoo' in client.get("/en/search/?q=county zoo").text
