"""What is typed to find a customer leads to them, and stands neither in an address nor in the journal."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.customers.queries.finding import MOST_FOUND
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.customer.tests.test_customer import cost_of
from firstpoint.doors.desk.searches import MOST_KEPT
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
    ("typed", "found"),
    [
        ("noor", {"Noor Haddad"}),
        ("HADDAD noor", {"Noor Haddad"}),
        ("Hadad", {"Noor Haddad"}),
        ("ni be", {"Nils Bergström"}),
        ("bergstrom", {"Nils Bergström"}),
        ("Noor@Mail.Example", {"Noor Haddad"}),
        ("noor@mail", set()),
        ("(555) 555-0142", {"Noor Haddad", "Nils Bergström"}),
        ("+1 555 555 0142", {"Noor Haddad", "Nils Bergström"}),
        ("n%", set()),
        ("", {"Noor Haddad", "Nils Bergström", "Rosa Vale"}),
        (" ", {"Noor Haddad", "Nils Bergström", "Rosa Vale"}),
        ("null\0", {"Noor Haddad", "Nils Bergström", "Rosa Vale"}),
        ("<script>", set()),
    ],
)
def test_customers_are_found_however_their_names_are_typed(typed: str, found: set[str], desk: Client) -> None:
    a_customer(name="Noor Haddad", email="noor@mail.example", phone="+15555550142")
    a_customer(name="Nils Bergström", email="", phone="+15555550142")
    a_customer(name="Rosa Vale")
    response = desk.post("/desk/find/", {"q": typed}, follow=True)
    page = response.text
    assert {name for name in ("Noor Haddad", "Nils Bergström", "Rosa Vale") if name in page} == found
    assert ("No customer was found" in page) is (not found)
    for address, _status in response.redirect_chain:
        assert typed.strip() == "" or typed.split()[-1].lower() not in address.lower()
    assert "<script>" not in page.split("<main")[1]


@pytest.mark.req("CU-01")
def test_a_reference_leads_to_its_case_and_other_words_never_do(desk: Client) -> None:
    case = a_case()
    for typed in (case.reference, case.reference.lower().replace("-", " ")):
        assert desk.post("/desk/find/", {"q": typed}).headers["Location"] == f"/desk/cases/{case.reference}/"
    assert "No customer was found" in desk.post("/desk/find/", {"q": "222-222-2222"}, follow=True).text


@pytest.mark.req("PV-02")
def test_a_search_is_recorded_without_its_words(desk: Client, ana: User) -> None:
    a_customer(name="Noor Haddad")
    desk.post("/desk/find/", {"q": "noor haddad"}, follow=True)
    event = Event.objects.get(type="customers.searched")
    assert (event.actor_id, event.is_look, event.data, event.customer_id) == (ana.pk, True, {"found": 1}, None)


def test_each_search_has_an_address_of_its_own_to_come_back_to(desk: Client, ana: User) -> None:
    a_customer(name="Noor Haddad")
    a_customer(name="Rosa Vale")
    noor, rosa = (desk.post("/desk/find/", {"q": words}).headers["Location"] for words in ("noor", "rosa"))
    assert noor != rosa
    for _time in range(2):
        assert "Noor Haddad" in desk.get(noor).text
        assert "Rosa Vale" in desk.get(rosa).text
    assert 'value="noor"' in desk.get(noor).text
    stranger = a_desk_of(an_adviser()).get(noor).text
    assert "This search is not kept any more." in stranger
    assert 'value="noor"' not in stranger
    for number in range(MOST_KEPT):
        desk.post("/desk/find/", {"q": f"somebody {number}"})
    assert "This search is not kept any more." in desk.get(noor).text


def test_more_than_a_page_is_said_to_be_more(desk: Client) -> None:
    for _ in range(MOST_FOUND + 1):
        a_customer(name="Ana Lim", email="", phone="")
    assert "There are more." in desk.post("/desk/find/", {"q": "ana lim"}, follow=True).text


def test_those_without_the_right_find_nobody() -> None:
    editor = a_desk_of(an_editor())
    assert editor.post("/desk/find/", {"q": "rosa"}).status_code == 403
    assert editor.get("/desk/customers/?search=x").status_code == 403


@pytest.mark.parametrize("number", [1, 7])
def test_a_search_costs_the_same_however_many_are_found(number: int, desk: Client) -> None:
    for _ in range(number):
        a_customer(name="Noor Haddad")
    address = desk.post("/desk/find/", {"q": "noor haddad"}).headers["Location"]
    # The name as typed, words like it, their holders; who is one, the rows, their contact points; the search is noted with
    # its transaction (3). The page that says that there is no such customer reads one row, and what every page reads.
    assert cost_of(desk, address) - cost_of(desk, "/desk/customers/0/") == 14


@pytest.mark.req("CS-02")
def test_words_of_messages_lead_to_their_cases(desk: Client) -> None:
    case = a_case(body="A zebrawood table stands on the sidewalk.")
    page = desk.post("/desk/find/", {"q": "Zebrawood sidewalk"}, follow=True).text
    assert "Cases in whose messages these words stand" in page
    assert case.reference in page
    assert "<mark>zebrawood</mark>" in page
    assert "zebrawood" not in desk.post("/desk/find/", {"q": "zebrawood"}).url
