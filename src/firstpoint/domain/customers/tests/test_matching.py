"""Suggestions are made on evidence that an index finds, and never of two who were found to be two."""

from datetime import date
from typing import Any

import pytest

from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer, Evidence
from firstpoint.domain.customers.queries.matching import MOST_SHARING, evidence_of, suggest_matches
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db

MILL_STREET = {"line1": "12 Mill Street", "city": "Alder", "state": "NY", "postal_code": "12345"}
PHONE = "+15555550142"


def rosa(*, name: str = "Rosa Vale", email: str = "rosa@mail.example", phone: str = PHONE) -> Customer:
    """Make somebody of their own, whoever there is already with these contact points."""
    customer = a_customer(name="Somebody", email="", phone="")
    for kind, value in (("email", email), ("phone", phone)):
        if value:
            actions.add_contact_point(customer.pk, actor=SYSTEM, kind=kind, value=value)
    facts: dict[str, Any] = {"language": "en", "preferred_channel": "", "born_on": None}
    return actions.change_customer(customer.pk, actor=SYSTEM, version=1, name=name, **facts)


def suggested(customer: Customer) -> list[tuple[Customer, list[str]]]:
    return [(match.customer, list(match.evidence)) for match in suggest_matches(SYSTEM, customer)]


def prove(customer: Customer, kind: str, value: str) -> None:
    actions.verify_contact_point(customer, actor=public_site(), kind=kind, value=value)


@pytest.mark.parametrize(
    ("other", "evidence"),
    [
        ({"email": ""}, ["same_name", "same_phone"]),
        ({"phone": ""}, ["same_email", "same_name"]),
        ({"email": "", "name": "Vale, Rosa María"}, ["same_phone", "similar_name"]),
        ({"phone": "", "name": ""}, ["same_email"]),
        ({"email": "", "name": ""}, ["same_phone"]),
        ({"name": "Rosa Quintero"}, ["same_email", "same_phone"]),
        ({"email": "", "phone": ""}, ["same_name"]),
        ({"email": "", "name": "Bo Vale"}, None),
        ({"phone": "", "name": "Bo Berg"}, None),
        ({"email": "", "phone": "", "name": "Rose Vale"}, None),
        ({"email": "else@mail.example", "phone": "+15555550143", "name": "Bo Berg"}, None),
    ],
)
def test_what_speaks_for_it_is_weighed(other: dict[str, str], evidence: list[str] | None) -> None:
    found, one = rosa(**other), rosa()
    assert suggested(one) == ([(found, evidence)] if evidence else [])
    if evidence:
        assert evidence_of(one, found) == evidence
        assert suggested(found) == [(one, evidence)]


def test_a_contact_point_that_both_have_proved_counts_more() -> None:
    one, other = rosa(phone=""), rosa(phone="", name="Bo Berg")
    assert suggested(one) == []
    prove(one, "email", "rosa@mail.example")
    assert suggested(one) == []
    prove(other, "email", "rosa@mail.example")
    assert suggested(one) == [(other, [Evidence.PROVED_EMAIL])]


def test_an_address_and_a_date_of_birth_speak_too() -> None:
    ana = an_adviser().acting()
    one, other = rosa(phone=""), rosa(name="Rose Vale", email="", phone="")
    actions.add_address(one.pk, actor=ana, lines=MILL_STREET)
    actions.add_address(
        other.pk, actor=ana, lines=MILL_STREET | {"line1": "12 MILL street", "postal_code": "12345-6789"}
    )
    assert suggested(one) == [(other, ["same_address", "similar_name"])]
    assert evidence_of(one, other) == ["same_address", "similar_name"]
    born = {"language": "en", "preferred_channel": ""}
    for customer, day in ((one, date(1987, 4, 9)), (other, date(1987, 4, 9))):
        actions.change_customer(customer.pk, actor=ana, version=2, name=customer.name, born_on=day, **born)
    one.refresh_from_db()
    assert suggested(one)[0][1] == ["same_birth_date", "same_address", "similar_name"]
    actions.change_customer(other.pk, actor=ana, version=3, name=other.name, born_on=date(1950, 1, 1), **born)
    assert suggested(one) == []


def test_what_very_many_share_says_nothing() -> None:
    for number in range(MOST_SHARING + 1):
        rosa(name=f"Person {number}", email="")
        rosa(email="", phone="")
    assert suggested(rosa(email="")) == []


def test_who_was_found_to_be_another_is_not_suggested_again() -> None:
    ana = an_adviser().acting()
    one, other, third = rosa(), rosa(email=""), rosa(phone="")
    assert {match for match, _evidence in suggested(one)} == {other, third}
    actions.refuse_match(other.pk, one.pk, actor=ana)
    assert [match for match, _evidence in suggested(one)] == [third]
    actions.merge_customers(third.pk, other.pk, actor=ana, evidence=[])
    assert suggested(one) == []


def test_one_of_an_identity_set_stands_for_all() -> None:
    ana = an_adviser().acting()
    kept, absorbed, other = rosa(), rosa(name="Rosa Quintero", email="quintero@mail.example"), rosa(email="", phone="")
    actions.merge_customers(kept.pk, absorbed.pk, actor=ana, evidence=[])
    assert suggested(other) == [(kept, ["same_name"])]
    assert suggested(kept) == [(other, ["same_name"])]
    late = rosa(name="Rosa Quintero", email="quintero@mail.example", phone="")
    assert suggested(late) == [(kept, ["same_email", "similar_name"])]
    assert evidence_of(late, kept) == ["same_email", "similar_name"]


@pytest.mark.parametrize("number", [1, 5])
def test_it_costs_the_same_however_many_there_are(number: int, django_assert_max_num_queries: Any) -> None:
    one = rosa()
    for _ in range(number):
        rosa(email="")
        rosa(phone="")
    with django_assert_max_num_queries(5):
        assert suggest_matches(SYSTEM, one)
