"""Badges say who has to act, and warn in the last quarter of a promise."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.doors.desk.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.mark.req("CS-04")
@pytest.mark.parametrize(("part", "promise"), [(0, ""), (0.74, ""), (0.76, "at_risk"), (1.01, "overdue")])
def test_a_promise_is_at_risk_in_its_last_quarter(part: float, promise: str) -> None:
    a_catalogue()
    case = a_case()
    with clock.frozen(case.opened_at + (case.promise_at - case.opened_at) * part):
        assert standing_of(case).promise == promise


def test_the_state_says_who_has_to_act() -> None:
    a_catalogue()
    ana = an_adviser()
    assert standing_of(a_case()).state == "waiting"
    taken = a_taken_case(ana)
    assert standing_of(taken).state == "working"
    actions.ask_customer(taken.pk, actor=ana.acting(), body="Which library?")
    taken.refresh_from_db()
    assert standing_of(taken).state == "with_customer"
    closed = a_closed_case(ana)
    with clock.frozen(clock.now() + timedelta(days=90)):
        for standing in (standing_of(taken), standing_of(closed)):
            assert (standing.promise, standing.promise_at) == ("", None)
    assert standing_of(closed).state == "closed"
