"""Answers are written from responses and articles, kept as drafts, previewed, sent with files, and taken back."""

from datetime import timedelta
from typing import Any

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case, Nudge, Reply
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.knowledge.models import ArticleVersion, StandardResponseText
from firstpoint.domain.knowledge.tests.make import a_response, an_article, english, spanish
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db: Any) -> User:
    a_catalogue()
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


@pytest.fixture
def case(ana: User) -> Case:
    return a_taken_case(ana)


def post(desk: Client, case: Case, path: str, **fields: Any) -> Any:
    return desk.post(f"/desk/cases/{case.reference}/{path}/", {key.replace("__", "-"): v for key, v in fields.items()})


def page_of(desk: Client, case: Case) -> str:
    return desk.get(f"/desk/cases/{case.reference}/").text


def answers(case: Case) -> list[str]:
    sent = Message.objects.filter(contact__case_link__case=case, kind="answer")
    return list(sent.order_by("id").values_list("body", flat=True))


@pytest.mark.req("KB-08")
def test_standard_responses_are_offered_filled_in_for_the_customer(desk: Client, case: Case) -> None:
    a_response(texts={("en", ""): "Hello {customer_name}, about {reference}."})
    page = post(desk, case, "reply/answer/offers").text
    assert f"Hello Rosa Vale, about {case.reference}." in page
    assert "Insert" in page and "<html" in page
    fragment = desk.post(f"/desk/cases/{case.reference}/reply/answer/offers/?fragment=1").text
    assert "<html" not in fragment and f'data-text="Hello Rosa Vale, about {case.reference}."' in fragment


@pytest.mark.req("KB-08")
def test_a_response_comes_in_the_language_of_the_case_with_its_dates(desk: Client, ana: User) -> None:
    case = a_taken_case(ana, language="es")
    a_response(texts={("en", ""): "By {promise}.", ("es", ""): "Antes del {promise}."})
    page = post(desk, case, "reply/answer/offers").text
    assert "Antes del" in page and "By " not in page
    assert " de 20" in page.split("Antes del")[1][:60]
    only_english = a_response("hours", name="Hours", texts={("en", ""): "We are open."})
    assert f"{only_english.name}" in page_after(desk, case) and "only in English" in page_after(desk, case)


def page_after(desk: Client, case: Case) -> str:
    return post(desk, case, "reply/answer/offers", q="hours").text


@pytest.mark.req("KB-07")
def test_articles_follow_the_case_by_its_words_and_enquiry_type(desk: Client, case: Case) -> None:
    an_article("library-card", english("Get a library card", "Bring an ID.\n\n- Free"), spanish("Tarjeta", "Traiga."))
    an_article("general", english("About us", "Hours."), enquiry_type=case.enquiry_type)
    an_article("secret", english("Library card for staff", "Staff only."), audience="staff")
    page = post(desk, case, "reply/answer/offers").text
    assert "Get a library card" in page and "About us" in page
    assert page.index("Get a library card") < page.index("About us")
    assert "Staff only." not in page and "Tarjeta" not in page
    assert "/en/articles/library-card/" in page
    searched = post(desk, case, "reply/answer/offers", q="hours").text
    assert "About us" in searched and "Get a library card" not in searched


@pytest.mark.req("KB-07")
def test_without_a_script_an_article_goes_into_the_draft_and_stands_as_the_answer_given(
    desk: Client, case: Case
) -> None:
    an_article("library-card", english("Get a library card", "Bring an ID.\n\n- Free"))
    version = ArticleVersion.objects.get()
    post(desk, case, "reply/answer/save", answer__body="Hello Rosa,")
    for how in ("text", "link"):
        post(desk, case, "reply/answer/use", given=f"article:{version.pk}", how=how)
    page = page_of(desk, case)
    assert "Hello Rosa,\n\nBring an ID.\n\n- Free\n\nGet a library card\nhttp" in page
    assert f'value="article:{version.pk}" checked' in page
    post(desk, case, "answer", answer__body="Bring an ID.", answer__given=f"article:{version.pk}")
    message = Message.objects.get(kind="answer")
    assert (message.article_version, message.response_text) == (version, None)
    assert Event.objects.get(type="case.answered").data == {"message": message.pk, "article_version": version.pk}


