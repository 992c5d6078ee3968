"""One thing is done to many cases at once, each checked for itself, and undone where nobody touched it since."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core import published
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_general_question, a_queue, a_restricted_type, an_agency
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.actions.batching import stand_of
from firstpoint.domain.routing.models import Batch, WorkItem, WorkState
from firstpoint.domain.routing.tests.make import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    an_agency()
    a_general_question()
    a_queue(2)
    return a_supervisor()


def ids(*several: Case) -> list[int]:
    return [case.pk for case in several]


def stands(several: Sequence[Case]) -> list[dict[str, Any]]:
    return [stand_of(WorkItem.objects.select_related("case").get(case=case)) for case in several]


def refusals(batch: Batch) -> dict[str, str]:
    return {entry.case.reference: entry.refusal for entry in batch.cases.exclude(refusal="")}


class TestDoing:
    def test_cases_go_to_one_person_wherever_they_were(self, boss: User) -> None:
        ana, ben = an_adviser(), an_adviser()
        waiting, held = a_case(), a_taken_case(ana)
        batch = actions.reassign_cases(ids(waiting, held), actor=boss.acting(), person=ben)
        assert refusals(batch) == {}
        assert set(Case.objects.filter(owner=ben)) == {waiting, held}
        assert {item_of(case).state for case in (waiting, held)} == {WorkState.TAKEN}

    def test_cases_wait_in_another_queue(self, boss: User) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        waiting, held = a_case(), a_taken_case(ana)
        actions.move_cases(ids(waiting, held), actor=boss.acting(), queue=a_queue(2))
        assert Case.objects.filter(owner=None).count() == 2
        assert {actions.take_next(actor=sam.acting()), actions.take_next(actor=sam.acting())} == {waiting, held}
        with pytest.raises(NotFound):
            actions.take_next(actor=an_adviser().acting())

    def test_a_higher_priority_goes_first_of_the_same_promise(self, boss: User) -> None:
        _first, second = a_case(), a_case()
        actions.prioritise_cases([second.pk], actor=boss.acting(), priority=1)
        assert actions.take_next(actor=an_adviser().acting()) == second

    def test_what_is_refused_says_why_and_the_rest_is_done(self, boss: User) -> None:
        ana, ben = an_adviser(), an_adviser()
        an_adviser(tier=2)
        closed, own, fine, offered = a_closed_case(ana), a_taken_case(ben), a_case(), a_taken_case(ana)
        actions.hand_on(offered.pk, actor=ana.acting(), queue=a_queue(2), note="Please look.")
        batch = actions.reassign_cases(ids(closed, own, fine, offered), actor=boss.acting(), person=ben)
        refused = refusals(batch)
        assert set(refused) == {closed.reference, own.reference, offered.reference}
        assert refused[closed.reference] == "This case is closed. Open it again first."
        assert "owns this case already" in refused[own.reference]
        assert "being handed on" in refused[offered.reference]
        fine.refresh_from_db()
        assert fine.owner == ben

    def test_nothing_is_put_where_nobody_works(self, boss: User) -> None:
        case = a_case()
        batch = actions.move_cases([case.pk], actor=boss.acting(), queue=a_queue(2))
        assert "Nobody works there" in refusals(batch)[case.reference]

    def test_hidden_cases_are_left_alone_and_not_told_of(self, boss: User) -> None:
        hidden = a_case(a_restricted_type())
        batch = actions.reassign_cases([hidden.pk], actor=boss.acting(), person=an_adviser())
        assert not batch.cases.exists()
        assert Case.objects.get(pk=hidden.pk).owner is None

    def test_only_supervisors_and_not_too_many_at_once(self, boss: User) -> None:
        ana = an_adviser()
        with pytest.raises(NotPermitted):
            actions.reassign_cases([a_case().pk], actor=ana.acting(), person=ana)
        for wrong in ([], range(1, 202)):
            with pytest.raises(DomainError):
                actions.prioritise_cases(list(wrong), actor=boss.acting(), priority=1)
        with pytest.raises(DomainError, match="priority"):
            actions.prioritise_cases([1], actor=boss.acting(), priority=9)


class TestUndoing:
    def test_what_staff_touched_since_is_kept_and_says_so(self, boss: User) -> None:
        ana, ben = an_adviser(), an_adviser()
        answered, ended, moved, looked = (a_taken_case(ana) for _ in range(4))
        batch = actions.reassign_cases(ids(answered, ended, moved, looked), actor=boss.acting(), person=ben)
        cases.answer_case(answered.pk, actor=ben.acting(), body="Here it is.")
        cases.close_case(ended.pk, actor=ben.acting(), outcome=Outcome.ANSWERED, note="Here it is.")
        actions.put_back(moved.pk, actor=ben.acting())
        cases.note_look(looked, actor=ben.acting())
        customer_writes(looked)
        actions.undo_batch(batch.pk, actor=boss.acting())
        kept = {entry.case for entry in batch.cases.exclude(kept_because="")}
        assert kept == {answered, ended, moved}
        looked.refresh_from_db()
        assert looked.owner == ana

    def test_a_case_of_somebody_who_left_meanwhile_is_kept(self, boss: User) -> None:
        ana, ben = an_adviser(name="Ana Ruiz"), an_adviser()
        case = a_taken_case(ana)
        batch = actions.reassign_cases([case.pk], actor=boss.acting(), person=ben)
        people.deactivate_staff(ana, actor=an_administrator().acting())
        actions.undo_batch(batch.pk, actor=boss.acting())
        assert batch.cases.get().kept_because == "Ana Ruiz, who owned it, has left."

    def test_it_is_undone_once_and_by_oneself(self, boss: User) -> None:
        batch = actions.prioritise_cases([a_case().pk], actor=boss.acting(), priority=2)
        with pytest.raises(NotFound):
            actions.undo_batch(batch.pk, actor=a_supervisor().acting())
        actions.undo_batch(batch.pk, actor=boss.acting())
        with pytest.raises(DomainError, match="undone already"):
            actions.undo_batch(batch.pk, actor=boss.acting())
        assert Event.objects.filter(type="work.batch_undone").count() == 1


DOINGS = st.lists(
    st.tuples(st.sampled_from(("reassign", "move", "prioritise")), st.integers(0, 2), st.sets(st.integers(0, 4))),
    min_size=1,
    max_size=3,
)
STATES = st.lists(st.sampled_from(("waiting", "taken", "tier 2", "closed", "offered")), min_size=5, max_size=5)


@pytest.mark.django_db
@settings(max_examples=15)
@given(STATES, DOINGS)
def test_doing_and_undoing_changes_nothing_and_no_case_falls_between_two(
    states: list[str], doings: list[tuple[str, int, set[int]]]
) -> None:
    with transaction.atomic():
        _do_and_undo(states, doings)
        transaction.set_rollback(True)
    published.forget()


def _do_and_undo(states: list[str], doings: list[tuple[str, int, set[int]]]) -> None:
    an_agency()
    a_general_question()
    boss, staff = a_supervisor(), [an_adviser(), an_adviser(tier=2), an_adviser()]
    makers: dict[str, Callable[[], Case]] = {
        "waiting": a_case,
        "taken": lambda: a_taken_case(staff[0]),
        "tier 2": lambda: _accepted(staff),
        "closed": lambda: a_closed_case(staff[0]),
        "offered": lambda: _offered(staff),
    }
    several = [makers[state]() for state in states]
    for kind, to, chosen in doings:
        some = [several[number].pk for number in chosen]
        before = stands(several)
        if not some:
            continue
        if kind == "reassign":
            batch = actions.reassign_cases(some, actor=boss.acting(), person=staff[to])
        elif kind == "move":
            batch = actions.move_cases(some, actor=boss.acting(), queue=a_queue(1 + to % 2))
        else:
            batch = actions.prioritise_cases(some, actor=boss.acting(), priority=to)
        _nothing_between_two(several)
        after = stands(several)
        for entry in batch.cases.exclude(refusal=""):
            place = [case.pk for case in several].index(entry.case_id)
            assert after[place] == before[place]
        actions.undo_batch(batch.pk, actor=boss.acting())
        assert not batch.cases.exclude(kept_because="").exists()
        assert stands(several) == before
        _nothing_between_two(several)


def _offered(staff: list[User]) -> Case:
    case = a_taken_case(staff[0])
    actions.hand_on(case.pk, actor=staff[0].acting(), queue=a_queue(2), note="Please look.")
    return case


def _accepted(staff: list[User]) -> Case:
    case = _offered(staff)
    return actions.take(item_of(case).pk, actor=staff[1].acting())


def _nothing_between_two(several: Sequence[Case]) -> None:
    """An open case waits for anybody or has an owner; both at once only while it is offered to others."""
    for case in several:
        item = WorkItem.objects.select_related("case").get(case=case)
        if item.case.is_closed:
            continue
        waits, is_owned = item.state == WorkState.WAITING, item.case.owner_id is not None
        assert (waits and is_owned) if item.hand_off_id else (waits != is_owned)
