"""After a vote a reader may say why, in words that stand where staff read them and nowhere else."""

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.knowledge.models import Article, ArticleComment
from firstpoint.doors.public.help.views.articles import COMMENTS_AN_HOUR, HONEYPOT

pytestmark = pytest.mark.django_db

ARTICLE = "/en/articles/get-a-library-card/"
WORDS = "Which papers must I bring, if I rent?"


@pytest.mark.req("KB-06")
@pytest.mark.parametrize(
    ("answer", "question"),
    [("yes", "What helped you, or what could be clearer?"), ("no", "What were you looking for?")],
)
def test_after_a_vote_words_can_be_added_without_a_trace(site: Article, answer: str, question: str) -> None:
    client = Client(enforce_csrf_checks=True)
    voted = client.post(f"{ARTICLE}vote/?search=card", {"helpful": answer})
    page = client.get(voted.headers["Location"]).text
    assert question in page
    assert 'action="/en/articles/get-a-library-card/comment/?search=card#feedback"' in page
    response = client.post(f"{ARTICLE}comment/?search=card", {"helpful": answer, "text": f"  {WORDS} "})
    assert response.status_code == 303
    assert not response.cookies
    comment = ArticleComment.objects.get()
    assert (comment.article, comment.language, comment.helpful, comment.text) == (site, "en", answer == "yes", WORDS)
    assert comment.version == site.versions.get(language="en")
    thanks = client.get(response.headers["Location"]).text
    assert "The people who write these pages read what you wrote." in thanks
    assert "<textarea" not in thanks
    assert ("We are sorry" in thanks) == (answer == "no")


@pytest.mark.req("KB-06")
def test_the_journal_knows_of_the_words_but_not_what_they_say(client: Client, site: Article) -> None:
    client.post("/es/articles/get-a-library-card/comment/", {"helpful": "no", "text": WORDS})
    event = Event.objects.get(type="article.commented")
    assert event.subject_id == site.pk
    comment = ArticleComment.objects.get()
    version = site.versions.get(language="es").pk
    assert event.data == {"helpful": False, "version": version, "comment": comment.pk}
    assert (comment.language, comment.version_id) == ("es", version)


@pytest.mark.parametrize("text", ["", "   ", "é" * 1001])
def test_what_cannot_be_kept_comes_back_as_it_was_typed(client: Client, site: Article, text: str) -> None:
    response = client.post(f"{ARTICLE}comment/", {"helpful": "no", "text": text})
    assert response.status_code == 422
    assert "usa-input--error" in response.text
    assert text.strip() in response.text
    assert not ArticleComment.objects.exists()


@pytest.mark.parametrize("text", ["é" * 1000, "a\x00b\ud83dc", "<script>alert(1)</script>", "'; DROP TABLE x; --"])
def test_any_words_may_be_sent(client: Client, site: Article, text: str) -> None:
    body = f"helpful=no&text={text}".encode("utf-8", "surrogatepass")
    response = client.post(f"{ARTICLE}comment/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    assert "\x00" not in ArticleComment.objects.get().text


def test_what_a_machine_fills_in_is_not_kept(client: Client, site: Article) -> None:
    response = client.post(f"{ARTICLE}comment/", {"helpful": "yes", "text": WORDS, HONEYPOT: "http://spam.example"})
    assert response.status_code == 303
    assert not ArticleComment.objects.exists()


def test_words_from_one_address_come_to_an_end_and_the_last_are_not_lost(client: Client, site: Article) -> None:
    for number in range(COMMENTS_AN_HOUR):
        client.post(f"{ARTICLE}comment/", {"helpful": "yes", "text": f"Words {number}"})
    response = client.post(f"{ARTICLE}comment/", {"helpful": "yes", "text": WORDS})
    assert response.status_code == 429
    assert WORDS in response.text
    assert ArticleComment.objects.count() == COMMENTS_AN_HOUR


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_words_without_a_vote_lead_back_to_the_article(client: Client, site: Article, answer: str) -> None:
    response = client.post(f"{ARTICLE}comment/", {"helpful": answer, "text": WORDS})
    assert response.headers["Location"] == ARTICLE
    assert client.get(f"{ARTICLE}comment/").status_code == 303
    assert not ArticleComment.objects.exists()


def test_nobody_comments_on_what_they_may_not_read(client: Client, site: Article) -> None:
    for slug in ("renew-script", "none"):
        assert client.post(f"/en/articles/{slug}/comment/", {"helpful": "no", "text": WORDS}).status_code == 404
