"""On the page of a case: it is offered, accepted, given back and sent back, and each sees what they can do."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_queue, an_enquiry_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.domain.routing.models import HandOff, HandOffState
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def sam() -> User:
    return an_adviser(tier=2, name="Sam Poe")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


def address(case: Case, act: str = "") -> str:
    return f"/desk/cases/{case.reference}/{f'{act}/' if act else ''}"


def offer(desk: Client, case: Case, **fields: Any) -> Any:
    given = {"hand_on-kind": "electronic", "hand_on-queue": a_queue(2).pk, "hand_on-note": "A lease question."}
    return desk.post(address(case, "hand-on"), given | {f"hand_on-{name}": value for name, value in fields.items()})


@pytest.mark.req("RT-03")
def test_a_case_is_offered_with_what_the_receiver_needs_and_accepted(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana)
    form = desk.get(address(case, "hand-on")).text
    assert "Sam Poe" in form
    assert offer(desk, case).url == address(case)
    mine = desk.get(address(case)).text
    assert "Ana Ruiz offers this case to Tier 2" in mine
    assert "Take it back" in mine
    assert "Accept the case" not in mine
    theirs = a_desk_of(sam).get(address(case)).text
    assert "A lease question." in theirs
    assert "Accept the case" in theirs
    a_desk_of(sam).post(f"/desk/work/{case.work.pk}/take/")
    page = a_desk_of(sam).get(address(case)).text
    assert "Owner: Sam Poe" in page
    assert "Sam Poe accepted the case from tier 1" in page


@pytest.mark.req("RT-03")
def test_what_is_missing_is_said_before_and_refused_with_what_was_typed(desk: Client, ana: User, sam: User) -> None:
    needy = an_enquiry_type("needy", hand_off_needs=["question"])
    case = a_taken_case(ana, needy, name="", email="", phone="", answers={})
    assert "The receiver would have to ask again: the customer’s name" in desk.get(
        address(case, "hand-on")
    ).text.replace("&#x27;", "’")
    page = offer(desk, case)
    assert page.status_code == 409
    assert "A lease question." in page.text
    assert "Fill in first" in page.text
    assert not HandOff.objects.exists()


@pytest.mark.req("RT-03")
def test_a_warm_hand_off_names_the_person(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana)
    assert "Choose the person" in offer(desk, case, kind="warm").text
    assert offer(desk, case, kind="warm", person=sam.pk).status_code == 302
    assert "Warm: introduced on the line: Ana Ruiz offers this case to Sam Poe" in desk.get(address(case)).text


@pytest.mark.req("RT-04")
def test_what_does_not_belong_there_is_given_back_with_the_cause(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana)
    offer(desk, case)
    theirs = a_desk_of(sam)
    given_back = theirs.post(
        address(case, "return-offer"),
        {"return_offer-reason": "Tier 1 answers this.", "return_offer-cause": "knowledge"},
        follow=True,
    )
    assert "The case is back with its sender" in given_back.text
    assert HandOff.objects.get().state == HandOffState.RETURNED
    page = desk.get(address(case)).text
    assert "Tier 1 answers this." in page
    assert "The knowledge was missing or wrong" in page


@pytest.mark.req("RT-04")
def test_misdirected_work_is_sent_back_to_tier_1(ana: User, sam: User) -> None:
    case = a_taken_case(sam, an_enquiry_type("second", tier=2))
    theirs = a_desk_of(sam)
    refused = theirs.post(address(case, "send-back"), {"send_back-cause": "", "send_back-reason": "Simple."})
    assert refused.status_code == 422
    theirs.post(address(case, "send-back"), {"send_back-cause": "process", "send_back-reason": "Simple."})
    assert HandOff.objects.get().to_queue.tier == 1


@pytest.mark.req("RT-05")
def test_an_answered_case_is_referred(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana)
    given = {"refer-queue": a_queue(2).pk, "refer-note": "It will come up again in spring."}
    assert "Answer the customer first" in desk.post(address(case, "refer"), given).text
    actions.answer_case(case.pk, actor=ana.acting(), body="For now, do this.")
    assert desk.post(address(case, "refer"), given).status_code == 302
    assert "Referral of an ongoing or expected problem" in desk.get(address(case)).text


@pytest.mark.req("RT-03")
def test_a_stale_screen_is_told(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana)
    offer(desk, case)
    again = offer(desk, case)
    assert again.status_code == 409
    assert "offered to somebody already" in again.text


@pytest.mark.req("CS-04")
def test_each_tier_has_its_own_time_on_the_page(desk: Client, ana: User, sam: User) -> None:
    case = a_taken_case(ana, an_enquiry_type("timed", tier_minutes={"1": 60, "2": 120}))
    offer(desk, case)
    a_desk_of(sam).post(f"/desk/work/{case.work.pk}/take/")
    page = desk.get(address(case)).text
    assert "Time of tier 1" in page
    assert "Time of tier 2" in page
