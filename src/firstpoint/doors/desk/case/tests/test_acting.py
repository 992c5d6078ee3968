"""An adviser answers, asks, moves, closes, reopens and puts back; what was typed is never lost to a stale screen."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.domain.routing.models import WorkState
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

REFERER = {"Referer": "http://testserver/desk/"}


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


@pytest.fixture
def case(ana: User) -> Case:
    return a_taken_case(ana)


def do(desk: Client, case: Case, act: str, **fields: str) -> Any:
    """Press the button of an act on the case's page, and read the case again."""
    response = desk.post(f"/desk/cases/{case.reference}/{act}/", fields)
    case.refresh_from_db()
    return response


def written(case: Case) -> list[tuple[str, str]]:
    """Return the kinds and words of the messages to the customer, without the receipt."""
    sent = Message.objects.filter(contact__case_link__case=case, direction="outbound").exclude(kind="receipt")
    return list(sent.order_by("id").values_list("kind", "body"))


@pytest.mark.req("CS-03")
def test_an_answer_goes_to_the_customer(desk: Client, case: Case, ana: User) -> None:
    response = do(desk, case, "answer", **{"answer-body": "At any library."})
    assert response.headers["Location"] == f"/desk/cases/{case.reference}/"
    assert written(case) == [("answer", "At any library.")]
    assert case.first_answered_at is not None
    assert Event.objects.get(type="case.answered").actor_id == ana.pk
    assert "Your answer is on its way to the customer." in desk.get(response.headers["Location"]).text


@pytest.mark.req("CS-04")
def test_asking_the_customer_stops_the_clock_until_they_write(desk: Client, case: Case) -> None:
    do(desk, case, "ask", **{"ask-body": "Which library is near you?"})
    assert written(case) == [("request", "Which library is near you?")]
    assert case.state == CaseState.WITH_CUSTOMER
    assert "The clock stands until the customer writes." in desk.get(f"/desk/cases/{case.reference}/").text
    customer_writes(case)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


@pytest.mark.req("CS-03")
def test_a_case_closes_only_with_an_outcome_and_words_for_the_customer(desk: Client, case: Case) -> None:
    assert do(desk, case, "close", **{"close-outcome": "", "close-note": "Enjoy reading."}).status_code == 422
    assert do(desk, case, "close", **{"close-outcome": "done", "close-note": " "}).status_code == 422
    assert do(desk, case, "close", **{"close-outcome": "withdrawn", "close-note": "Bye."}).status_code == 422
    assert not case.is_closed
    do(desk, case, "close", **{"close-outcome": "done", "close-note": "Enjoy reading."})
    assert (case.state, case.outcome) == (CaseState.CLOSED, "done")
    ((kind, body),) = written(case)
    assert kind == "outcome"
    assert "Enjoy reading." in body


@pytest.mark.req("CS-02")
def test_a_closed_case_opens_again(desk: Client, ana: User) -> None:
    case = a_closed_case(ana)
    assert "Open again" in desk.get(f"/desk/cases/{case.reference}/").text
    do(desk, case, "reopen")
    assert case.state == CaseState.OPEN
    assert Event.objects.filter(type="case.reopened", case_id=case.pk).exists()


@pytest.mark.req("CS-02")
def test_a_case_moves_along_its_steps(desk: Client, case: Case) -> None:
    do(desk, case, "step", **{"step-step": "1"})
    assert case.step == 1
    page = desk.get(f"/desk/cases/{case.reference}/").text
    assert "Ana Ruiz moved the case to the step “We are checking”" in page
    assert do(desk, case, "step", **{"step-step": "7"}).status_code == 422
    assert do(desk, case, "step", **{"step-step": "x"}).status_code == 422
    assert case.step == 1


def test_a_case_goes_back_into_its_queue(desk: Client, case: Case) -> None:
    assert do(desk, case, "put-back").headers["Location"] == "/desk/"
    assert case.owner is None
    assert case.work.state == WorkState.WAITING
    assert case.reference in desk.get("/desk/").text