@pytest.mark.req("KB-07")
def test_a_link_is_sent_in_one_click(desk: Client, case: Case) -> None:
    an_article("library-card", english("Get a library card", "Bring an ID."))
    version = ArticleVersion.objects.get()
    post(desk, case, "reply/answer/use", given=f"article:{version.pk}", how="send")
    assert len(answers(case)) == 1
    assert "Get a library card\nhttp" in answers(case)[0]
    assert Message.objects.get(kind="answer").article_version == version


def test_a_standard_response_is_marked_as_the_answer_given(desk: Client, case: Case) -> None:
    a_response()
    text = StandardResponseText.objects.get(language="en")
    post(desk, case, "reply/answer/use", given=f"response:{text.pk}", how="mark")
    assert f'value="response:{text.pk}" checked' in page_of(desk, case)
    post(desk, case, "answer", answer__body="Yes.", answer__given=f"response:{text.pk}")
    assert Message.objects.get(kind="answer").response_text == text


@pytest.mark.parametrize("given", ["", "article:0", "article:999999", "response:x", "article:" + "9" * 30, "pigeon:1"])
def test_what_is_not_offered_cannot_be_used(desk: Client, case: Case, given: str) -> None:
    assert post(desk, case, "reply/answer/use", given=given, how="text").status_code == 404
    assert post(desk, case, "reply/close/save", close__body="x").status_code == 404


@pytest.mark.req("CS-03")
def test_a_draft_is_restored_for_its_author_alone_and_gone_when_sent(desk: Client, case: Case) -> None:
    assert (
        desk.post(
            f"/desk/cases/{case.reference}/reply/answer/save/?fragment=1", {"answer-body": "At any lib"}
        ).status_code
        == 204
    )
    assert "At any lib</textarea>" in page_of(desk, case)
    assert "At any lib" not in page_of(a_desk_of(a_supervisor()), case)
    post(desk, case, "answer", answer__body="At any library.")
    assert not Reply.objects.exists()


def test_a_question_is_kept_beside_an_answer_and_thrown_away_alone(desk: Client, case: Case) -> None:
    post(desk, case, "reply/answer/save", answer__body="An answer")
    post(desk, case, "reply/ask/save", ask__body="A question\0?")
    post(desk, case, "reply/answer/discard")
    page = page_of(desk, case)
    assert "An answer" not in page and "A question?</textarea>" in page


@pytest.mark.req("CS-03")
def test_a_draft_outlives_the_case_with_words_about_it(desk: Client, case: Case, ana: User) -> None:
    actions.close_case(case.pk, actor=a_supervisor().acting(), outcome="done", note="Told by phone.")
    post(desk, case, "reply/answer/save", answer__body="At any library.")
    page = page_of(desk, case)
    assert "What you wrote was not sent" in page and "The case was closed meanwhile." in page
    assert "At any library." in page
    actions.reopen_case(case.pk, actor=ana.acting())
    assert "At any library.</textarea>" in page_of(desk, case)


def test_drafts_of_cases_that_one_may_not_see_are_not_kept(desk: Client) -> None:
    assert desk.post("/desk/cases/K7M-4QX-2WPM/reply/answer/save/", {"answer-body": "x"}).status_code == 404
    assert not Reply.objects.exists()


@pytest.mark.req("CS-03")
def test_an_answer_is_taken_back_until_it_goes_out(desk: Client, case: Case) -> None:
    post(desk, case, "answer", answer__body="At any library.")
    page = page_of(desk, case)
    assert "Nobody sees it before." in page and "Can still be taken back" in page
    pk = Message.objects.get(kind="answer").pk
    assert f"/messages/{pk}/take-back/" in page
    assert f"/messages/{pk}/take-back/" not in page_of(a_desk_of(a_supervisor()), case)
    post(desk, case, f"messages/{pk}/take-back")
    assert answers(case) == []
    page = page_of(desk, case)
    assert "Taken back. Nobody got it" in page and "At any library.</textarea>" in page
    case.refresh_from_db()
    assert case.first_answered_at is None


