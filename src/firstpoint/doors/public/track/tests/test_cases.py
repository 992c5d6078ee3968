"""The customer reads a proved case, writes to it, withdraws it and opens it again."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case, CaseState, Outcome
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_long_form
from firstpoint.domain.contacts.models import Attachment, Message
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.domain.routing import actions as routing
from firstpoint.doors.public.contact.tests.make import delivered_digits, hidden, page
from firstpoint.doors.public.track.tests.make import ask_for_code, prove

PDF = b"%PDF-1.4\n" + b"x" * 100


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz Vega")


def write(client: Client, address: str, message: str = "One more thing.", **more: Any) -> Any:
    """Open the case, write a message and send it."""
    form = {**hidden(client.get(address)), "message": message, **more}
    return client.post(f"{address}message/", form)


@pytest.mark.req("SS-08")
@pytest.mark.req("SV-03")
@pytest.mark.parametrize(
    ("language", "step", "day", "answer"),
    [
        ("en", "We are checking", "March 3, 2026", "Which card do you have?"),
        ("es", "Lo estamos revisando", "3 de marzo de 2026", "Which card do you have?"),
    ],
)
def test_the_page_shows_steps_promise_and_messages(
    client: Client, ana: User, language: str, step: str, day: str, answer: str
) -> None:
    case = a_case()
    text = page(client.get(prove(client, case, language)))
    assert step in text
    assert day in text
    assert "How do I get a library card?" in text
    adviser = ana.acting()
    routing.take_next(actor=adviser)
    actions.answer_case(case.pk, actor=adviser, body=answer)
    text = page(client.get(f"/{language}/track/{case.reference}/"))
    assert answer in text
    assert "<h3>Ana</h3>" in text
    assert "Ruiz" not in text


@pytest.mark.req("SS-08")
def test_the_answers_are_shown_in_words_of_the_reader(client: Client) -> None:
    case = a_case(a_long_form(), answers={"title": "Mold", "cause": "water", "rent": "900.00", "is_owner": "no"})
    text = page(client.get(prove(client, case, "es")))
    for words in ("En pocas palabras", "Mold", "Agua", "¿Es suya la vivienda?"):
        assert words in text


@pytest.mark.req("CS-04")
def test_the_page_says_when_the_agency_waits_for_the_customer(client: Client, ana: User) -> None:
    case = a_taken_case(ana)
    actions.ask_customer(case.pk, actor=ana.acting(), body="Which card?")
    text = page(client.get(prove(client, case)))
    assert "We wait for your answer" in text


@pytest.mark.req("SS-08")
def test_a_message_and_files_are_added_once(client: Client, ana: User) -> None:
    case = a_taken_case(ana)
    actions.ask_customer(case.pk, actor=ana.acting(), body="Which card?")
    address = prove(client, case)
    form = {**hidden(client.get(address)), "message": "The blue one."}
    for _click in range(2):
        files = [SimpleUploadedFile(f"card {number}.pdf", PDF) for number in (1, 2)]
        response = client.post(f"{address}message/", {**form, "files": files})
        assert response.headers["Location"] == address
    message = Message.objects.get(body="The blue one.")
    assert sorted(file.name for file in message.attachments.all()) == ["card 1.pdf", "card 2.pdf"]
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    text = page(client.get(address))
    assert "Your message is with us." in text
    assert "card 1.pdf" in text


@pytest.mark.req("SS-08")
def test_a_file_comes_back_as_a_safe_download(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    write(client, address, files=SimpleUploadedFile("bill ñ.pdf", PDF))
    attachment = Attachment.objects.get()
    response = client.get(f"{address}files/{attachment.pk}/")
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{address}files/{attachment.pk + 1}/").status_code == 404


@pytest.mark.req("SS-08")
def test_a_file_of_another_case_stays_closed(client: Client) -> None:
    mine, other = a_case(), a_case(email="ana@mail.example", name="Ana")
    write(client, prove(client, mine), files=SimpleUploadedFile("bill.pdf", PDF))
    stranger = Client()
    ask_for_code(stranger, other, "ana@mail.example")
    stranger.post("/en/track/code/", {"digits": delivered_digits()})
    pk = Attachment.objects.get().pk
    assert stranger.get(f"/en/track/{other.reference}/files/{pk}/").status_code == 404
    assert stranger.get(f"/en/track/{mine.reference}/files/{pk}/").status_code == 302


@pytest.mark.req("SS-08")
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"message": ""}, "Your message: Write a message."),
        ({"message": "x" * 10_001}, "at most 10000 characters"),
        ({"files": SimpleUploadedFile("virus.exe", b"MZ" * 50)}, "virus.exe: This kind of file cannot be taken."),
        ({"form-token": "forged"}, "was open for too long"),
        ({"files": [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(6)]}, "Send at most 5 files at a time."),
    ],
)
def test_a_message_that_cannot_be_taken_comes_back(client: Client, form: dict[str, Any], sentence: str) -> None:
    case = a_case()
    response = write(client, prove(client, case), **{"message": "Keep these words.", **form})
    assert response.status_code == 422
    assert sentence in page(response)
    if "message" not in form:
        assert "Keep these words." in page(response)
    assert Message.objects.filter(direction="inbound").count() == 1


@pytest.mark.req("SS-08")
def test_words_written_after_the_hour_are_not_lost(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    form = {**hidden(client.get(address)), "message": "A long story."}
    with clock.frozen(clock.now() + timedelta(hours=2)):
        response = client.post(f"{address}message/", form)
    assert response.status_code == 403
    assert "A long story." in page(response)
    assert case.reference in page(response)


@pytest.mark.req("SS-08")
def test_withdrawing_asks_first_and_happens_once(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    assert "Withdraw this case?" in page(client.get(f"{address}withdraw/"))
    case.refresh_from_db()
    assert not case.is_closed
    client.post(f"{address}withdraw/")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, Outcome.WITHDRAWN)
    again = client.post(f"{address}withdraw/", follow=True)
    assert "This case is closed." in page(again)


@pytest.mark.req("SS-08")
@pytest.mark.req("CS-02")
def test_a_closed_case_opens_again_for_some_days(client: Client, ana: User) -> None:
    case = a_closed_case(ana)
    address = prove(client, case)
    text = page(client.get(address))
    assert "Here is your answer." in text
    assert "Open the case again" in text
    client.post(f"{address}reopen/")
    assert Case.objects.get().state == CaseState.OPEN


@pytest.mark.req("CS-02")
def test_writing_to_a_closed_case_opens_it_again(client: Client, ana: User) -> None:
    case = a_closed_case(ana)
    assert write(client, prove(client, case)).status_code == 302
    assert Case.objects.get().state == CaseState.OPEN


@pytest.mark.req("CS-02")
def test_after_those_days_a_case_stays_closed(client: Client, ana: User) -> None:
    case = a_closed_case(ana)
    Agency.objects.update(reopen_days=30)
    with clock.frozen(clock.now() + timedelta(days=31)):
        address = prove(client, case)
        text = page(client.get(address))
        assert "closed too long ago" in text
        assert "Your message" not in text
        assert "closed too long ago" in page(client.post(f"{address}reopen/", follow=True))
        response = client.post(f"{address}message/", {**hidden(client.get("/en/ask/")), "message": "Hello?"})
    assert response.status_code == 409
    assert "closed too long ago" in page(response)
    assert Case.objects.get().is_closed


@pytest.mark.req("SS-08")
@pytest.mark.parametrize("tail", ["message/", "reopen/"])
def test_addresses_that_only_take_posts_lead_to_the_case(client: Client, tail: str) -> None:
    address = prove(client, a_case())
    assert client.get(f"{address}{tail}").headers["Location"] == address


@pytest.mark.req("SS-08")
def test_no_page_of_a_case_stays_in_the_browser(client: Client) -> None:
    address = prove(client, a_case())
    for path in (address, f"{address}withdraw/", "/en/track/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_the_page_of_a_case_takes_as_many_queries_however_long_it_is(
    client: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = a_taken_case(ana)
    address = prove(client, case)
    for number in range(4):
        write(client, address, f"Message {number}", files=SimpleUploadedFile(f"{number}.pdf", PDF))
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