@pytest.mark.req("CS-03")
@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("answer", {"answer-body": "At any library."}),
        ("ask", {"ask-body": "At any library."}),
        ("close", {"close-outcome": "done", "close-note": "At any library."}),
    ],
)
def test_a_case_closed_meanwhile_keeps_what_was_typed(
    act: str, fields: dict[str, str], desk: Client, case: Case
) -> None:
    actions.close_case(case.pk, actor=a_supervisor().acting(), outcome="answered", note="Told by phone.")
    before = written(case)
    response = do(desk, case, act, **fields)
    assert response.status_code == 409
    assert "This case is closed. Open it again first." in response.text
    assert "At any library.</textarea>" in response.text
    assert "Open again" in response.text
    assert written(case) == before


def test_what_was_typed_comes_back_to_somebody_who_does_not_own_the_case(case: Case) -> None:
    response = do(a_desk_of(an_adviser()), case, "answer", **{"answer-body": "At any library."})
    assert response.status_code == 409
    assert "Take this case first" in response.text
    assert "At any library.</textarea>" in response.text
    assert written(case) == []


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 10_001, "null\0byte"])
def test_words_that_cannot_be_sent_come_back_with_the_reason(body: str, desk: Client, case: Case) -> None:
    response = do(desk, case, "answer", **{"answer-body": body})
    assert response.status_code == 422
    assert "data-error-summary" in response.text
    assert 'href="#id_answer-body"' in response.text
    assert written(case) == []


def test_odd_letters_arrive_as_they_were_typed(desk: Client, case: Case) -> None:
    body = "¡Hola, señora Ñúñez! 👋🏽 <b>=1+1</b> \u202eabc"
    do(desk, case, "answer", **{"answer-body": body})
    assert written(case) == [("answer", body)]


@pytest.mark.parametrize("act", ["answer", "ask", "close", "step", "reopen", "put-back"])
def test_looking_does_nothing(act: str, desk: Client, case: Case) -> None:
    before = Event.objects.filter(is_look=False).count()
    assert desk.get(f"/desk/cases/{case.reference}/{act}/").status_code == 405
    assert Event.objects.filter(is_look=False).count() == before


@pytest.mark.parametrize("act", ["answer", "ask", "close", "step", "reopen", "put-back"])
def test_a_case_that_is_not_there_cannot_be_acted_on(act: str, desk: Client) -> None:
    assert desk.post(f"/desk/cases/K7M-4QX-2WPM/{act}/").status_code == 404


def test_a_form_from_elsewhere_is_refused(case: Case, ana: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    response = browser.post(f"/desk/cases/{case.reference}/answer/", {"answer-body": "Hello"})
    assert response.status_code == 403
    assert written(case) == []


def test_a_waiting_case_is_taken_from_its_page(desk: Client, ana: User) -> None:
    waiting = a_case()
    page = desk.get(f"/desk/cases/{waiting.reference}/").text
    address = page.split('action="/desk/work/')[1].split('"')[0]
    desk.post(f"/desk/work/{address}")
    waiting.refresh_from_db()
    assert waiting.owner == ana


@pytest.mark.req("CS-03")
@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("answer", {"answer-body": "At any library."}),
        ("ask", {"ask-body": "Which library?"}),
        ("close", {"close-note": "At any library.", "close-outcome": "answered"}),
    ],
)
def test_two_presses_of_a_button_send_once(desk: Client, case: Case, act: str, fields: dict[str, str]) -> None:
    token = desk.get(f"/desk/cases/{case.reference}/").text.split(f'name="{act}-form_token" value="')[1].split('"')[0]
    for _press in range(2):
        response = do(desk, case, act, **fields, **{f"{act}-form_token": token})
        assert response.status_code == 302
    assert len(written(case)) == 1
    assert "The button was pressed twice." in desk.get(f"/desk/cases/{case.reference}/").text


def test_words_changed_after_the_way_back_are_sent_too(desk: Client, case: Case) -> None:
    for words in ("At any library.", "At any library but one."):
        do(desk, case, "answer", **{"answer-body": words, "answer-form_token": "the-same"})
    assert [body for _kind, body in written(case)] == ["At any library.", "At any library but one."]


def test_a_press_that_failed_does_not_count(desk: Client, case: Case, ana: User) -> None:
    again = {"answer-body": "At any library.", "answer-form_token": "the-same"}
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert do(desk, case, "answer", **again).status_code == 409
    Case.objects.filter(pk=case.pk).update(owner=ana)
    do(desk, case, "answer", **again)
    assert len(written(case)) == 1
