"""Staff find articles with typos and synonyms, narrow them, and what they search and read is counted, not by whom."""

import re
from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service
from firstpoint.domain.knowledge.actions import add_synonyms, count_words
from firstpoint.domain.knowledge.models import Audience, SearchMade
from firstpoint.domain.knowledge.tests.drafting import a_draft
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, SYSTEM_ID
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

LIST = "/desk/knowledge/articles/"


@pytest.fixture(autouse=True)
def _articles(db: Any) -> None:
    a_catalogue()
    libraries, buses = a_service("libraries"), a_service("buses", "Buses", "Autobuses")
    an_article("aaa-other", english("Late books", "A card, somewhere far down in the text."), service=libraries)
    an_article("card", english("Get a library card", "Free."), spanish("Tarjeta", "Gratis."), service=libraries)
    an_article("fare", english("Fare card", "Half price."), service=buses)
    an_article("script", english("Card script", "Ask for the card."), service=buses, audience=Audience.STAFF)
    count_words(actor=SYSTEM)


@pytest.fixture
def adviser() -> Client:
    return a_desk_of(an_adviser())


def slugs(page: Any) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/desk/knowledge/articles/([^/]+)/', page.text)


@pytest.mark.req("KB-04")
def test_the_best_answers_come_first_with_typos_and_synonyms(adviser: Client) -> None:
    assert slugs(adviser.get(f"{LIST}?q=library+card"))[0] == "card"
    typo = adviser.get(f"{LIST}?q=librery+card")
    assert slugs(typo)[0] == "card"
    assert "Shown for “library card”." in typo.text
    assert 'id="bar-search" name="q" type="search" maxlength' in typo.text
    assert slugs(adviser.get(f"{LIST}?q=membership")) == []
    add_synonyms(actor=SYSTEM, language="en", words=["membership", "library card"])
    assert "card" in slugs(adviser.get(f"{LIST}?q=membership"))
    assert slugs(adviser.get(f"{LIST}?q=tarjeta&language=es")) == ["card"]


def test_what_is_not_published_is_still_found_by_its_title() -> None:
    a_draft()
    assert "report-a-pothole" in slugs(a_desk_of(an_editor()).get(f"{LIST}?q=pothole"))


def test_staff_narrow_by_service_and_audience(adviser: Client) -> None:
    page = adviser.get(f"{LIST}?q=card")
    assert re.search(r">Buses <span>2</span>", page.text)
    assert "Remove the search and all filters" in page.text
    assert sorted(slugs(adviser.get(f"{LIST}?q=card&service=buses"))) == ["fare", "script"]
    assert slugs(adviser.get(f"{LIST}?q=card&service=buses&audience=staff")) == ["script"]


@pytest.mark.req("KB-05")
def test_searches_and_reads_of_staff_are_counted_without_a_name(adviser: Client) -> None:
    page = adviser.get(f"{LIST}?q=library+card")
    (link,) = re.findall(r'href="(/desk/knowledge/articles/card/\?found=[^"]+)"', page.text)
    adviser.get(link)
    made = SearchMade.objects.get()
    assert (made.text, made.place, made.audience, made.position) == ("library card", "desk", "staff", 1)
    assert made.followed is not None and made.followed.slug == "card"
    noted = Event.objects.filter(type__in=["article.read", "search.made", "search.followed"])
    assert {event.actor_id for event in noted} == {SYSTEM_ID}
    assert noted.get(type="article.read").data == {"language": "en", "times": 1}


def test_who_narrows_or_turns_the_page_makes_no_second_search(adviser: Client) -> None:
    page = adviser.get(f"{LIST}?q=card")
    (narrower,) = re.findall(r'href="(\?[^"]*service=buses[^"]*)"', page.text)
    adviser.get(LIST + narrower.replace("&amp;", "&"))
    assert SearchMade.objects.count() == 1
    adviser.get(f"{LIST}?state=published")
    assert SearchMade.objects.count() == 1


def test_an_article_of_which_nothing_is_published_was_not_read() -> None:
    a_draft()
    a_desk_of(an_editor()).get(f"{LIST}report-a-pothole/")
    assert not Event.objects.filter(type="article.read").exists()


@pytest.mark.req("KB-04")
def test_staff_get_suggestions_with_what_is_for_them(adviser: Client) -> None:
    found = adviser.get("/desk/knowledge/suggest/?q=card+scr").json()["suggestions"]
    url = "/desk/knowledge/articles/script/?suggested=1"
    assert found == [{"text": "Card script", "url": url, "note": "Staff only"}]
    (open_to_all,) = adviser.get("/desk/knowledge/suggest/?q=library+c").json()["suggestions"]
    assert open_to_all["note"] == ""
    assert 'data-suggest="/desk/knowledge/suggest/"' in adviser.get(LIST).text


@pytest.mark.req("KB-05")
def test_a_suggestion_that_is_chosen_counts_as_a_search_that_was_opened_there(adviser: Client) -> None:
    (chosen,) = adviser.get("/desk/knowledge/suggest/?q=card+scr").json()["suggestions"]
    assert "Ask for the card." in adviser.get(chosen["url"], follow=True).text
    made = SearchMade.objects.get()
    assert (made.text, made.place, made.audience, made.position) == ("Card script", "desk", "staff", 1)
    assert made.followed is not None and made.followed.slug == "script"


def test_what_is_for_staff_alone_is_marked(adviser: Client) -> None:
    rows = re.findall(r'<th scope="row">.*?</th>', adviser.get(f"{LIST}?q=card").text, re.DOTALL)
    assert [row for row in rows if "Staff only" in row] == [row for row in rows if "/script/" in row]
    assert "Staff only" in adviser.get(f"{LIST}script/").text
    assert "Staff only" not in adviser.get(f"{LIST}card/").text


@pytest.mark.parametrize("text", ["%00", "?!", "'; --", "x" * 3000, "%F0%9F%99%82"])
def test_anything_may_be_searched(adviser: Client, text: str) -> None:
    assert adviser.get(f"{LIST}?q={text}&page=x&found=x").status_code == 200
    assert adviser.get(f"/desk/knowledge/suggest/?q={text}").status_code == 200
