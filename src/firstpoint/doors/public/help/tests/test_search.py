"""Search as people use it: results with a way on, pages of them, and help when nothing is found."""

import re
from urllib.parse import quote

import pytest

from django.test import Client

from firstpoint.domain.knowledge.actions import count_words
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.models.feedback import SearchMade
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public import notebook

pytestmark = pytest.mark.django_db


def read(client: Client, text: str, language: str = "en", **query: str) -> str:
    response = client.get(f"/{language}/search/", {"q": text, **query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.req("SS-02")
def test_results_are_articles_with_passage_service_and_form(client: Client, site: Article) -> None:
    page = read(client, "how do i fill in membership")
    assert 'href="/en/articles/get-a-library-card/?search=how+do+i+fill+in+membership&amp;found=' in page
    assert "<mark>Fill</mark>" in page
    assert "Libraries" in page
    assert 'href="/en/forms/library-card/"' in page
    assert "1 answer for" in page


@pytest.mark.req("SS-03")
def test_every_result_offers_to_ask_instead(client: Client, site: Article) -> None:
    page = read(client, "library")
    links = re.findall(r'href="(/en/ask/\?[^"]+)&amp;found=[\w-]+"', page)
    assert "/en/ask/?search=library&amp;article=get-a-library-card" in links
    assert "/en/ask/?search=library&amp;article=library-hours" in links
    assert "/en/ask/?search=library" in links


@pytest.mark.req("SS-02")
@pytest.mark.req("SS-09")
def test_spanish_words_find_spanish_articles(client: Client, site: Article) -> None:
    assert "Obtenga una tarjeta" in read(client, "tarjetas", "es")


@pytest.mark.req("SS-03")
def test_nothing_found_leads_to_a_question_with_the_search(client: Client, site: Article) -> None:
    page = read(client, "zeppelin <b>")
    assert "Nothing found for “zeppelin &lt;b&gt;”" in page
    assert f'href="/en/ask/?search=zeppelin+{quote("<b>")}&amp;found=' in page
    assert "Get a library card" in page


def test_what_is_for_staff_is_not_found(client: Client, site: Article) -> None:
    page = read(client, "zanzibar renewals script")
    assert "Renewals script" not in page
    assert "Nothing found" in page


def test_results_come_in_pages(client: Client, site: Article) -> None:
    for number in range(25):
        an_article(f"permit-{number:02}", english(f"Permit {number:02}"))
    seen = set()
    for number in ("1", "2", "3"):
        page = read(client, "permit", page=number)
        assert "25 answers for" in page
        seen |= set(re.findall(r"/en/articles/(permit-\d\d)/", page))
    assert len(seen) == 25
    assert "q=permit&amp;page=2" in page
    last = read(client, "permit", page="999")
    assert re.search(r'usa-current"[^>]*>3<', last)


@pytest.mark.parametrize("page", ["0", "-1", "x", "², ", "9" * 30, ""])
def test_any_page_number_may_be_asked_for(client: Client, site: Article, page: str) -> None:
    assert "Get a library card" in read(client, "card", page=page)


@pytest.mark.parametrize(
    "text", ["", "?!", "🙂", "\x00", "'; DROP TABLE x; --", "é" * 3000, "a | b & !c:*", "%", "\ud83d"]
)
def test_anything_may_be_typed(client: Client, site: Article, text: str) -> None:
    response = client.get("/es/search/?q=" + quote(text, errors="surrogatepass"))
    assert response.status_code == 200


@pytest.mark.req("KB-04")
def test_a_typo_is_mended_and_said(client: Client, site: Article) -> None:
    count_words(actor=SYSTEM)
    page = read(client, "librery card")
    assert "Get a library card" in page
    assert "for “library card”" in page
    assert "Nothing stands under “librery card”." in page


@pytest.mark.req("KB-04")
def test_nobody_pretends_to_know(client: Client, site: Article) -> None:
    count_words(actor=SYSTEM)
    page = read(client, "can the library repair my broken zeppelin engine before the regatta in northern mongolia")
    assert "We are not sure that any of these answers you" in page
    assert page.index("We are not sure") < page.index("fp-articles")


@pytest.mark.req("KB-05")
def test_a_search_is_noted_with_what_was_followed(client: Client, site: Article) -> None:
    page = read(client, "library card")
    [first, *_others] = re.findall(r'href="(/en/articles/[^"]+)"', page)
    client.get(first.replace("&amp;", "&"))
    notebook.write()
    made = SearchMade.objects.get()
    assert (made.text, made.language, made.place, made.position) == ("library card", "en", "site", 1)
    assert made.followed is not None
