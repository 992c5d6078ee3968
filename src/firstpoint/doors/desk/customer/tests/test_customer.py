"""Customers are found by name or contact point, and their page shows everything over every channel."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.queries import TIMELINE_LENGTH
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.contacts.tests.make import an_inbound_message
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_department, an_adviser, an_editor
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
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("noor", {"Noor Haddad"}),
        ("NOOR HADDAD", {"Noor Haddad"}),
        ("Haddad", set()),
        ("noor@mail.example", {"Noor Haddad"}),
        ("Noor@Mail.Example", {"Noor Haddad"}),
        ("noor@mail", set()),
        ("(555) 555-0142", {"Noor Haddad", "Nils Berg"}),
        ("+1 555 555 0142", {"Noor Haddad", "Nils Berg"}),
        ("n%", set()),
        ("", {"Noor Haddad", "Nils Berg", "Rosa Vale"}),
        ("null\0", set()),
    ],
)
def test_customers_are_found_by_the_beginning_of_a_name_or_a_whole_contact_point(
    search: str, found: set[str], desk: Client
) -> None:
    a_customer(name="Noor Haddad", email="noor@mail.example", phone="+15555550142")
    a_customer(name="Nils Berg", email="", phone="+15555550142")
    a_customer(name="Rosa Vale")
    page = desk.get("/desk/customers/", {"q": search}).text
    assert {name for name in ("Noor Haddad", "Nils Berg", "Rosa Vale") if name in page} == found
    assert ("No customer was found" in page) is (not found)


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


@pytest.mark.parametrize("number", [1, 7])
def test_pages_cost_the_same_however_many_rows(
    number: int, desk: Client, ana: User, django_assert_num_queries: Any
) -> None:
    customer_id = a_case().customer_id
    for _ in range(number):
        a_closed_case(ana)
        a_customer()
    # Session, user, departments; the rows and their contact points; agency, what waits.
    with django_assert_num_queries(7):
        desk.get("/desk/customers/")
    # Session, user, departments; customer, contact points, addresses; the look with its savepoint (3); hidden cases,
    # references, timeline, names; cases; agency, what waits.
    with django_assert_num_queries(16):
        desk.get(f"/desk/customers/{customer_id}/")
