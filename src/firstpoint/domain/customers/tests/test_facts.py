"""Facts change by one action and one event each, and a form that is older than the facts is refused."""

from datetime import date
from typing import Any

import pytest

from django.db import transaction

from firstpoint.core.errors import NotFound, NotPermitted, Stale
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.tests.make import a_case, a_closed_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Address, ContactPoint, Customer
from firstpoint.domain.customers.queries import known_facts
from firstpoint.domain.customers.queries.addresses import address_key
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_auditor

pytestmark = pytest.mark.django_db

MILL_STREET = {"line1": "12 Mill Street", "city": "Alder", "state": "NY", "postal_code": "12345"}
FACTS: dict[str, Any] = {
    "name": "Rosa Vale",
    "language": "es",
    "preferred_channel": "post",
    "born_on": date(1987, 4, 9),
}


@pytest.fixture
def ana() -> User:
    return an_adviser()


def last_event() -> tuple[str, int | None, dict[str, object]]:
    event = Event.objects.latest("id")
    return event.type, event.customer_id, event.data


def test_each_change_is_one_event_without_what_it_says(ana: User) -> None:
    rosa, acting = a_customer(), ana.acting()
    actions.change_customer(rosa.pk, actor=acting, version=1, **FACTS)
    assert last_event() == ("customer.changed", rosa.pk, {"facts": "name.language.preferred_channel.born_on"})
    actions.change_needs(rosa.pk, actor=acting, version=2, needs=["relay", "large_print", "nonsense"])
    assert last_event() == ("customer.needs_changed", rosa.pk, {"needs": "large_print.relay"})
    actions.change_consents(rosa.pk, actor=acting, version=3, consents=["surveys"])
    assert last_event() == ("customer.consents_changed", rosa.pk, {"consents": "surveys"})
    point = actions.add_contact_point(rosa.pk, actor=acting, kind="phone", value="+15555550142")
    assert last_event() == ("contact_point.added", rosa.pk, {"kind": "phone"})
    actions.remove_contact_point(rosa.pk, point.pk, actor=acting)
    assert last_event() == ("contact_point.removed", rosa.pk, {"kind": "phone"})
    actions.add_address(rosa.pk, actor=acting, lines=MILL_STREET)
    assert last_event() == ("address.added", rosa.pk, {})
    changed = Customer.objects.get()
    assert {name: getattr(changed, name) for name in FACTS} == FACTS
    assert (changed.access_needs, changed.consents, changed.version) == (["large_print", "relay"], ["surveys"], 4)


def test_nothing_new_is_no_event(ana: User) -> None:
    rosa = actions.change_customer(a_customer().pk, actor=ana.acting(), version=1, **FACTS)
    actions.change_needs(rosa.pk, actor=ana.acting(), version=2, needs=["relay"])
    actions.change_consents(rosa.pk, actor=ana.acting(), version=3, consents=["surveys"])
    events = Event.objects.count()
    actions.change_customer(rosa.pk, actor=ana.acting(), version=4, **FACTS)
    actions.change_needs(rosa.pk, actor=ana.acting(), version=4, needs=["relay"])
    actions.change_consents(rosa.pk, actor=ana.acting(), version=4, consents=["surveys"])
    assert Event.objects.count() == events
    assert Customer.objects.get().version == 4


def test_a_form_that_is_older_than_the_facts_is_refused(ana: User) -> None:
    rosa, acting = a_customer(), ana.acting()
    actions.change_needs(rosa.pk, actor=acting, version=1, needs=["relay"])
    with pytest.raises(Stale), transaction.atomic():
        actions.change_customer(rosa.pk, actor=acting, version=1, **FACTS)
    with pytest.raises(Stale), transaction.atomic():
        actions.change_needs(rosa.pk, actor=acting, version=1, needs=[])
    with pytest.raises(Stale), transaction.atomic():
        actions.change_consents(rosa.pk, actor=acting, version=3, consents=[])


