"""Editors and supervisors keep standard responses at the desk; advisers read them."""

import pytest

from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import StandardResponse, StandardResponseText
from firstpoint.domain.knowledge.tests.make import a_response
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

WORDS = {"name": "Library card", "text_en_any": "Dear {customer_name},\nby {promise}.", "text_es_any": "Hola."}


@pytest.fixture
def desk() -> Client:
    a_catalogue()
    return a_desk_of(an_editor(name="Eva Sol"))


@pytest.mark.req("KB-08")
def test_a_response_is_written_in_both_languages_and_found(desk: Client) -> None:
    service = a_service()
    given = {**WORDS, "seen": "0", "service": str(service.pk), "text_en_sms": "By {promise}."}
    response = desk.post("/desk/knowledge/responses/new/", given)
    assert response.headers["Location"] == "/desk/knowledge/responses/library-card/"
    saved = StandardResponse.objects.get()
    assert (saved.name, saved.service, saved.number) == ("Library card", service, 1)
    assert {(text.language, text.channel) for text in saved.texts.all()} == {("en", ""), ("es", ""), ("en", "sms")}
    page = desk.get("/desk/knowledge/responses/", {"q": "HOLA"}).text
    assert "Library card" in page and "English, Spanish" in page
    assert "Library card" not in desk.get("/desk/knowledge/responses/", {"q": "pigeon"}).text


@pytest.mark.req("KB-08")
def test_the_preview_shows_what_customers_get_and_saves_nothing(desk: Client) -> None:
    page = desk.post("/desk/knowledge/responses/new/", {**WORDS, "seen": "0", "preview": "1"}).text
    assert "Dear Rosa Vale," in page
    assert "To somebody of whom nothing is known" in page and "Hello," in page
    assert not StandardResponse.objects.exists()


@pytest.mark.req("KB-08")
def test_what_cannot_be_filled_in_comes_back_with_what_can(desk: Client) -> None:
    response = desk.post("/desk/knowledge/responses/new/", {**WORDS, "seen": "0", "text_en_any": "Hi {nick}."})
    assert response.status_code == 409
    assert "{nick} cannot be filled in. In braces stands one of: {customer_name}" in response.text
    assert "Hi {nick}.</textarea>" in response.text


def test_a_change_keeps_what_was_said_before(desk: Client) -> None:
    a_response(actor=an_editor(name="Ines Prado").acting())
    desk.post(
        "/desk/knowledge/responses/card/", {"name": "Card", "seen": "1", "text_en_any": "New.", "text_es_any": ""}
    )
    history = desk.get("/desk/knowledge/responses/card/history/").text
    assert "New." in history and "Here is your card, {customer_name}." in history
    assert "Ines Prado" in history and "Eva Sol" in history
    assert "The words were taken away." in history
    assert StandardResponseText.objects.filter(is_current=True).exclude(body="").count() == 1


def test_a_stale_screen_does_not_overwrite(desk: Client) -> None:
    a_response()
    actions.save_response("card", actor=SYSTEM, name="Card", texts={("en", ""): "Newer."})
    response = desk.post("/desk/knowledge/responses/card/", {**WORDS, "seen": "1"})
    assert response.status_code == 409
    assert "Somebody else changed this" in response.text
    assert "by {promise}.</textarea>" in response.text


def test_a_name_that_says_nothing_and_one_that_is_taken(desk: Client) -> None:
    assert desk.post("/desk/knowledge/responses/new/", {**WORDS, "seen": "0", "name": " "}).status_code == 422
    assert desk.post("/desk/knowledge/responses/new/", {**WORDS, "seen": "0", "name": "¿?"}).status_code == 302
    assert desk.post("/desk/knowledge/responses/new/", {**WORDS, "seen": "0", "name": "¡!"}).status_code == 409
    assert desk.get("/desk/knowledge/responses/response/").status_code == 200


def test_a_response_is_retired_and_put_back(desk: Client) -> None:
    a_response()
    desk.post("/desk/knowledge/responses/card/retire/")
    assert "Card" not in desk.get("/desk/knowledge/responses/").text.split("<main")[1]
    assert "Card" in desk.get("/desk/knowledge/responses/", {"retired": "1"}).text
    desk.post("/desk/knowledge/responses/card/restore/")
    assert StandardResponse.objects.get().is_active


@pytest.mark.req("KB-08")
def test_advisers_read_and_do_not_write(desk: Client) -> None:
    a_response()
    adviser = a_desk_of(an_adviser())
    page = adviser.get("/desk/knowledge/responses/card/").text
    assert "Here is your card, Rosa Vale." in page
    assert "<textarea" not in page
    assert adviser.get("/desk/knowledge/responses/new/").status_code == 403
    assert adviser.post("/desk/knowledge/responses/card/", {**WORDS, "seen": "1"}).status_code == 403
    assert a_desk_of(a_supervisor()).get("/desk/knowledge/responses/new/").status_code == 200


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_the_same_however_many(number: int, desk: Client, django_assert_num_queries: object) -> None:
    for place in range(number):
        a_response(f"card-{place}", name=f"Card {place}", service=a_service())
    desk.get("/desk/knowledge/responses/")
    # Session, user, departments; the responses, their texts; notices and what is offered.
    with django_assert_num_queries(7):  # type: ignore[operator]
        desk.get("/desk/knowledge/responses/")
