"""An article is read, in the reader's language or honestly in another; readers say whether it helped."""

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.knowledge.actions import rename_article
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public.help.views.articles import VOTES_AN_HOUR

pytestmark = pytest.mark.django_db

ARTICLE = "/en/articles/get-a-library-card/"


@pytest.mark.req("SS-02")
def test_an_article_leads_to_its_form_and_to_other_articles(client: Client, site: Article) -> None:
    page = client.get(ARTICLE).content.decode()
    assert "<h2>How</h2>" in page
    assert 'href="/en/forms/library-card/"' in page
    assert 'href="/en/articles/library-hours/"' in page
    assert 'href="/en/services/libraries/"' in page
    assert "article:" not in page
    assert "Renewals script" not in page


@pytest.mark.req("SS-09")
def test_the_same_article_in_spanish_links_to_spanish_pages(client: Client, site: Article) -> None:
    page = client.get("/es/articles/get-a-library-card/").content.decode()
    assert "Obtenga una tarjeta" in page
    assert 'href="/es/forms/library-card/"' in page
    assert '<a href="/en/articles/get-a-library-card/" lang="en"' in page


@pytest.mark.req("SS-09")
def test_an_article_without_a_translation_is_shown_in_the_other_language_and_says_so(
    client: Client, site: Article
) -> None:
    page = client.get("/es/articles/library-hours/").content.decode()
    assert '<article class="fp-block" lang="en">' in page
    assert "usa-alert--info" in page
    assert '<link rel="canonical" href="http://testserver/en/articles/library-hours/">' in page
    assert 'rel="alternate" hreflang="es"' not in page
    service = client.get("/es/services/libraries/").content.decode()
    assert '<li lang="en">' in service


@pytest.mark.req("SS-03")
def test_the_search_and_the_article_are_carried_to_the_question(client: Client, site: Article) -> None:
    page = client.get(f"{ARTICLE}?search=lost%20card%20%26%20fee").content.decode()
    carried = "/en/ask/?search=lost+card+%26+fee&amp;article=get-a-library-card"
    assert f'href="{carried}">This did not answer me' in page
    response = client.post(f"{ARTICLE}vote/?search=lost%20card%20%26%20fee", {"helpful": "no"})
    assert response.status_code == 303
    answered = client.get(response.headers["Location"]).content.decode()
    assert "We are sorry" in answered
    assert f'class="usa-button" href="{carried}"' in answered


def test_what_one_visitor_carries_along_is_not_shown_to_the_next(client: Client, site: Article) -> None:
    assert "rosa" in client.get(ARTICLE, {"search": "rosa vale"}).text
    assert "Thank you" in client.get(ARTICLE, {"helpful": "yes"}).text
    for _time in range(2):
        page = client.get(ARTICLE).text
        assert "rosa" not in page
        assert "Thank you" not in page


@pytest.mark.parametrize(("answer", "helpful"), [("yes", True), ("no", False)])
def test_a_vote_is_counted_without_a_token_or_a_trace(site: Article, answer: str, helpful: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/es/articles/{site.slug}/vote/", {"helpful": answer})
    assert response.status_code == 303
    assert response.headers["Location"] == f"/es/articles/{site.slug}/?helpful={answer}#feedback"
    assert not response.cookies
    event = Event.objects.get(type="article.voted")
    assert (event.subject_id, event.data["helpful"]) == (site.pk, helpful)
    assert event.data["version"] == site.versions.get(language="es").pk
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("answer", ["", "perhaps", "yes\x00", "x" * 10_000])
def test_a_vote_that_is_none_is_not_counted(client: Client, site: Article, answer: str) -> None:
    assert client.post(f"{ARTICLE}vote/", {"helpful": answer}).status_code == 303
    assert client.get(f"{ARTICLE}vote/").status_code == 303
    assert not Event.objects.filter(type="article.voted").exists()


def test_votes_from_one_address_come_to_an_end(client: Client, site: Article) -> None:
    for _vote in range(VOTES_AN_HOUR):
        client.post(f"{ARTICLE}vote/", {"helpful": "yes"})
    response = client.post(f"{ARTICLE}vote/", {"helpful": "yes"})
    assert response.status_code == 429
    assert Event.objects.filter(type="article.voted").count() == VOTES_AN_HOUR


def test_nobody_votes_on_what_they_may_not_read(client: Client, site: Article) -> None:
    assert client.post("/en/articles/renew-script/vote/", {"helpful": "yes"}).status_code == 404
    assert client.post("/en/articles/none/vote/", {"helpful": "yes"}).status_code == 404


@pytest.mark.req("KB-01")
def test_the_old_address_of_a_renamed_article_leads_to_the_new_one(client: Client, site: Article) -> None:
    rename_article(site, actor=SYSTEM, slug="library-card")
    response = client.get(ARTICLE, {"search": "card"})
    assert response.status_code == 301
    assert response.headers["Location"] == "/en/articles/library-card/?search=card"
    assert client.get(response.headers["Location"]).status_code == 200