def test_what_is_known_is_not_added_again_and_what_was_merged_is_changed_elsewhere(ana: User) -> None:
    rosa, other, acting = a_customer(email="rosa@mail.example"), a_customer(email="vale@mail.example"), ana.acting()
    actions.add_address(other.pk, actor=acting, lines=MILL_STREET)
    actions.merge_customers(rosa.pk, other.pk, actor=acting, evidence=[])
    for value in ("rosa@mail.example", "vale@mail.example"):
        with pytest.raises(actions.KnownAlready), transaction.atomic():
            actions.add_contact_point(rosa.pk, actor=acting, kind="email", value=value)
    with pytest.raises(actions.KnownAlready), transaction.atomic():
        actions.add_address(rosa.pk, actor=acting, lines=MILL_STREET)
    with pytest.raises(actions.MergedMeanwhile), transaction.atomic():
        actions.add_address(other.pk, actor=acting, lines=MILL_STREET | {"line1": "1 Elm Street"})
    with pytest.raises(NotFound), transaction.atomic():
        actions.remove_contact_point(rosa.pk, a_customer().contact_points.get().pk, actor=acting)
    actions.remove_contact_point(rosa.pk, ContactPoint.objects.get(value="vale@mail.example").pk, actor=acting)
    assert not other.contact_points.exists()
    with pytest.raises(NotPermitted):
        actions.add_address(rosa.pk, actor=an_auditor().acting(), lines=MILL_STREET)


def test_the_last_way_to_reach_somebody_stays_while_an_answer_is_promised(ana: User) -> None:
    a_catalogue()
    case, acting = a_case(), ana.acting()
    assert case.customer
    first = case.customer.contact_points.get()
    with pytest.raises(cases.StillPromised), transaction.atomic():
        cases.remove_contact_point(case.customer.pk, first.pk, actor=acting)
    second = actions.add_contact_point(case.customer.pk, actor=acting, kind="phone", value="+15555550142")
    cases.remove_contact_point(case.customer.pk, first.pk, actor=acting)
    with pytest.raises(cases.StillPromised), transaction.atomic():
        cases.remove_contact_point(case.customer.pk, second.pk, actor=acting)


def test_nothing_is_promised_any_more_when_every_case_is_closed(ana: User) -> None:
    a_catalogue()
    case = a_closed_case(ana)
    assert case.customer
    cases.remove_contact_point(case.customer.pk, case.customer.contact_points.get().pk, actor=ana.acting())
    assert not case.customer.contact_points.exists()


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (MILL_STREET, "12 mill street 12345"),
        (MILL_STREET | {"line1": "12, MILL  Street.", "postal_code": "12345-6789"}, "12 mill street 12345"),
        (MILL_STREET | {"line2": "Apt. 4"}, "12 mill street apt 4 12345"),
        (MILL_STREET | {"line1": ""}, ""),
        ({"line1": "12 Mill Street"}, ""),
        ({}, ""),
    ],
)
def test_an_address_is_the_same_however_it_is_written(lines: dict[str, str], key: str) -> None:
    assert address_key(lines) == key


def test_known_facts_are_answers_of_the_whole_identity_set(ana: User) -> None:
    rosa, other, acting = (
        a_customer(name="Rosa Vale", email="rosa@mail.example"),
        a_customer(email="", phone="+15555550142"),
        ana.acting(),
    )
    assert known_facts(rosa) == {"name": "Rosa Vale", "email": "rosa@mail.example", "language": "en"}
    actions.merge_customers(rosa.pk, other.pk, actor=acting, evidence=[])
    actions.add_address(rosa.pk, actor=acting, lines={"line1": "1 Elm Street", "postal_code": "12345"})
    actions.add_address(rosa.pk, actor=acting, lines=MILL_STREET)
    actions.add_contact_point(rosa.pk, actor=acting, kind="email", value="proved@mail.example")
    actions.verify_contact_point(rosa, actor=public_site(), kind="email", value="proved@mail.example")
    actions.change_customer(rosa.pk, actor=acting, version=2, **FACTS)
    expected = {
        "name": "Rosa Vale",
        "email": "proved@mail.example",
        "phone": "+15555550142",
        "address": MILL_STREET,
        "language": "es",
        "birth_date": "1987-04-09",
    }
    assert known_facts(Customer.objects.get(pk=rosa.pk)) == expected
    assert known_facts(Customer.objects.get(pk=other.pk)) == expected
    assert Address.objects.filter(customer=rosa).count() == 2
