"""Each tier has a clock of its own, which stands while it can do nothing."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Outcome, TierClock
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import an_enquiry_type
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.tests.make import hand_on

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_each_tier_has_its_own_time_and_nobody_inherits_anothers_delay() -> None:
    start = clock.now()
    ana, sam = an_adviser(), an_adviser(tier=2)
    kind = an_enquiry_type("timed", tier_minutes={"1": 60, "2": 120})
    case = a_case(kind)
    with clock.frozen(start + HOUR / 2):
        actions.take_next(actor=ana.acting())
    with clock.frozen(start + 1 * HOUR):
        hand_on(case, ana)
    with clock.frozen(start + 2 * HOUR):
        actions.take_next(actor=sam.acting())
    first, second = TierClock.objects.filter(case=case).order_by("id")
    assert (first.tier, first.began_at, first.ended_at, first.due_at) == (1, start, start + HOUR, start + HOUR)
    assert (second.tier, second.began_at, second.due_at) == (2, start + 2 * HOUR, start + 4 * HOUR)


def test_an_offer_in_vain_does_not_count_against_its_sender() -> None:
    start = clock.now()
    ana, sam = an_adviser(), an_adviser(tier=2)
    case = a_taken_case(ana, an_enquiry_type("timed", tier_minutes={"1": 60}))
    offer = hand_on(case, ana)
    with clock.frozen(start + HOUR):
        actions.return_hand_off(offer.pk, actor=sam.acting(), reason="No.")
    assert TierClock.objects.get().due_at == start + 2 * HOUR


def test_the_time_in_which_the_customer_is_waited_for_does_not_count() -> None:
    start = clock.now()
    ana = an_adviser()
    case = a_taken_case(ana, an_enquiry_type("timed", tier_minutes={"1": 60}))
    cases.ask_customer(case.pk, actor=ana.acting(), body="Which house?")
    with clock.frozen(start + 3 * HOUR):
        customer_writes(case)
    assert TierClock.objects.get().due_at == start + 4 * HOUR


def test_it_ends_with_the_case_and_runs_again_when_that_opens_again() -> None:
    start = clock.now()
    ana = an_adviser()
    case = a_taken_case(ana, an_enquiry_type("timed", tier_minutes={"1": 60}))
    with clock.frozen(start + HOUR):
        cases.close_case(case.pk, actor=ana.acting(), outcome=Outcome.ANSWERED, note="Done.")
    with clock.frozen(start + 2 * HOUR):
        customer_writes(case)
    first, again = TierClock.objects.order_by("id")
    assert first.ended_at == start + HOUR
    assert (again.tier, again.began_at, again.due_at) == (1, start + 2 * HOUR, start + 3 * HOUR)
