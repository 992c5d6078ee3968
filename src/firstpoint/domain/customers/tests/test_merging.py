"""Merging tells who is one; nothing is moved, so undoing it gives back exactly what there was."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.core.tests.make import Session
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import cases_of, timeline_of_customer
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import AccessNeed, Customer, Merge, NotTheSame
from firstpoint.domain.customers.queries.identity import contact_points_of, identity_ids, kept_ids, merges_of
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor


@pytest.fixture
def ana(db: Any) -> User:
    return an_adviser()


def merge(kept: Customer, absorbed: Customer, by: User) -> Merge:
    return actions.merge_customers(kept.pk, absorbed.pk, actor=by.acting(), evidence=["same_phone", "same_email"])


def one_each(number: int) -> list[Customer]:
    return [a_customer(name=f"Person {letter}") for letter in "ABCDEFGH"[:number]]


def test_two_become_one_and_two_again(ana: User) -> None:
    a, b, c = one_each(3)
    first = merge(a, b, ana)
    merge(c, a, ana)
    for one in (a, b, c):
        assert identity_ids(one.pk) == [c.pk, a.pk, b.pk]
    assert first.evidence == ["same_email", "same_phone"]
    actions.undo_merge(first.pk, actor=ana.acting())
    assert identity_ids(b.pk) == [b.pk]
    assert identity_ids(a.pk) == identity_ids(c.pk) == [c.pk, a.pk]
    assert [one.undone_by for one in merges_of([b.pk])] == [ana]
    told = Event.objects.filter(type__startswith="customer.merge").order_by("id").values_list("type", "customer_id")
    assert list(told) == [("customer.merged", a.pk), ("customer.merged", c.pk), ("customer.merge_undone", a.pk)]


def test_needs_travel_with_a_merge_and_back(ana: User) -> None:
    a, b = one_each(2)
    for customer, needs in ((a, [AccessNeed.RELAY]), (b, [AccessNeed.RELAY, AccessNeed.LARGE_PRINT])):
        actions.change_needs(customer.pk, actor=ana.acting(), version=1, needs=needs)
    made = merge(a, b, ana)
    a.refresh_from_db()
    assert a.access_needs == [AccessNeed.RELAY, AccessNeed.LARGE_PRINT]
    actions.undo_merge(made.pk, actor=ana.acting())
    a.refresh_from_db()
    assert a.access_needs == [AccessNeed.RELAY]


def test_what_cannot_be_merged_is_refused_with_what_to_do(ana: User) -> None:
    a, b, c = one_each(3)
    made = merge(a, b, ana)
    for kept, absorbed, error in (
        (a, a, actions.OneAlready),
        (a, b, actions.OneAlready),
        (b, a, actions.OneAlready),
        (c, b, actions.MergedElsewhere),
        (b, c, actions.MergedElsewhere),
    ):
        with pytest.raises(error) as refusal, transaction.atomic():
            merge(kept, absorbed, ana)
        assert "open them again" in str(refusal.value).lower() or "nothing left to do" in str(refusal.value)
    with pytest.raises(NotFound), transaction.atomic():
        actions.merge_customers(a.pk, 0, actor=ana.acting(), evidence=[])
    actions.undo_merge(made.pk, actor=ana.acting())
    with pytest.raises(actions.NoSuchMerge), transaction.atomic():
        actions.undo_merge(made.pk, actor=ana.acting())
    with pytest.raises(NotFound), transaction.atomic():
        actions.undo_merge(0, actor=ana.acting())
    with pytest.raises(NotPermitted):
        merge(a, b, an_auditor())


def test_two_who_are_not_the_same_are_remembered_once(ana: User) -> None:
    a, b = one_each(2)
    for one, other in ((b, a), (a, b)):
        actions.refuse_match(one.pk, other.pk, actor=ana.acting())
    pair = NotTheSame.objects.get()
    assert (pair.first, pair.second, pair.by) == (a, b, ana)
    assert Event.objects.filter(type="customer.match_refused").count() == 1
    merge(a, b, ana)
    with pytest.raises(actions.OneAlready):
        actions.refuse_match(a.pk, b.pk, actor=ana.acting())


@pytest.mark.parametrize("second", [(0, 1), (1, 0), (1, 2), (2, 0)])
def test_two_people_who_merge_at_once(committed_database: str, second: tuple[int, int]) -> None:
    people, ana = one_each(3), an_adviser()
    tries = [(people[0].pk, people[1].pk), tuple(people[place].pk for place in second)]
    with Session() as one, Session() as two:
        calls = [
            session.start(actions.merge_customers, *pair, actor=ana.acting(), evidence=[])
            for session, pair in zip((one, two), tries, strict=True)
        ]
        errors = [call.exception(timeout=60) for call in calls]
    assert all(error is None or isinstance(error, DomainError) for error in errors)
    done = [pair for pair, error in zip(tries, errors, strict=True) if error is None]
    assert done
    assert Merge.objects.count() == len(done)
    check_partition([person.pk for person in people], done)


def sets_of(pairs: list[Any], ids: list[int]) -> list[set[int]]:
    """Return what merges make of these customers, worked out plainly."""
    sets = [{pk} for pk in ids]
    for kept, absorbed in pairs:
        joined = [one for one in sets if {kept, absorbed} & one]
        sets = [one for one in sets if one not in joined] + [set().union(*joined)]
    return sets


def check_partition(ids: list[int], pairs: list[Any]) -> None:
    expected = sets_of(pairs, ids)
    for pk in ids:
        found = identity_ids(pk)
        assert len(found) == len(set(found))
        assert set(found) in expected
        assert kept_ids([pk])[pk] == found[0]


# Each step merges two of six customers, undoes one of the merges so far, or lets one of the customers write.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("write"), st.integers(0, 5), st.just(0)),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=25)
@given(STEPS)
def test_merges_and_undos_lose_nothing_and_show_nothing_twice(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        a_catalogue()
        ana, people = an_adviser().acting(), one_each(6)
        ids, active = [person.pk for person in people], {}
        for step, number, other in steps:
            before = [identity_ids(pk) for pk in ids]
            if step == "write":
                email = people[number].contact_points.get().value
                assert a_case(name=people[number].name, email=email).customer == people[number]
            elif step == "undo" and active:
                undone = sorted(active)[number % len(active)]
                actions.undo_merge(undone, actor=ana)
                del active[undone]
            elif step == "merge":
                try:
                    with transaction.atomic():
                        made = actions.merge_customers(ids[number], ids[other], actor=ana, evidence=[])
                except DomainError:
                    assert [identity_ids(pk) for pk in ids] == before
                else:
                    active[made.pk] = (made.kept_id, made.absorbed_id)
                    actions.undo_merge(made.pk, actor=ana)
                    assert [identity_ids(pk) for pk in ids] == before
                    again = actions.merge_customers(ids[number], ids[other], actor=ana, evidence=[])
                    active[again.pk] = active.pop(made.pk)
            check_partition(ids, list(active.values()))
        check_everything_is_shown_once(people)
        transaction.set_rollback(True)


def check_everything_is_shown_once(people: list[Customer]) -> None:
    ids = [person.pk for person in people]
    kept = {identity_ids(pk)[0] for pk in ids}
    shown = [case.pk for pk in kept for case in cases_of(SYSTEM, identity_ids(pk))]
    assert sorted(shown) == sorted(Case.objects.filter(customer__in=ids).values_list("pk", flat=True))
    points = [point.value for pk in kept for point in contact_points_of(identity_ids(pk))]
    assert sorted(points) == sorted(person.contact_points.get().value for person in people)
    for pk in kept:
        of_set = Event.objects.filter(customer_id__in=identity_ids(pk), is_look=False).order_by("-at", "-id")
        told = timeline_of_customer(SYSTEM, Customer.objects.get(pk=pk))
        assert [entry.id for entry in told] == list(of_set.values_list("pk", flat=True)[:50])
    for one, other in combinations(kept, 2):
        assert not set(identity_ids(one)) & set(identity_ids(other))
