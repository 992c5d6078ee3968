"""A customer proves who they are at the desk, and the page that asks shows no answer."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_closed_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.actions import MOST_FAILED, digits_of
from firstpoint.domain.customers.models import IdentityCheck, OneTimeCode
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


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
def case() -> Case:
    return a_case(phone="+15555550142")


def marks(**given: str) -> dict[str, str]:
    return {"phone": "not_asked", "email": "not_asked", **given}


def address_of(case: Case, act: str = "") -> str:
    return f"/desk/customers/{case.customer_id}/check/{case.reference}/{act}"


@pytest.mark.req("CU-05")
def test_questions_are_asked_without_their_answers(desk: Client, case: Case) -> None:
    assert desk.get(f"/desk/customers/{case.customer_id}/check/").headers["Location"] == address_of(case)
    page = desk.get(address_of(case)).text
    assert "+•••••••••42" in page
    assert "••sa@mail.example" in page
    for answer in ("rosa@mail.example", "555-0142", "+15555550142"):
        assert answer not in page
    response = desk.post(address_of(case, "answers/"), marks(phone="right", email="right"), follow=True)
    assert "The customer has proved who they are." in response.text
    check = IdentityCheck.objects.get()
    assert (check.case_id, check.level, check.how, check.passed) == (case.pk, 2, "questions", True)
    assert Event.objects.get(type="identity.proved").case_id == case.pk


@pytest.mark.req("CU-05")
def test_nobody_is_asked_twice_on_one_day(desk: Client, case: Case) -> None:
    desk.post(address_of(case, "document/"))
    page = desk.get(address_of(case)).text
    assert "Do not ask them again today." in page
    assert "Note the answers" not in page
    assert desk.post(address_of(case, "answers/"), marks(phone="right", email="right")).status_code == 409
    assert IdentityCheck.objects.count() == 1


@pytest.mark.req("CU-05")
def test_a_code_is_sent_and_read_out(desk: Client, case: Case) -> None:
    assert case.customer
    point = case.customer.contact_points.get(kind="email")
    response = desk.post(address_of(case, "send/"), {"point": str(point.pk)})
    code = OneTimeCode.objects.get()
    assert response.headers["Location"] == address_of(case, f"code/{code.pk}/")
    page = desk.get(response.headers["Location"]).text
    assert "The code is on its way." in page
    assert digits_of(code) not in page
    wrong = desk.post(response.headers["Location"], {"digits": "no"})
    assert wrong.status_code == 409
    assert "That code is not right" in wrong.text
    assert desk.post(response.headers["Location"], {"digits": ""}).status_code == 422
    digits = digits_of(code)
    told = desk.post(response.headers["Location"], {"digits": f" {digits[:3]} {digits[3:]}"}, follow=True).text
    assert "The customer has proved who they are." in told
    point.refresh_from_db()
    assert point.verified_at
    page = desk.get(address_of(case)).text
    assert "Send a code" not in page
    assert "Note the answers" in page


@pytest.mark.req("CU-05")
def test_who_cannot_answer_is_told_nothing(desk: Client, case: Case) -> None:
    too_few = desk.post(address_of(case, "answers/"), marks(phone="right"))
    assert too_few.status_code == 409
    assert "Ask at least two questions" in too_few.text
    for _time in range(MOST_FAILED):
        response = desk.post(address_of(case, "answers/"), marks(phone="right", email="wrong"), follow=True)
        assert "could not prove who they are" in response.text
    last = desk.post(address_of(case, "answers/"), marks(phone="right", email="right"))
    assert last.status_code == 429
    assert "ask a supervisor" in last.text
    assert "Not proved" in desk.get(address_of(case)).text


def test_the_case_is_chosen_among_several_and_there_must_be_one(desk: Client, ana: User, case: Case) -> None:
    other = a_case()
    assert other.customer is not None
    if other.customer_id != case.customer_id:
        actions.merge_customers(case.customer_id or 0, other.customer_id or 0, actor=ana.acting(), evidence=[])
    page = desk.get(f"/desk/customers/{case.customer_id}/check/").text
    assert address_of(case) in page
    assert other.reference in page
    closed = a_closed_case(ana, name="Bo Berg", email="bo@mail.example")
    assert "A check belongs to a case" in desk.get(f"/desk/customers/{closed.customer_id}/check/").text


def test_a_check_is_for_the_customers_own_case_and_contact_points(desk: Client, case: Case) -> None:
    stranger = a_case(name="Bo Berg", email="bo@mail.example")
    address = f"/desk/customers/{stranger.customer_id}/check/{case.reference}/"
    assert desk.get(address).status_code == 409
    assert stranger.customer
    for point in (str(stranger.customer.contact_points.get().pk), "x", "", "9" * 30, "²"):
        assert desk.post(address_of(case, "send/"), {"point": point}).status_code == 404
    assert not OneTimeCode.objects.exists()


def test_those_who_only_look_check_nobody(case: Case) -> None:
    auditor = a_desk_of(an_auditor())
    assert auditor.get(address_of(case)).status_code == 403
    assert auditor.get(f"/desk/customers/{case.customer_id}/check/").status_code == 403
    for act in ("send/", "code/1/", "answers/", "document/"):
        assert auditor.post(address_of(case, act)).status_code == 403


def test_whoever_is_known_by_name_alone_can_show_a_document(desk: Client) -> None:
    case = a_case(name="Bo Berg", email="")
    page = desk.get(address_of(case)).text
    assert "Send a code" not in page
    assert "Note the answers" not in page
    assert "I have seen the document" in page


@pytest.mark.req("CU-05")
def test_the_page_of_a_case_says_what_its_matter_asks_for_until_it_is_proved(desk: Client) -> None:
    case = a_case(an_enquiry_type("housing-benefit", identity_level=2), phone="+15555550142")
    page = desk.get(f"/desk/cases/{case.reference}/").text
    assert "Not proved yet who they are." in page and "Knows what only the customer knows" in page
    assert address_of(case) in page
    assert "This matter asks for:" in desk.get(address_of(case)).text
    desk.post(address_of(case, "answers/"), marks(phone="right", email="right"))
    page = desk.get(f"/desk/cases/{case.reference}/").text
    assert "Not proved yet" not in page and address_of(case) not in page
    assert "Do not ask them again today." in page
    assert "This matter asks for:" not in desk.get(address_of(case)).text
