"""Likely answers are offered before a question is sent; what was offered and opened goes along with it."""

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from django.core.cache import cache
from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.contacts.models import Contact
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.knowledge.models import Audience, SearchMade
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.doors.public import notebook
from firstpoint.doors.public.contact.forms import Journey
from firstpoint.doors.public.contact.tests.make import HOUSING, QUESTION, filled, hidden, page, send
from firstpoint.doors.public.contact.views import answers

LOOK = "/en/ask/answers/"
BILL = "How can I pay the water bill?"


@pytest.fixture(autouse=True)
def _articles() -> None:
    an_article("pay-your-water-bill", english(), spanish())
    an_article("water-leak", english("Report a water leak", "Call us about water."))
    an_article("water-script", english("Water script", "Water water bill."), audience=Audience.STAFF)


def offered(response: Any) -> list[str]:
    return re.findall(r'data-answer="([^"]+)"', response.text)


def key_of(response: Any) -> str:
    (found,) = re.findall(r'data-found="([^"]+)"', response.text)
    return str(found)


@pytest.mark.req("SS-04")
def test_likely_answers_come_while_somebody_writes(client: Client) -> None:
    response = client.post(LOOK, {"q": BILL})
    assert offered(response)[0] == "pay-your-water-bill"
    assert "water-script" not in offered(response)
    assert f'href="/en/articles/pay-your-water-bill/?found={key_of(response)}.1" target="_blank"' in response.text
    assert "<html" not in response.text
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert offered(client.post("/es/ask/answers/", {"q": "pagar el agua"})) == ["pay-your-water-bill"]


def test_what_is_typed_stands_in_no_address() -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(LOOK, {"q": BILL}).status_code == 405
    assert browser.post(LOOK, {"q": BILL}).status_code == 403
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/en/ask/").text)[0]
    response = browser.post(LOOK, {"q": BILL, "csrfmiddlewaretoken": token})
    assert offered(response)[0] == "pay-your-water-bill"
    notebook.write()
    assert SearchMade.objects.get().text == ""


@pytest.mark.req("SS-04")
def test_no_more_than_three_are_offered(client: Client) -> None:
    for number in range(5):
        an_article(f"water-{number}", english(f"Water bill {number}"))
    assert len(offered(client.post(LOOK, {"q": BILL}))) == 3


@pytest.mark.parametrize("text", ["", "   ", "?!", "zeppelin", "\x00", "🙂" * 500, "'; DROP TABLE x; --", "w" * 10_000])
def test_anything_may_be_typed(client: Client, text: str) -> None:
    response = client.post(LOOK, {"q": text})
    assert response.status_code == 200
    assert offered(response) == []


@pytest.mark.req("SS-04")
def test_what_was_offered_and_opened_goes_along_with_the_question(client: Client) -> None:
    look = client.post(LOOK, {"q": BILL})
    found = {
        "journey-found": key_of(look),
        "journey-offered": "pay-your-water-bill water-leak",
        "journey-taken": "water-leak",
    }
    client.get(f"/en/articles/water-leak/?found={key_of(look)}.2")
    send(client, typed={**QUESTION, **found})
    journey = Contact.objects.get(direction="inbound").journey
    assert journey == {"found": key_of(look), "offered": "pay-your-water-bill water-leak", "taken": "water-leak"}
    notebook.write()
    search = SearchMade.objects.get()
    assert (search.place, search.text, search.position) == ("form", "", 2)
    assert search.asked_at
    assert Event.objects.filter(type="search.asked", subject_id=search.pk).count() == 1


@pytest.mark.req("KB-05")
def test_a_search_on_the_site_that_ends_in_a_question_is_known(client: Client, rf: Any) -> None:
    key = notebook.note_search(rf.get("/"), "water", language="en", total=2, has_answer=True, place="site")
    path = f"/en/ask/?search=water&found={key}"
    form = filled(client, path, QUESTION)
    # While the question is written, the search that led here stays the one that counts.
    assert key_of(client.post(LOOK, {"q": BILL, "found": form["journey-found"]})) == key
    client.post("/en/ask/", form)
    notebook.write()
    search = SearchMade.objects.get()
    assert (search.key, search.place, search.text) == (key, "site", "water")
    assert search.asked_at


def test_a_form_that_was_not_sent_asked_nothing(client: Client) -> None:
    key = key_of(client.post(LOOK, {"q": BILL}))
    send(client, typed={**QUESTION, "question": "", "journey-found": key})
    send(client, typed={**QUESTION, "website-address": "http://spam.example", "journey-found": key})
    notebook.write()
    assert SearchMade.objects.get().asked_at is None


@pytest.mark.req("SS-04")
@pytest.mark.parametrize(("language", "heading"), [("en", "These answers may help"), ("es", None)])
def test_without_a_script_a_form_that_comes_back_offers_them(client: Client, language: str, heading: str) -> None:
    path = f"/{language}/ask/"
    typed = {"question": "water agua bill", "reach-name": "", "reach-email": ""}
    response = client.post(path, filled(client, path, typed))
    assert response.status_code == 422
    assert "pay-your-water-bill" in offered(response)
    if heading:
        assert heading in page(response)
    back = hidden(response)
    assert back["journey-offered"].split() == offered(response)
    client.post(path, {**typed, **QUESTION, **back})
    assert Contact.objects.get(direction="inbound").journey["offered"].split() == offered(response)


@pytest.mark.req("SS-04")
def test_a_form_with_many_questions_offers_answers_to_its_words(client: Client) -> None:
    response = send(client, "/en/forms/unsafe-housing/", {**HOUSING, "title": "", "details": "water leak"})
    assert response.status_code == 422
    assert offered(response)[0] == "water-leak"
    assert 'data-answers-about="' in client.get("/en/forms/unsafe-housing/").text
    assert 'data-answers-about="' not in client.get("/en/ask/").text


def test_a_draft_keeps_what_was_offered(client: Client) -> None:
    typed = {**QUESTION, "journey-offered": "water-leak", "journey-taken": "water-leak"}
    client.post("/en/forms/general-question/save/", filled(client, "/en/ask/", typed))
    assert Draft.objects.get().journey == {"offered": "water-leak", "taken": "water-leak"}


@pytest.mark.parametrize("slugs", ["../../etc", "a\x00b", "<b>", "x" * 500, " ".join(f"s{n}" for n in range(500))])
def test_what_a_browser_makes_up_is_bounded(slugs: str) -> None:
    journey = Journey.read({"offered": slugs, "taken": f"{slugs} other", "found": slugs})
    assert len(journey.offered.split()) <= 20
    assert set(journey.taken.split()) <= set(journey.offered.split())
    assert journey.found == ""
    assert "<" not in journey.offered


def test_looks_from_one_address_come_to_an_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LOOKS_AN_HOUR", 2)
    assert [client.post(LOOK, {"q": BILL}).status_code for _look in range(3)] == [200, 200, 429]


def test_offering_answers_takes_few_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.post(LOOK, {"q": BILL})
    cache.clear()
    with django_assert_num_queries(2):
        client.post(LOOK, {"q": BILL})
