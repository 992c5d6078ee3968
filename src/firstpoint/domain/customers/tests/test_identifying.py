"""Who is taken for whom: a contact point and the same name are strong evidence, anything less makes somebody new."""

from typing import Any

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.customers import actions, queries
from firstpoint.domain.customers.models import ContactPoint, Customer
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_editor

pytestmark = pytest.mark.django_db


def identified(name: str = "Rosa Vale", email: str = "rosa@mail.example", phone: str = "") -> Customer | None:
    return actions.identify(actor=public_site(), name=name, email=email, phone=phone, language="en")


def test_somebody_new_has_what_they_gave() -> None:
    customer = identified(phone="+15555550123")
    assert (customer.name, customer.language, customer.preferred_channel) == ("Rosa Vale", "en", "email")
    points = customer.contact_points.order_by("kind").values_list("kind", "value", "verified_at")
    assert list(points) == [("email", "rosa@mail.example", None), ("phone", "+15555550123", None)]
    assert Event.objects.get(type="customer.created").customer_id == customer.pk


@pytest.mark.parametrize("name", ["Rosa Vale", "rosa  VALE", " Rosa Vale "])
def test_the_same_contact_point_and_name_are_the_same_customer(name: str) -> None:
    assert identified(name) == identified()
    assert Customer.objects.count() == Event.objects.filter(type="customer.created").count() == 1


@pytest.mark.parametrize(
    "other",
    [{"name": "Bo Vale"}, {"name": ""}, {"email": "rose@mail.example"}, {"email": ""}, {"name": "Vale Rosa"}],
)
def test_less_is_somebody_else(other: dict[str, Any]) -> None:
    assert identified(**other) != identified()


def test_a_name_alone_is_never_enough() -> None:
    assert identified(email="") != identified(email="")


def test_who_gives_nothing_is_nobody() -> None:
    assert identified("", "", "") is None
    assert not Customer.objects.exists()


def test_a_family_shares_a_phone() -> None:
    rosa = identified(email="", phone="+15555550123")
    bo = identified("Bo Vale", email="", phone="+15555550123")
    assert rosa != bo
    assert identified(email="", phone="+15555550123") == rosa
    assert identified("Bo Vale", email="", phone="+15555550123") == bo


def test_a_phone_number_is_not_taken_for_an_address() -> None:
    customer = identified(email="", phone="+15555550123")
    assert identified(email="+15555550123") != customer


def test_a_proved_contact_point_counts_first() -> None:
    first, proved = a_customer(name="Rosa"), a_customer(name="Rosa")
    for customer in (first, proved):
        ContactPoint.objects.create(customer=customer, kind="phone", value="+15555550123")
    actions.verify_contact_point(proved, actor=public_site(), kind="phone", value="+15555550123")
    assert identified("Rosa", email="", phone="+15555550123") == proved


def test_a_known_customer_gets_no_further_contact_point_by_somebodys_word() -> None:
    rosa = identified(phone="+15555550123")
    assert identified(email="thief@mail.example", phone="+15555550123") != rosa
    assert not rosa.contact_points.filter(value="thief@mail.example").exists()


def test_a_contact_point_is_verified_once() -> None:
    rosa = identified()
    for _time in range(2):
        actions.verify_contact_point(rosa, actor=public_site(), kind="email", value="rosa@mail.example")
    actions.verify_contact_point(rosa, actor=public_site(), kind="email", value="other@mail.example")
    assert rosa.contact_points.get().verified_at == clock.now()
    assert Event.objects.filter(type="contact_point.verified").count() == 1


def test_an_editor_identifies_nobody() -> None:
    with pytest.raises(NotPermitted):
        actions.identify(actor=an_editor().acting(), name="x", email="", phone="", language="en")


def test_those_who_serve_no_customers_see_none() -> None:
    rosa = identified()
    for actor in (an_editor().acting(), an_administrator().acting(), public_site()):
        assert not queries.customer_list(actor)
        assert not queries.find_customers(actor, "Rosa").customers
        with pytest.raises(NotFound):
            queries.get_customer(actor, rosa.pk)
    assert queries.get_customer(a_supervisor().acting(), rosa.pk) == rosa
