"""Customers are found by name or contact point, and their page shows everything over every channel."""

from typing import Any

import pytest

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.queries import TIMELINE_LENGTH
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.contacts.tests.make import an_inbound_message
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser, an_auditor, an_editor
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


@pytest.mark.req("CU-01")
def test_the_page_shows_contact_points_cases_and_one_timeline(desk: Client, ana: User) -> None:
    first, second = a_closed_case(ana, phone="+15555550142"), a_taken_case(ana)
    actions.ask_customer(second.pk, actor=ana.acting(), body="Which library?")
    assert first.customer_id == second.customer_id
    page = desk.get(f"/desk/customers/{first.customer_id}/").text
    for words in (
        "Rosa Vale",
        "rosa@mail.example",
        "+1 555-555-0142",
        first.reference,
        second.reference,
        "With the customer",
        "Ana Ruiz closed the case. Outcome: Answered",
        "Ana Ruiz asked the customer; the clock stands until they write",
        "The customer was added",
    ):
        assert words in page, words


def test_a_long_timeline_goes_on(desk: Client) -> None:
    customer = a_customer()
    for _ in range(TIMELINE_LENGTH // 2 + 1):
        an_inbound_message(customer=customer)
    case = a_case(name=customer.name, email=customer.contact_points.get().value)
    assert case.customer == customer
    page = desk.get(f"/desk/customers/{customer.pk}/").text
    assert "The case was opened" in page
    assert "?before=" not in page
    for _ in range(TIMELINE_LENGTH // 2):
        an_inbound_message(customer=customer)
    page = desk.get(f"/desk/customers/{customer.pk}/").text
    older = page.split("?before=")[1].split("#")[0]
    assert "The customer was added" not in page
    assert "The customer was added" in desk.get(f"/desk/customers/{customer.pk}/", {"before": older}).text


@pytest.mark.req("PV-02")
def test_restricted_matters_stay_hidden_on_the_customers_page(desk: Client) -> None:
    case, hidden = a_case(), a_case(a_restricted_type())
    assert case.customer == hidden.customer
    insider = a_desk_of(an_adviser(departments=[a_department("benefits")]))
    address = f"/desk/customers/{case.customer_id}/"
    assert hidden.reference not in desk.get(address).text
    assert desk.get(address).text.count("The case was opened") == 1
    assert hidden.reference in insider.get(address).text


def test_a_customer_is_not_there_for_those_without_the_right(desk: Client) -> None:
    assert desk.get("/desk/customers/999999/").status_code == 404
    editor = a_desk_of(an_editor())
    assert editor.get(f"/desk/customers/{a_customer().pk}/").status_code == 404
    assert editor.get("/desk/customers/").status_code == 403


def test_a_customer_without_cases_has_a_page(desk: Client) -> None:
    page = desk.get(f"/desk/customers/{a_customer(name='').pk}/").text
    assert "No name given" in page
    assert "There is no case that you may see." in page


@pytest.mark.req("PV-02")
def test_those_with_the_right_see_who_looked_and_when(desk: Client, ana: User) -> None:
    case, hidden = a_case(), a_case(a_restricted_type())
    address = f"/desk/customers/{case.customer_id}/"
    desk.get(address)
    desk.get(f"/desk/cases/{case.reference}/")
    insider = a_desk_of(an_adviser(name="Ben Okafor", departments=[a_department("benefits")]))
    insider.get(f"/desk/cases/{hidden.reference}/")
    assert "Who looked" not in desk.get(address).text
    assert desk.get(f"{address}looks/").status_code == 403
    for seer in (an_auditor(name="Au Ditor"), a_supervisor(name="Su Pervisor")):
        page = a_desk_of(seer).get(f"{address}looks/").text
        assert page.count("Ana Ruiz") == 3
        assert case.reference in page
        assert hidden.reference not in page
        assert "Ben Okafor" not in page
        assert seer.name in page
        assert "Who looked" in a_desk_of(seer).get(address).text


@pytest.mark.req("PV-02")
def test_many_looks_are_read_page_by_page(desk: Client) -> None:
    customer = a_customer()
    for _ in range(TIMELINE_LENGTH + 1):
        desk.get(f"/desk/customers/{customer.pk}/")
    auditor = a_desk_of(an_auditor())
    page = auditor.get(f"/desk/customers/{customer.pk}/looks/").text
    older = page.split("?before=")[1].split('"')[0]
    assert page.count('<th scope="row">Ana Ruiz') == TIMELINE_LENGTH - 1
    page = auditor.get(f"/desk/customers/{customer.pk}/looks/", {"before": older}).text
    assert page.count('<th scope="row">Ana Ruiz') == 2


@pytest.mark.parametrize("number", [1, 7])
def test_pages_cost_the_same_however_many_rows(number: int, desk: Client, ana: User) -> None:
    customer_id = a_case().customer_id
    for _ in range(number):
        a_closed_case(ana)
        a_customer(name="Somebody")
    # The page that says that there is no such customer reads one row, and what every page reads.
    least = cost_of(desk, "/desk/customers/0/")
    # The rows and their contact points.
    assert cost_of(desk, "/desk/customers/") - least == 1
    # Beyond the customer: the look with its transaction (3); for the timeline who is one, hidden cases, references, events,
    # names; cases; who is one, contact points, addresses; how many cases are open; merges; who may be the
    # same (2).
    assert cost_of(desk, f"/desk/customers/{customer_id}/") - least == 16


def cost_of(desk: Client, address: str) -> int:
    """Count the statements of a page, in a process that has shown one before."""
    desk.get("/desk/customers/0/")
    with CaptureQueriesContext(connection) as queries:
        desk.get(address)
    return len(queries)
