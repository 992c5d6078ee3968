"""A form is filled in, sent once however often it is clicked, and answered with a reference and a promise."""

import pytest
from pytest_django import DjangoAssertNumQueries

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstpoint.core.models import Event, StoredFile
from firstpoint.domain.cases.models import Case
from firstpoint.domain.contacts.models import Contact, Message
from firstpoint.domain.intake.models import RawInput, RawState
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.doors.public.contact.tests.make import HOUSING, QUESTION, filled, page, reference_of, send

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
ANONYMOUS = {"question": "Is there help with rent?", "reach-anonymous": "on"}


@pytest.mark.req("SS-01")
@pytest.mark.req("CH-04")
@pytest.mark.req("CS-01")
def test_a_question_becomes_a_case(client: Client) -> None:
    response = send(client)
    assert response.status_code == 302
    assert response.headers["Location"] == "/en/sent/"
    case = Case.objects.get()
    assert case.summary == "How do I get a library card?"
    assert case.customer
    assert case.customer.name == "Rosa Vale"
    assert [point.value for point in case.customer.contact_points.all()] == ["rosa@mail.example"]
    assert Event.objects.filter(type="case.opened", case_id=case.pk).exists()


@pytest.mark.req("SS-07")
@pytest.mark.parametrize(
    ("language", "next_step", "by_when"),
    [
        ("en", "An adviser reads it and answers.", "March 3, 2026, 9 a.m."),
        ("es", "Un asesor lo lee y responde.", "3 de marzo de 2026 a las 09:00"),
    ],
)
def test_whoever_sent_it_reads_reference_next_step_and_promise(
    client: Client, language: str, next_step: str, by_when: str
) -> None:
    send(client, f"/{language}/ask/")
    case = Case.objects.get()
    assert case.language == language
    assert reference_of(client, language) == case.reference
    text = page(client.get(f"/{language}/sent/"))
    assert next_step in text
    # Eight working hours after ten in the morning in New York; the office closes at five and opens at eight.
    assert by_when in text


@pytest.mark.req("SS-07")
def test_the_reference_stands_in_no_address_and_no_store_of_the_browser(client: Client) -> None:
    response = send(client)
    reference = Case.objects.get().reference
    assert reference not in response.headers["Location"]
    assert response.cookies["sent"]["httponly"]
    assert "no-store" in client.get("/en/sent/").headers["Cache-Control"]


@pytest.mark.req("SS-07")
def test_the_page_about_what_was_sent_knows_nothing_of_other_visitors(client: Client) -> None:
    send(client)
    stranger = page(Client().get("/en/sent/"))
    assert "nothing to show" in stranger
    assert Case.objects.get().reference not in stranger


@pytest.mark.req("CH-08")
def test_two_clicks_make_one_case_and_show_one_reference(client: Client) -> None:
    form = filled(client, "/en/ask/", QUESTION)
    client.post("/en/ask/", form)
    first = reference_of(client)
    client.post("/en/ask/", form)
    assert reference_of(client) == first
    assert Case.objects.count() == RawInput.objects.count() == 1


@pytest.mark.req("CH-08")
def test_going_back_to_change_words_loses_neither(client: Client) -> None:
    form = filled(client, "/en/ask/", QUESTION)
    client.post("/en/ask/", form)
    client.post("/en/ask/", {**form, "question": "And how much is it?"})
    assert sorted(Case.objects.values_list("summary", flat=True)) == [
        "And how much is it?",
        "How do I get a library card?",
    ]


@pytest.mark.req("SS-06")
@pytest.mark.req("SS-05")
def test_one_definition_asks_checks_and_keeps_the_answers(client: Client) -> None:
    response = send(client, "/en/forms/unsafe-housing/", {**HOUSING, "is_owner": "yes", "landlord": "left behind"})
    assert response.status_code == 302
    case = Case.objects.get()
    assert case.answers["cause"] == "water"
    assert case.answers["details"] == "On two walls.\nIt spreads."
    # The question is not asked of owners, so the answer that stayed in the browser does not count.
    assert "landlord" not in case.answers
    assert Message.objects.filter(contact__direction="inbound").get().body == "On two walls.\nIt spreads."


@pytest.mark.req("SS-06")
@pytest.mark.parametrize(("language", "label"), [("en", "What happened?"), ("es", "¿Qué pasó?")])
def test_the_form_asks_in_the_readers_language(client: Client, language: str, label: str) -> None:
    assert label in page(client.get(f"/{language}/forms/unsafe-housing/"))


@pytest.mark.req("SS-06")
def test_a_form_without_long_text_is_told_answer_by_answer(client: Client) -> None:
    send(client, "/en/forms/unsafe-housing/", {**HOUSING, "details": ""})
    body = Message.objects.filter(contact__direction="inbound").get().body
    assert "In a few words\nMold" in body
    assert "Cause\nWater" in body


@pytest.mark.req("SS-05")
def test_a_photo_goes_along(client: Client) -> None:
    form = filled(client, "/en/forms/unsafe-housing/", HOUSING)
    client.post("/en/forms/unsafe-housing/", {**form, "photo": SimpleUploadedFile("wall.png", PNG, "image/png")})
    attachment = Message.objects.filter(contact__direction="inbound").get().attachments.get()
    assert (attachment.name, attachment.content_type, attachment.size) == ("wall.png", "image/png", len(PNG))


