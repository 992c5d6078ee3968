"""Two customers who may be one are compared and merged at the desk, and taken apart again."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer, Merge
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

PHONE = "+15555550142"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


def page_of(desk: Client, customer: Customer) -> str:
    return desk.get(f"/desk/customers/{customer.pk}/").text


def two() -> tuple[Customer, Customer]:
    """Bring in two cases of somebody who wrote their name in two ways."""
    kept = a_case(name="Rosa Vale", email="rosa@mail.example", phone=PHONE, body="The first question").customer
    absorbed = a_case(name="Rosa M. Vale", email="", phone=PHONE, body="The second question").customer
    assert kept and absorbed and kept != absorbed
    return kept, absorbed


@pytest.mark.req("CU-03")
def test_from_the_suggestion_to_the_merge_and_back(desk: Client, ana: User) -> None:
    kept, absorbed = two()
    page = page_of(desk, kept)
    assert "Same phone, Similar name" in page
    compare = f"/desk/customers/{kept.pk}/compare/{absorbed.pk}/"
    assert compare in page
    page = desk.get(compare).text
    for words in ("Rosa M. Vale", "rosa@mail.example", "+1 555-555-0142", "Same phone, Similar name", "Cases"):
        assert words in page, words
    response = desk.post(f"/desk/customers/{kept.pk}/merge/{absorbed.pk}/", follow=True)
    page = response.text
    merge = Merge.objects.get()
    assert merge.evidence == ["same_phone", "similar_name"]
    assert "Rosa M. Vale was merged into this customer." in page
    assert page.count(f"/desk/merges/{merge.pk}/undo/") == 2
    for case in (*kept.cases.all(), *absorbed.cases.all()):
        assert case.reference in page
        side = desk.get(f"/desk/cases/{case.reference}/").text.split("<aside")[1]
        assert f"/desk/customers/{kept.pk}/" in side
        assert "rosa@mail.example" in side
    led = desk.get(f"/desk/customers/{absorbed.pk}/", follow=True)
    assert led.redirect_chain == [(f"/desk/customers/{kept.pk}/", 302)]
    assert "Rosa M. Vale was merged into this customer." in led.text
    page = desk.post(f"/desk/merges/{merge.pk}/undo/", follow=True).text
    assert "The merge is undone" in page
    assert absorbed.cases.get().reference not in page
    assert "Undone by Ana Ruiz" in page
    assert "No customer" not in page_of(desk, absorbed)
    assert [event.type for event in Event.objects.filter(type__startswith="customer.merge").order_by("id")] == [
        "customer.merged",
        "customer.merge_undone",
    ]


@pytest.mark.req("CU-03")
def test_two_people_are_not_suggested_again(desk: Client) -> None:
    kept, absorbed = two()
    page = desk.post(f"/desk/customers/{kept.pk}/refuse/{absorbed.pk}/", follow=True).text
    assert "They stay two customers" in page
    assert "Same phone, Similar name" not in page
    assert "Same phone, Similar name" not in page_of(desk, absorbed)


@pytest.mark.req("CU-03")
def test_a_second_merge_of_the_same_two_is_told_what_happened(desk: Client, ana: User) -> None:
    kept, absorbed = two()
    other = a_customer(name="Rosa Vale")
    ben = a_desk_of(an_adviser(name="Ben Okafor"))
    ben.post(f"/desk/customers/{absorbed.pk}/merge/{kept.pk}/")
    came_from = {"HTTP_REFERER": f"http://testserver/desk/customers/{kept.pk}/compare/{absorbed.pk}/"}
    for pair, told in (
        ((kept.pk, absorbed.pk), "there is nothing left to do"),
        ((kept.pk, other.pk), "was merged into another customer meanwhile"),
    ):
        response = desk.post(f"/desk/customers/{pair[0]}/merge/{pair[1]}/", follow=True, **came_from)
        assert told in response.text, response.redirect_chain
    assert Merge.objects.count() == 1
    assert desk.get(f"/desk/customers/{kept.pk}/compare/{absorbed.pk}/").headers["Location"] == (
        f"/desk/customers/{absorbed.pk}/"
    )
    assert desk.get(f"/desk/customers/{kept.pk}/compare/{other.pk}/").headers["Location"] == (
        f"/desk/customers/{absorbed.pk}/compare/{other.pk}/"
    )
    merge = Merge.objects.get()
    for _time in range(2):
        response = desk.post(f"/desk/merges/{merge.pk}/undo/", follow=True, **came_from)
    assert "This merge was undone already." in response.text


def test_anybody_can_be_compared_by_the_reference_of_a_case(desk: Client) -> None:
    kept, other = a_customer(), a_case(name="Bo Berg", email="bo@mail.example")
    address = f"/desk/customers/{kept.pk}/compare/"
    response = desk.post(address, {"reference": other.reference.lower()})
    assert response.headers["Location"] == f"{address}{other.customer_id}/"
    assert "Nothing that is known speaks for it." in desk.get(f"{address}{other.customer_id}/").text
    for wrong in ("222-222-2222", "", "x"):
        assert desk.post(address, {"reference": wrong}).status_code == 409


@pytest.mark.req("PV-02")
def test_a_merge_opens_no_restricted_case(desk: Client) -> None:
    kept, absorbed = two()
    hidden = a_case(a_restricted_type(), name="Rosa M. Vale", email="", phone=PHONE)
    assert hidden.customer == absorbed
    desk.post(f"/desk/customers/{kept.pk}/merge/{absorbed.pk}/")
    page = page_of(desk, kept)
    assert hidden.reference not in page
    assert page.count("The case was opened") == 2


def test_those_who_only_look_merge_nobody(desk: Client, ana: User) -> None:
    kept, absorbed = two()
    auditor = a_desk_of(an_auditor())
    assert "May be the same person" not in page_of(auditor, kept)
    assert auditor.get(f"/desk/customers/{kept.pk}/compare/{absorbed.pk}/").status_code == 403
    for act in ("merge", "refuse"):
        assert auditor.post(f"/desk/customers/{kept.pk}/{act}/{absorbed.pk}/").status_code == 403
    merge = actions.merge_customers(kept.pk, absorbed.pk, actor=ana.acting(), evidence=[])
    assert auditor.post(f"/desk/merges/{merge.pk}/undo/").status_code == 403
    assert f"/desk/merges/{merge.pk}/undo/" not in page_of(auditor, kept)