def test_what_went_out_is_not_taken_back(desk: Client, case: Case) -> None:
    post(desk, case, "answer", answer__body="At any library.")
    pk = Message.objects.get(kind="answer").pk
    with clock.frozen(clock.now() + timedelta(seconds=11)):
        assert "take-back" not in page_of(desk, case)
        assert post(desk, case, f"messages/{pk}/take-back").status_code == 409
    assert answers(case) == ["At any library."]


@pytest.mark.req("CH-01")
def test_the_preview_is_the_mail_as_it_goes_out(desk: Client, case: Case) -> None:
    page = post(desk, case, "reply/answer/preview", answer__body="At <b>any</b> library.").text
    assert "At &lt;b&gt;any&lt;/b&gt; library." in page
    assert "See your case and answer there:" in page and f"/en/track/?reference={case.reference}" in page
    assert "Please do not reply to this e-mail" in page
    assert case.customer and case.customer.contact_points.get(kind="email").value in page
    assert answers(case) == []
    assert Reply.objects.get().body == "At <b>any</b> library."


def test_somebody_without_an_address_reads_it_on_the_site(desk: Client, ana: User) -> None:
    case = a_taken_case(ana, name="", email="", secret="K7M4-QX2W-PH93-R6YK")
    page = post(desk, case, "reply/ask/preview", ask__body="Which one?").text
    assert "Nobody: it is read on the site" in page and "Which one?" in page


@pytest.mark.req("CH-01")
def test_files_go_along_and_a_refused_one_keeps_the_words(desk: Client, case: Case) -> None:
    pdf = SimpleUploadedFile("form.pdf", b"%PDF-1.7\n" + b"x" * 300)
    text = SimpleUploadedFile("note.txt", b"Hello")
    post(desk, case, "answer", answer__body="See the files.", answer__uploads=[pdf, text])
    message = Message.objects.get(kind="answer")
    assert [file.name for file in message.attachments.order_by("id")] == ["form.pdf", "note.txt"]
    evil = SimpleUploadedFile("evil.exe", b"MZ")
    response = post(desk, case, "answer", answer__body="One more.", answer__uploads=[evil])
    assert response.status_code == 422
    assert "evil.exe: This kind of file cannot be taken." in response.text
    assert "One more.</textarea>" in response.text
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    assert post(desk, case, "ask", ask__body="Which?", ask__uploads=many).status_code == 422


@pytest.fixture
def payable() -> EnquiryTypeVersion:
    return an_enquiry_type("pay-a-bill", nudge_url="https://pay.aldercounty.example/")


@pytest.mark.req("CS-08")
def test_the_self_service_link_is_sent_in_one_click_and_its_use_is_noted(
    desk: Client, ana: User, payable: EnquiryTypeVersion
) -> None:
    case = a_taken_case(ana, payable, language="es")
    assert "Send the self-service link" in page_of(desk, case)
    post(desk, case, "nudge")
    message = Message.objects.get(kind="notice")
    assert message.held_until is None
    link = message.body.split()[-1]
    path = "/" + link.split("/", 3)[3]
    assert path.startswith("/es/go/")
    visitor = Client()
    for _click in range(2):
        response = visitor.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, "https://pay.aldercounty.example/")
    assert Event.objects.filter(type="nudge.followed").count() == 1
    assert Nudge.objects.get().followed_at is not None
    assert "followed the self-service link" in page_of(desk, case)
    assert visitor.get("/es/go/guessed/").status_code == 404


def test_no_link_is_offered_where_there_is_none(desk: Client, case: Case) -> None:
    assert "Send the self-service link" not in page_of(desk, case)
    assert post(desk, case, "nudge").status_code == 409


def test_nobody_writes_in_a_case_that_waits(desk: Client) -> None:
    waiting = a_case()
    assert post(desk, waiting, "answer", answer__body="x").status_code == 409
    assert post(desk, waiting, "reply/answer/use", given="", how="send").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_offers_cost_the_same_however_many(
    number: int, desk: Client, case: Case, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        a_response(f"card-{place}", name=f"Card {place}", texts={("en", ""): "By {promise}."})
    post(desk, case, "reply/answer/offers")
    with django_assert_num_queries(18 + number, exact=False):
        post(desk, case, "reply/answer/offers")
