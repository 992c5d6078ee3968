"""The facts of a customer are changed at the desk; nobody overwrites unseen what somebody else has stored."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases.tests.make import a_case, a_closed_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Address, Customer
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

FACTS = {"version": "1", "name": "Rosa Vale", "language": "es", "preferred_channel": "post"}
BORN = {"born_on_month": "4", "born_on_day": "9", "born_on_year": "1987"}
MILL_STREET = {
    "lines_line1": "12 Mill Street",
    "lines_line2": "",
    "lines_city": "Alder",
    "lines_state": "NY",
    "lines_postal_code": "12345",
}


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


def save(desk: Client, customer: Customer, what: str, **typed: Any) -> Any:
    return desk.post(f"/desk/customers/{customer.pk}/change/{what}/", typed)


@pytest.mark.req("CU-01")
@pytest.mark.parametrize(
    ("what", "typed", "told", "event"),
    [
        ("facts", FACTS | BORN, ["Rosa Vale", "Spanish", "Letter", "April 9, 1987"], "customer.changed"),
        (
            "needs",
            {"version": "1", "needs": ["relay", "large_print"]},
            ["Large print, Relay service"],
            "customer.needs_changed",
        ),
        (
            "consents",
            {"version": "1", "consents": ["surveys"]},
            ["Surveys about the service"],
            "customer.consents_changed",
        ),
        ("point", {"value": "(555) 555-0142"}, ["+1 555-555-0142"], "contact_point.added"),
        ("point", {"value": "Rosa@Mail.Example"}, ["rosa@mail.example"], "contact_point.added"),
        ("address", MILL_STREET, ["12 Mill Street, Alder, NY, 12345"], "address.added"),
    ],
)
def test_a_fact_is_changed_and_shown(
    what: str, typed: dict[str, Any], told: list[str], event: str, desk: Client, ana: User
) -> None:
    customer = a_customer(name="Somebody")
    response = save(desk, customer, what, **typed)
    assert response.headers["Location"] == f"/desk/customers/{customer.pk}/"
    page = desk.get(f"/desk/customers/{customer.pk}/").text
    for words in ("The changes are saved.", *told):
        assert words in page, words
    assert Event.objects.get(type=event).actor_id == ana.pk


@pytest.mark.parametrize(
    ("what", "typed", "wrong"),
    [
        ("facts", FACTS | {"language": "xx"}, "Select a valid choice"),
        ("facts", FACTS | BORN | {"born_on_year": "87"}, "Enter the year with 4 digits"),
        ("facts", FACTS | BORN | {"born_on_year": "2030"}, "This day has not come yet."),
        ("facts", {"name": "Rosa"}, "This field is required"),
        ("point", {"value": "rosa@"}, "Enter a valid email address"),
        ("point", {"value": "0142"}, "Enter the whole phone number"),
        ("point", {"value": ""}, "This field is required"),
        ("point", {"value": "known@mail.example"}, "This is known already."),
        ("address", MILL_STREET | {"lines_postal_code": "1"}, "Enter a ZIP code"),
        ("needs", {"version": "1", "needs": ["gold"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_stored_comes_back(what: str, typed: dict[str, Any], wrong: str, desk: Client) -> None:
    customer = a_customer(email="known@mail.example")
    events = Event.objects.filter(is_look=False).count()
    response = save(desk, customer, what, **typed)
    assert response.status_code in (409, 422)
    assert wrong in response.text
    assert "<title>Error: " in response.text.replace("\n", "").replace("    ", "")
    assert Event.objects.filter(is_look=False).count() == events


@pytest.mark.req("CU-02")
def test_a_new_address_is_recorded_once_and_shown_on_every_open_case(desk: Client, ana: User) -> None:
    cases = [a_case(), a_case(), a_closed_case(ana)]
    customer = cases[0].customer
    assert customer is not None
    assert "A change reaches 2 open cases." in desk.get(f"/desk/customers/{customer.pk}/").text
    save(desk, customer, "address", **MILL_STREET | {"lines_line1": "1 Elm Street"})
    save(desk, customer, "address", **MILL_STREET)
    assert save(desk, customer, "address", **MILL_STREET).status_code == 409
    assert Address.objects.filter(customer=customer).count() == 2
    for case in cases:
        page = desk.get(f"/desk/cases/{case.reference}/").text
        assert "12 Mill Street" in page
        assert "1 Elm Street" not in page
    page = desk.get(f"/desk/customers/{customer.pk}/").text
    assert page.index("12 Mill Street") < page.index("Earlier addresses") < page.index("1 Elm Street")
    assert Event.objects.filter(type="address.added").count() == 2


@pytest.mark.req("CU-02")
def test_what_somebody_else_stored_meanwhile_is_shown_beside_what_was_typed(desk: Client) -> None:
    customer = a_customer(name="Rosa Vale")
    shown = desk.get(f"/desk/customers/{customer.pk}/change/").text
    assert 'name="version" value="1"' in shown
    actions.change_customer(
        customer.pk, actor=SYSTEM, version=1, name="Rosa Quintero", language="en", preferred_channel="sms", born_on=None
    )
    response = save(desk, customer, "facts", **FACTS | {"name": "Rosa Vale-Ruiz"})
    assert response.status_code == 409
    for words in (
        "Somebody else changed this while you had it open.",
        'value="Rosa Vale-Ruiz"',
        "Rosa Quintero",
        "Text message",
        'name="version" value="2"',
    ):
        assert words in response.text, words
    customer.refresh_from_db()
    assert customer.name == "Rosa Quintero"
    assert save(desk, customer, "facts", **FACTS | {"name": "Rosa Vale-Ruiz", "version": "2"}).status_code == 302
    customer.refresh_from_db()
    assert customer.name == "Rosa Vale-Ruiz"


def test_the_last_way_to_reach_somebody_stays(desk: Client) -> None:
    customer = a_case().customer
    assert customer is not None
    page = f"/desk/customers/{customer.pk}/change/"
    first = customer.contact_points.get()
    refused = desk.post(
        f"/desk/customers/{customer.pk}/points/{first.pk}/remove/", HTTP_REFERER=f"http://testserver{page}"
    )
    assert refused.headers["Location"].endswith(page)
    assert "An open case promises this customer an answer" in desk.get(page).text
    save(desk, customer, "point", value="(555) 555-0142")
    desk.post(f"/desk/customers/{customer.pk}/points/{first.pk}/remove/")
    assert "The contact point is removed." in desk.get(page).text
    assert customer.contact_points.get().kind == "phone"


def test_a_customer_who_was_merged_meanwhile_is_changed_elsewhere(desk: Client, ana: User) -> None:
    kept, absorbed = a_customer(), a_customer()
    actions.merge_customers(kept.pk, absorbed.pk, actor=ana.acting(), evidence=[])
    response = save(desk, absorbed, "facts", **FACTS)
    assert response.status_code == 409
    assert "merged into another one meanwhile" in response.text


def test_those_who_only_look_change_nothing(desk: Client) -> None:
    customer = a_customer()
    auditor = a_desk_of(an_auditor())
    assert "Change the facts" not in auditor.get(f"/desk/customers/{customer.pk}/").text
    assert auditor.get(f"/desk/customers/{customer.pk}/change/").status_code == 403
    assert save(auditor, customer, "facts", **FACTS).status_code == 403
    assert save(desk, customer, "nonsense", **FACTS).status_code == 404
    assert desk.get("/desk/customers/999999/change/").status_code == 404
