"""A reader says what is wrong on a page, from any page, without a trace, and editors have it before them."""

import pytest

from django.test import Client

from firstpoint.domain.knowledge.models import Article, ChangeRequest, RequestState
from firstpoint.domain.people.models import PUBLIC_SITE_ID
from firstpoint.doors.public.help.views.articles import HONEYPOT
from firstpoint.doors.public.help.views.reporting import REPORTS_AN_HOUR

pytestmark = pytest.mark.django_db

REPORT = "/en/something-wrong/"
ARTICLE = "/en/articles/get-a-library-card/"
WRONG = "The card costs 5 dollars since May."


@pytest.mark.req("KB-02")
def test_what_is_wrong_on_an_article_becomes_a_change_request_without_a_trace(site: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(ARTICLE).text
    address = f"{REPORT}?page=%2Fen%2Farticles%2Fget-a-library-card%2F"
    assert f'href="{address}"' in page
    form = client.get(address).text
    assert "Get a library card" in form and f'value="{ARTICLE}"' in form
    sent = client.post(REPORT, {"page": ARTICLE, "wrong": f" {WRONG} ", "reply_to": "ana@mail.example"})
    assert sent.status_code == 303 and not sent.cookies
    asked = ChangeRequest.objects.get()
    assert (asked.article, asked.page, asked.language, asked.wrong) == (site, ARTICLE, "en", WRONG)
    assert (asked.asked_by_id, asked.reply_to, asked.state) == (PUBLIC_SITE_ID, "ana@mail.example", RequestState.OPEN)
    assert "Thank you" in client.get(sent.headers["Location"]).text


@pytest.mark.req("KB-02")
@pytest.mark.parametrize(("path", "is_article"), [("/en/", False), ("/en/services/", False), (ARTICLE, True)])
def test_from_any_page_its_foot_leads_here_and_the_page_comes_along(
    client: Client, site: Article, path: str, is_article: bool
) -> None:
    assert f'href="{REPORT}"' in client.get(path).text
    form = client.get(REPORT, headers={"referer": f"http://testserver{path}?search=secret"}).text
    assert f'name="page" value="{path}"' in form
    client.post(REPORT, {"page": path, "wrong": WRONG})
    asked = ChangeRequest.objects.get()
    assert (asked.page, asked.article is not None, asked.reply_to) == (path, is_article, "")


@pytest.mark.parametrize(
    "path",
    [
        "/en/drafts/a-token-that-opens-a-form/",
        "/en/track/FP-1234/",
        "/desk/knowledge/",
        "https://evil.example/en/",
        "//evil.example/",
        "/en/nowhere/",
        "/" + "x" * 400,
        "\x00",
    ],
)
def test_addresses_that_are_nobody_elses_business_are_not_kept(client: Client, site: Article, path: str) -> None:
    assert client.get(REPORT, {"page": path}).status_code == 200
    assert 'name="page" value=""' in client.get(REPORT, {"page": path}).text
    assert client.post(REPORT, {"page": path, "wrong": WRONG}).status_code == 303
    assert ChangeRequest.objects.get().page == ""


def test_a_referer_from_elsewhere_says_nothing(client: Client, site: Article) -> None:
    assert 'name="page" value=""' in client.get(REPORT, headers={"referer": f"https://other.example{ARTICLE}"}).text


def test_an_article_that_readers_may_not_see_is_no_article_here(client: Client, site: Article) -> None:
    page = "/en/articles/renew-script/"
    assert "Renewals script" not in client.get(REPORT, {"page": page}).text
    client.post(REPORT, {"page": page, "wrong": WRONG})
    assert ChangeRequest.objects.get().article is None


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"wrong": " "}, "Say what is wrong or missing."),
        ({"wrong": "x" * 1001}, "1000"),
        ({"wrong": WRONG, "reply_to": "no address"}, "Enter an e-mail address"),
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    client: Client, site: Article, sent: dict[str, str], told: str
) -> None:
    response = client.post(REPORT, {"page": ARTICLE, **sent})
    assert response.status_code == 422
    assert told in response.text and "Error: " in response.text
    assert sent["wrong"].strip() in response.text
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize("wrong", ["é" * 1000, "a\x00b\ud83dc", "<script>alert(1)</script>", "'; DROP TABLE x; --"])
def test_any_words_may_be_sent(client: Client, site: Article, wrong: str) -> None:
    body = f"wrong={wrong}".encode("utf-8", "surrogatepass")
    sent = client.post(REPORT, body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 303
    assert "\x00" not in ChangeRequest.objects.get().wrong


def test_what_a_machine_fills_in_is_not_kept(client: Client, site: Article) -> None:
    sent = client.post(REPORT, {"wrong": WRONG, HONEYPOT: "http://spam.example"})
    assert sent.status_code == 303
    assert not ChangeRequest.objects.exists()


def test_reports_from_one_address_come_to_an_end_and_the_last_is_not_lost(client: Client, site: Article) -> None:
    for number in range(REPORTS_AN_HOUR):
        client.post(REPORT, {"wrong": f"Wrong {number}"})
    response = client.post(REPORT, {"wrong": WRONG})
    assert response.status_code == 429
    assert WRONG in response.text
    assert ChangeRequest.objects.count() == REPORTS_AN_HOUR


@pytest.mark.req("SS-09")
def test_the_page_is_there_in_spanish(client: Client, site: Article) -> None:
    assert client.get("/es/something-wrong/").status_code == 200
    client.post("/es/something-wrong/", {"wrong": "La tarifa es otra.", "page": "/es/articles/get-a-library-card/"})
    asked = ChangeRequest.objects.get()
    assert (asked.language, asked.article) == ("es", site)
