"""Customers are found by their name however it is spelt and ordered, by e-mail and by phone, as soon as they are known."""

from typing import Any

import pytest

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstpoint.core.access import Actor
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import Customer, NameSpelling, NameWord
from firstpoint.domain.customers.queries.finding import MOST_FOUND, customer_list, find_customers
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


def found(typed: str, actor: Actor = SYSTEM) -> list[str]:
    return [customer.name for customer in find_customers(actor, typed).customers]


@pytest.fixture
def people() -> None:
    for name, email, phone in (
        ("Rosa Vale", "rosa@mail.example", "+15555550142"),
        ("Rosalind Vale-García", "rosalind@mail.example", ""),
        ("Rose Valle", "", "+15555550142"),
        ("Alejandra Villaseñor Ibáñez", "", ""),
        ("Alder Property Trust", "trust@mail.example", ""),
        ("Bo 100%", "", ""),
        ("O'Brien", "", ""),
    ):
        a_customer(name=name, email=email, phone=phone)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Rosa Vale", ["Rosa Vale", "Rose Valle", "Rosalind Vale-García"]),
        ("vale rosa", ["Rosa Vale", "Rose Valle", "Rosalind Vale-García"]),
        ("rosal garcia", ["Rosalind Vale-García"]),
        ("Garcia", ["Rosalind Vale-García"]),
        ("villasenor", ["Alejandra Villaseñor Ibáñez"]),
        ("vilasenyor", ["Alejandra Villaseñor Ibáñez"]),
        ("Alejadnra Ibanez", ["Alejandra Villaseñor Ibáñez"]),
        ("ibanez villasenor alejandra", ["Alejandra Villaseñor Ibáñez"]),
        ("ibanez villasenor rosa", []),
        ("prop tru ald", ["Alder Property Trust"]),
        ("bo", ["Bo 100%"]),
        ("vale r", ["Rosalind Vale-García", "Rosa Vale", "Rose Valle"]),
        ("obrian", ["O'Brien"]),
        ("o'brien", ["O'Brien"]),
        ("brien", ["O'Brien"]),
        ("rosa@mail.example", ["Rosa Vale"]),
        (" ROSA@Mail.example ", ["Rosa Vale"]),
        ("rosa@mail", []),
        ("(555) 555-0142", ["Rose Valle", "Rosa Vale"]),
        ("+1 555 555 0142", ["Rose Valle", "Rosa Vale"]),
        ("5555550142", ["Rose Valle", "Rosa Vale"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
        ("", []),
    ],
)
def test_what_was_typed_leads_to_who_was_meant(people: None, typed: str, names: list[str]) -> None:
    assert found(typed) == names


def test_a_new_name_is_found_and_the_old_one_not(people: None) -> None:
    rosa = Customer.objects.get(name="Rosa Vale")
    actions.change_customer(
        rosa.pk,
        actor=an_adviser().acting(),
        version=1,
        name="Rosa Quintero",
        language="en",
        preferred_channel="",
        born_on=None,
    )
    assert found("quintero") == ["Rosa Quintero"]
    assert "Rosa Quintero" not in found("vale")


def test_the_newest_come_first_and_a_page_is_enough() -> None:
    for number in range(MOST_FOUND + 2):
        a_customer(name="Ana Ruiz", email=f"ana{number}@mail.example")
    answer = find_customers(SYSTEM, "ana ruiz")
    assert answer.is_cut
    assert len(answer.customers) == MOST_FOUND
    assert [one.pk for one in answer.customers] == sorted((one.pk for one in answer.customers), reverse=True)
    assert answer.customers[0].contact_points.all()[0].value == f"ana{MOST_FOUND + 1}@mail.example"


def test_of_merged_customers_the_kept_one_is_found_by_either_name() -> None:
    adviser = an_adviser().acting()
    kept, absorbed = a_customer(name="Rosa Vale"), a_customer(name="Rosa Quintero")
    actions.merge_customers(kept.pk, absorbed.pk, actor=adviser, evidence=[])
    assert find_customers(adviser, "quintero").customers == [kept]
    assert find_customers(adviser, "rosa").customers == [kept]
    assert list(customer_list(adviser)) == [kept]


def test_a_word_that_is_known_already_is_spelt_once() -> None:
    a_customer(name="Rosa Vale")
    spelt = NameSpelling.objects.count()
    a_customer(name="Vale, Rosa")
    assert NameSpelling.objects.count() == spelt
    assert NameWord.objects.count() == 6


def test_everything_is_reached_by_an_index(people: None, django_assert_max_num_queries: Any) -> None:
    """No step of a search has to walk through a table, so that its cost does not grow with the customers."""
    with connection.cursor() as cursor:
        # In tables as small as these a walk would be cheaper; where one remains, there was no other way.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for typed in ("rosa vale", "rosa", "ro", "prop tru ald", "rosa@mail.example", "+15555550142"):
            with django_assert_max_num_queries(6), CaptureQueriesContext(connection) as queries:
                assert find_customers(SYSTEM, typed).customers
            for query in queries:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Seq Scan on customers_" not in plan, plan