@pytest.mark.req("CH-08")
def test_two_clicks_store_a_photo_once(client: Client) -> None:
    form = filled(client, "/en/forms/unsafe-housing/", HOUSING)
    for _click in range(2):
        client.post("/en/forms/unsafe-housing/", {**form, "photo": SimpleUploadedFile("wall.png", PNG, "image/png")})
    assert Case.objects.count() == 1
    assert StoredFile.objects.count() == 1


@pytest.mark.req("SS-03")
@pytest.mark.parametrize(("language", "sentence"), [("en", "You read “Pay your water bill”."), ("es", "Pague el agua")])
def test_search_and_article_are_carried_along(client: Client, language: str, sentence: str) -> None:
    an_article("pay-your-water-bill", english(), spanish())
    path = f"/{language}/ask/?search=library+card&article=pay-your-water-bill"
    text = page(client.get(path))
    assert "library card" in text
    assert sentence in text
    client.post(f"/{language}/ask/", filled(client, path, QUESTION))
    journey = Contact.objects.get(direction="inbound").journey
    assert journey == {"search": "library card", "article": "pay-your-water-bill"}


@pytest.mark.req("SS-03")
def test_search_and_article_survive_errors(client: Client) -> None:
    an_article()
    path = "/en/ask/?search=bill&article=pay-your-water-bill"
    back = client.post("/en/ask/", filled(client, path, {**QUESTION, "question": ""}))
    assert "You searched for “bill”." in page(back)
    assert "You read “Pay your water bill”." in page(back)


@pytest.mark.req("SS-03")
@pytest.mark.parametrize("slug", ["for-staff", "no-such-article"])
def test_an_article_that_the_public_cannot_read_is_not_named(client: Client, slug: str) -> None:
    an_article("for-staff", english("Only for staff"), audience=Audience.STAFF)
    path = f"/en/ask/?article={slug}"
    assert "Only for staff" not in page(client.get(path))
    client.post("/en/ask/", filled(client, path, QUESTION))
    assert Contact.objects.get(direction="inbound").journey == {}


@pytest.mark.req("CU-04")
def test_an_anonymous_question_keeps_nobody_and_shows_a_secret(client: Client) -> None:
    form = filled(client, "/en/ask/", ANONYMOUS)
    client.post("/en/ask/", form)
    case = Case.objects.get()
    assert case.customer is None
    secrets = client.get("/en/sent/").content.decode().split('class="fp-secret">')[1:]
    assert len(secrets) == 2
    assert case.secret_hash
    client.post("/en/ask/", form)
    assert client.get("/en/sent/").content.decode().split('class="fp-secret">')[1:] == secrets
    assert Case.objects.count() == 1


@pytest.mark.req("CU-04")
def test_the_secret_shown_opens_the_case(client: Client) -> None:
    send(client, typed=ANONYMOUS)
    shown = client.get("/en/sent/").content.decode().split('class="fp-secret">')
    secret = shown[2].split("<")[0]
    proof = {"reference": shown[1].split("<")[0].lower(), "secret": secret.replace("-", " ").lower()}
    assert Client().post("/en/track/", proof).status_code == 302


@pytest.mark.req("CU-04")
def test_without_a_name_but_with_an_address_no_secret_is_needed(client: Client) -> None:
    send(client, typed={**ANONYMOUS, "reach-email": "someone@mail.example", "reach-name": "Typed, then regretted"})
    case = Case.objects.get()
    assert case.secret_hash == ""
    assert case.customer
    assert case.customer.name == ""


@pytest.mark.req("CU-04")
def test_only_an_enquiry_type_that_allows_it_can_be_anonymous(client: Client) -> None:
    assert "I do not want to give my name" not in page(client.get("/en/forms/library-card/"))
    response = send(client, "/en/forms/library-card/", ANONYMOUS)
    assert response.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.req("CU-04")
def test_somebody_with_a_phone_alone_gets_a_secret_where_no_text_messages_are_sent(
    client: Client, settings: object
) -> None:
    settings.SMS_URL = ""  # type: ignore[attr-defined]
    send(client, typed={"question": "Hello", "reach-name": "Rosa", "reach-phone": "(555) 555-0142"})
    assert Case.objects.get().secret_hash


@pytest.mark.req("CU-01")
def test_a_phone_number_is_kept_in_one_form(client: Client) -> None:
    send(client, typed={"question": "Hello", "reach-name": "Rosa", "reach-phone": "555-555-0142"})
    customer = Case.objects.get().customer
    assert customer
    assert customer.contact_points.get().value == "+15555550142"


@pytest.mark.req("CH-08")
def test_what_a_machine_fills_in_waits_for_a_person(client: Client) -> None:
    response = send(client, typed={**QUESTION, "website-address": "http://spam.example"})
    assert response.headers["Location"] == "/en/sent/"
    text = page(client.get("/en/sent/"))
    assert "Thank you" in text
    assert "fp-secret" not in text
    assert not Case.objects.exists()
    raw = RawInput.objects.get()
    assert raw.state == RawState.QUARANTINED
    assert "hidden field" in raw.reason
    assert b"How do I get a library card?" in bytes(raw.content)


def test_an_unknown_form_is_a_page_that_helps(client: Client) -> None:
    assert client.get("/en/forms/no-such-form/").status_code == 404


def test_showing_a_form_takes_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/en/ask/")
    with django_assert_num_queries(1):
        client.get("/en/ask/")


def test_sending_a_form_takes_few_statements(client: Client) -> None:
    form = filled(client, "/en/ask/", QUESTION)
    with CaptureQueriesContext(connection) as captured:
        client.post("/en/ask/", form)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 27, "\n".join(statements)
