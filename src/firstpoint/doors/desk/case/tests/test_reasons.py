"""Where an enquiry type asks for it, nobody but the owner is shown a case before they said why."""

from typing import Any

import pytest

from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def case(ana: User) -> Case:
    return a_taken_case(ana, an_enquiry_type("housing-benefit", asks_reason_to_look=True), body="Zanzibar")


def looks_at(case: Case) -> list[dict[str, Any]]:
    return [look.data for look in Event.objects.filter(case_id=case.pk, is_look=True).order_by("id")]


@pytest.mark.req("PV-02")
def test_the_owner_is_not_asked(case: Case, ana: User) -> None:
    assert "Zanzibar" in a_desk_of(ana).get(f"/desk/cases/{case.reference}/").text
    assert looks_at(case) == [{}]


@pytest.mark.req("PV-02")
@pytest.mark.parametrize("page", ["", "print/", "task/", "reply/answer/offers/"])
def test_anybody_else_says_why_once_and_it_is_kept_with_each_look(case: Case, page: str) -> None:
    address = f"/desk/cases/{case.reference}/{page}"
    sue = a_supervisor()
    desk = a_desk_of(sue)
    asked = desk.get(address, follow=True)
    assert "Why do you look at this case?" in asked.text and "Zanzibar" not in asked.text
    assert not looks_at(case)
    why = asked.redirect_chain[0][0]
    unsaid = desk.post(why, {"next": address})
    assert unsaid.status_code == 422
    shown = desk.post(why, {"reason": "complaint", "next": address}, follow=True)
    assert shown.redirect_chain == [(address, 302)]
    assert desk.get(address).status_code == 200
    assert looks_at(case) == [{"reason": "complaint"}] * 2
    looks = desk.get(f"/desk/customers/{case.customer_id}/looks/").text
    assert looks.count("I look into a complaint") == 2


def test_a_reason_holds_for_its_case_and_its_session(case: Case, ana: User) -> None:
    other = a_taken_case(ana, an_enquiry_type("housing-benefit"), email="tom@mail.example")
    sue = a_supervisor()
    desk = a_desk_of(sue)
    desk.post(f"/desk/cases/{case.reference}/why/", {"reason": "audit"})
    assert desk.get(f"/desk/cases/{case.reference}/").status_code == 200
    assert desk.get(f"/desk/cases/{other.reference}/").status_code == 302
    assert a_desk_of(sue).get(f"/desk/cases/{case.reference}/").status_code == 302


def test_a_live_region_is_not_shown_without_a_reason(case: Case) -> None:
    desk = a_desk_of(a_supervisor())
    live = desk.get(f"/desk/cases/{case.reference}/?fragment=1")
    assert (live.status_code, live.content) == (403, b"")


def test_one_comes_back_to_the_desk_alone(case: Case) -> None:
    desk = a_desk_of(a_supervisor())
    sent = desk.post(f"/desk/cases/{case.reference}/why/", {"reason": "audit", "next": "https://elsewhere.example/"})
    assert sent.headers["Location"] == f"/desk/cases/{case.reference}/"


def test_other_cases_ask_for_nothing() -> None:
    case = a_case()
    assert a_desk_of(a_supervisor()).get(f"/desk/cases/{case.reference}/").status_code == 200
