"""Whatever is wrong with what came in, its sender reads why in their language and loses nothing."""

from datetime import timedelta
from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.contacts.models import Message
from firstpoint.doors.public.contact.tests.make import HOUSING, QUESTION, filled, hidden, page, send
from firstpoint.doors.public.sealed import seal

HOUSE = "/en/forms/unsafe-housing/"


@pytest.mark.req("SS-05")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"question": ""}, "Your question: Enter an answer."),
        ({"reach-name": " "}, "Your name: Enter your name."),
        ({"reach-email": ""}, "E-mail address: Enter an e-mail address or a phone number, so we can answer."),
        ({"reach-email": "rosa@"}, "E-mail address: Enter an e-mail address, such as name@example.com."),
        ({"reach-phone": "12"}, "Phone number: Enter the whole phone number"),
        ({"question": "x" * 5001}, "Your question: Ensure this value has at most 5000 characters (it has 5001)."),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it_and_above(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    response = send(client, typed={**QUESTION, **typed})
    assert response.status_code == 422
    text = page(response)
    assert sentence in text
    assert "<title>Error: " in text
    assert "data-error-summary" in text
    assert 'aria-invalid="true"' in text
    assert not Case.objects.exists()


@pytest.mark.req("SS-09")
def test_errors_speak_the_readers_language(client: Client) -> None:
    text = page(send(client, "/es/ask/", {**QUESTION, "question": ""}))
    assert "Su pregunta" in text
    assert '<html lang="es">' in text


def test_everything_typed_comes_back_with_the_errors(client: Client) -> None:
    text = page(send(client, HOUSE, {**HOUSING, "cause": ""}))
    for kept in ("Mold", "It spreads.", "Mr. Hill", "Rosa Vale", "Rosa@Mail.example"):
        assert kept in text


@pytest.mark.req("CH-08")
@pytest.mark.parametrize(
    "token",
    ["", "forged", "WyJhIl0:b", seal("sent", "borrowed"), "\0", "é" * 5000],
    ids=["empty", "forged", "badly signed", "borrowed", "null", "long"],
)
def test_a_form_with_a_forged_token_comes_back_with_a_new_one(client: Client, token: str) -> None:
    response = send(client, typed={**QUESTION, "form-token": token})
    assert response.status_code == 422
    text = page(response)
    assert "was open for too long" in text
    assert QUESTION["question"] in text
    assert not Case.objects.exists()
    assert client.post("/en/ask/", {**QUESTION, **hidden(response)}).status_code == 302
    assert Case.objects.count() == 1


@pytest.mark.req("CH-08")
def test_a_form_is_good_for_a_day(client: Client) -> None:
    form, opened = filled(client, "/en/ask/", QUESTION), clock.now()
    with clock.frozen(opened + timedelta(hours=24)):
        response = client.post("/en/ask/", form)
        assert "was open for too long" in page(response)
        assert client.post("/en/ask/", {**QUESTION, **hidden(response)}).status_code == 302
    with clock.frozen(opened + timedelta(hours=23)):
        assert client.post("/en/ask/", form).status_code == 302


@pytest.mark.req("SS-05")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ" * 100, "virus.exe: This kind of file cannot be taken."),
        ("photo.png", b"<script>alert(1)</script>", "photo.png: This kind of file cannot be taken."),
        ("page.html", b"<html></html>", "page.html: This kind of file cannot be taken."),
        ("empty.pdf", b"", "The submitted file is empty."),
        ("big.txt", b"x" * (10 * 1024 * 1024 + 1), "big.txt: This file is larger than 10 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(client: Client, name: str, content: bytes, sentence: str) -> None:
    response = send(client, HOUSE, {**HOUSING, "photo": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert sentence in page(response)
    assert "Mold" in page(response)
    assert not Case.objects.exists()


@pytest.mark.req("SS-05")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_ten_megabytes_of_words_are_too_many(client: Client, language: str, kind: str) -> None:
    words, path = "x" * 10_000_000, f"/{language}/ask/"
    if kind == "multipart/form-data":
        response = client.post(path, {"question": words})
    else:
        response = client.post(path, f"question={words}", content_type=kind)
    assert response.status_code == 413
    text = page(response)
    assert f'<html lang="{language}">' in text
    assert "(555) 555-0100" in text
    if language == "en":
        assert "That was more than we can take at once, so nothing was sent." in text


def test_more_fields_than_any_form_has_are_too_many(client: Client) -> None:
    assert client.post("/en/ask/", {f"field{number}": "x" for number in range(600)}).status_code == 413


@pytest.mark.req("SS-05")
@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script> <b>bold</b>",
        '=HYPERLINK("http://x.example";"click")',
        "عربى 漢字 🏚️ Ñandú e\u0301 \u200d",
        "{{ 7|add:7 }} {% now 'Y' %} %s %(x)s",
        "O'Brien; DROP TABLE cases_case; --",
    ],
)
def test_odd_words_stay_words(client: Client, words: str) -> None:
    response = send(client, typed={**QUESTION, "question": words, "reach-name": "<i>Rosa</i>"})
    assert response.status_code == 302
    assert Message.objects.get(contact__direction="inbound").body == normalize("NFC", words)
    again = send(client, typed={**QUESTION, "question": words, "reach-name": "<i>Rosa</i>", "reach-email": "no"})
    assert "<script>alert" not in again.content.decode()
    assert "<i>Rosa" not in again.content.decode()


@pytest.mark.req("SS-05")
def test_characters_that_cannot_be_stored_are_pointed_out(client: Client) -> None:
    response = send(client, typed={**QUESTION, "question": "before\0after"})
    assert response.status_code == 422
    assert "Hidden characters" in page(response)
    assert "beforeafter" in page(response)
    assert send(client, typed={**QUESTION, "reach-name": "Ro\0sa"}).status_code == 302


@pytest.mark.req("SS-05")
def test_too_many_forms_from_one_address_are_told_and_kept(client: Client) -> None:
    Agency.objects.update(forms_per_hour=2)
    for number in range(2):
        assert send(client, typed={**QUESTION, "question": f"Number {number}"}).status_code == 302
    form = filled(client, "/en/ask/", {**QUESTION, "question": "Number three"})
    response = client.post("/en/ask/", form)
    assert response.status_code == 429
    assert "Number three" in page(response)
    assert "too many attempts" in page(response)
    assert Case.objects.count() == 2
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert client.post("/en/ask/", {**form, **hidden(response)}).status_code == 302


@pytest.mark.parametrize(
    "query", ["search=%00", "search=" + "x" * 5000, "article=../../etc", "article=no-such-article", "search=%FF%FE"]
)
def test_an_odd_journey_is_left_out(client: Client, query: str) -> None:
    assert client.get(f"/en/ask/?{query}").status_code == 200


JUNK = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
NAMES = st.sampled_from(
    [
        *QUESTION,
        "reach-phone",
        "reach-anonymous",
        "form-token",
        "draft-token",
        "journey-search",
        "journey-article",
        "website-address",
        *HOUSING,
        "since_day",
        "since_year",
        "home_line1",
        "phone",
        "place_latitude",
        "photo",
        "rooms",
        "people",
        "rent",
    ]
)


@settings(max_examples=20)
@given(
    path=st.sampled_from(["/en/ask/", HOUSE, "/es/forms/general-question/save/", HOUSE + "save/"]),
    posted=st.dictionaries(NAMES, JUNK),
)
def test_no_junk_breaks_a_form(path: str, posted: dict[str, str]) -> None:
    Agency.objects.update(forms_per_hour=1_000_000, codes_per_hour=1_000_000)
    assert Client().post(path, posted).status_code in (302, 422)


@settings(max_examples=20)
@given(st.dictionaries(NAMES, JUNK))
def test_no_junk_in_an_open_form_breaks_it(posted: dict[str, str]) -> None:
    Agency.objects.update(forms_per_hour=1_000_000)
    client = Client()
    form = filled(client, HOUSE, {**HOUSING, **posted})
    assert client.post(HOUSE, form).status_code in (302, 422)


@settings(max_examples=20)
@given(JUNK.filter(lambda text: "/" not in text and text not in ("", ".", "..")))
def test_no_junk_in_a_link_or_cookie_breaks_a_page(junk: str) -> None:
    client = Client()
    for name in ("sent", "draft_code", "draft_proof", "track_code"):
        client.cookies[name] = quote(junk)
    assert client.get(f"/en/drafts/{quote(junk)}/").status_code in (404, 410)
    assert client.get(f"/en/drafts/{quote(junk)}/form/").status_code in (404, 410)
    assert client.get("/en/sent/").status_code == 200
    assert client.get("/en/track/code/").status_code == 302
