"""The page of a case says what it is likely about, and moves it there in one click."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_department, an_adviser, an_auditor
from firstpoint.domain.routing.actions import train_triage
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db
WORDS = "Hello, where do I get a card for the library?"


@pytest.fixture(autouse=True)
def _centre(db: Any) -> None:
    a_catalogue()
    train_triage(actor=SYSTEM)


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


def panel(desk: Client, case: Case) -> str:
    """Return what the page says of what the case is likely about, empty where it says nothing."""
    text = desk.get(f"/desk/cases/{case.reference}/").text
    return text.split('id="likely-title"')[1].split("</section>")[0] if "likely-title" in text else ""


@pytest.mark.req("RT-07")
def test_a_general_question_shows_what_it_is_likely_about_and_moves_there_in_one_click(ana: User) -> None:
    desk, case = a_desk_of(ana), a_taken_case(ana, body=WORDS)
    shown = panel(desk, case)
    assert "Library card" in shown.split("<li>")[1]
    assert " %)" in shown
    response = desk.post(f"/desk/cases/{case.reference}/enquiry-type/", {"enquiry_type": "library-card"}, follow=True)
    case.refresh_from_db()
    assert case.enquiry_type.code == "library-card"
    assert "The case is now about: Library card." in response.text
    assert "Ana Ruiz moved the case to another enquiry type" in response.text
    assert Event.objects.get(type="case.enquiry_type_changed").actor_id == ana.pk
    assert panel(desk, case) == ""


def test_a_case_that_nobody_owns_is_taken_first(ana: User) -> None:
    desk, case = a_desk_of(ana), a_case(body=WORDS)
    shown = panel(desk, case)
    assert "Library card" in shown
    assert "<button" not in shown
    response = desk.post(f"/desk/cases/{case.reference}/enquiry-type/", {"enquiry_type": "library-card"})
    assert response.status_code == 409
    assert "Take this case first" in response.text


@pytest.mark.req("RT-07")
def test_what_somebody_may_not_know_of_is_not_suggested(ana: User) -> None:
    words = "My benefit payment is missing"
    there = an_adviser(departments=[a_department("benefits")])
    assert "Benefit payment missing" not in panel(a_desk_of(ana), a_taken_case(ana, body=words))
    assert "Benefit payment missing" in panel(a_desk_of(there), a_taken_case(there, body=words))
    assert panel(a_desk_of(an_auditor()), a_case(body=words)) == ""


def test_a_case_that_becomes_another_departments_leaves_the_desk(ana: User) -> None:
    a_restricted_type()
    desk, case = a_desk_of(ana), a_taken_case(ana, body=WORDS)
    response = desk.post(f"/desk/cases/{case.reference}/enquiry-type/", {"enquiry_type": "benefit-payment-missing"})
    assert response.headers["Location"] == "/desk/"
    assert desk.get(f"/desk/cases/{case.reference}/").status_code == 404


@pytest.mark.parametrize("code", ["", "no-such-type", "a\0b", "é" * 500])
def test_an_enquiry_type_that_is_not_there_is_not_found(ana: User, code: str) -> None:
    case = a_taken_case(ana, body=WORDS)
    response = a_desk_of(ana).post(f"/desk/cases/{case.reference}/enquiry-type/", {"enquiry_type": code})
    assert response.status_code == 404


def test_looking_moves_nothing(ana: User) -> None:
    case = a_taken_case(ana)
    assert a_desk_of(ana).get(f"/desk/cases/{case.reference}/enquiry-type/").status_code == 405
