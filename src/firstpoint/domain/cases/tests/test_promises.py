"""While the customer is asked for something the clock of a case stands, in working time, and the customer is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstpoint.core import clock
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case, CaseState, Outcome
from firstpoint.domain.cases.tests.make import a_taken_case, customer_writes
from firstpoint.domain.contacts.models import MessageKind
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db

FRIDAY_16 = datetime(2026, 3, 6, 21, tzinfo=UTC)
MONDAY_09 = datetime(2026, 3, 9, 13, tzinfo=UTC)


def notices(case: Case) -> list[str]:
    return [message.body for message in queries.thread(case).filter(kind=MessageKind.NOTICE)]


def test_a_weekend_counts_only_its_working_hours_and_the_customer_is_told() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    with clock.frozen(FRIDAY_16):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    case.refresh_from_db()
    assert (case.state, case.first_answered_at) == (CaseState.WITH_CUSTOMER, FRIDAY_16)
    before = case.due_at
    with clock.frozen(MONDAY_09):
        case = customer_writes(case)
    # One hour on Friday, none on the weekend, one on Monday.
    assert case.due_at == before + timedelta(hours=2)
    assert case.state == CaseState.OPEN
    assert len(notices(case)) == 1
    assert "March 9, 2026, noon" in notices(case)[0]


def test_a_pause_outside_working_hours_moves_nothing_and_tells_nothing() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    with clock.frozen(saturday):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    before = Case.objects.get().due_at
    with clock.frozen(saturday + timedelta(hours=20)):
        case = customer_writes(case)
    assert case.due_at == before
    assert not notices(case)


def test_asking_twice_is_one_pause() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    start = clock.now()
    for hours in (0, 1):
        with clock.frozen(start + timedelta(hours=hours)):
            actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    before = Case.objects.get().due_at
    with clock.frozen(start + timedelta(hours=2)):
        case = customer_writes(case)
    assert case.due_at == before + timedelta(hours=2)
    assert case.pauses.get().ended_at == start + timedelta(hours=2)


@pytest.mark.parametrize("how", ["answer", "close"])
def test_an_answer_or_the_end_ends_the_pause_too(how: str) -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    start, before = clock.now(), case.due_at
    actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    with clock.frozen(start + timedelta(hours=3)):
        if how == "answer":
            actions.answer_case(case.pk, actor=ana.acting(), body="I found it.")
        else:
            actions.close_case(case.pk, actor=ana.acting(), outcome=Outcome.DONE, note="Done.")
    case.refresh_from_db()
    assert case.due_at == before + timedelta(hours=3)
    assert not case.pauses.filter(ended_at=None)


def test_a_promise_that_was_broken_before_the_pause_stays_broken_by_as_much() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    calendar = case.version.calendar.working()
    late = calendar.add(case.due_at, timedelta(hours=2))
    with clock.frozen(late):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    with clock.frozen(late + timedelta(days=7)):
        case = customer_writes(case)
        assert calendar.between(case.due_at, clock.now()) == timedelta(hours=2)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 4), st.integers(0, 60 * 24 * 4)), min_size=1, max_size=4))
def test_pauses_move_the_promise_by_their_working_time_and_by_nothing_else(minutes: list[tuple[int, int]]) -> None:
    adviser = an_adviser()
    case = a_taken_case(adviser)
    calendar, now, paused = case.version.calendar.working(), clock.now(), timedelta()
    promised = case.due_at
    for until, lasts in minutes:
        begins = now + timedelta(minutes=until)
        now = begins + timedelta(minutes=lasts)
        with clock.frozen(begins):
            actions.ask_customer(case.pk, actor=adviser.acting(), body="Which branch?")
        with clock.frozen(now):
            case = customer_writes(case)
        paused += calendar.between(begins, now)
    assert calendar.between(promised, case.due_at) == paused
    assert case.due_at == calendar.add(promised, paused)
