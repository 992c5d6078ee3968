"""How long work waits is estimated from how fast it was taken and who is there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core import clock
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_general_question, a_queue, an_agency
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import Presence, QueueLoad
from firstpoint.domain.routing.queries import expected_wait
from firstpoint.domain.routing.queries.waits import Pace


@given(st.integers(0, 500), st.integers(1, 50), st.floats(0.1, 100), st.floats(0.1, 1000))
def test_more_ahead_waits_longer_and_more_advisers_shorten_it(
    ahead: int, available: int, taken: float, attended: float
) -> None:
    pace = Pace(taken, attended)
    here, longer, shorter = (
        pace.seconds(ahead, available),
        pace.seconds(ahead + 1, available),
        pace.seconds(ahead, available + 1),
    )
    assert here is not None and longer is not None and shorter is not None
    assert shorter <= here <= longer


def test_nobody_can_tell_without_advisers_or_without_a_pace() -> None:
    assert Pace(5, 50).seconds(3, 0) is None
    assert Pace().seconds(3, 2) is None


def test_a_steady_pace_stays_what_it_is_however_long_it_lasts() -> None:
    pace = Pace()
    for _minute in range(600):
        pace = pace.after(1, taken=1, available=5)
    assert pace.taken / pace.attended == pytest.approx(1 / 5)
    # Nine ahead, one taken a minute.
    assert pace.seconds(9, 5) == 600
    assert pace.seconds(9, 10) == 300


@pytest.mark.django_db
def test_a_job_learns_the_pace_and_one_query_tells_place_and_wait(django_assert_num_queries: object) -> None:
    an_agency()
    a_general_question()
    ana = an_adviser()
    actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
    assert expected_wait(a_queue(), "web").seconds is None
    for _ in range(12):
        a_case()
    start = clock.now()
    for minute in range(6):
        with clock.frozen(start + timedelta(minutes=minute)):
            actions.watch_queues(actor=SYSTEM)
        with clock.frozen(start + timedelta(minutes=minute, seconds=30)):
            actions.take_next(actor=ana.acting())
    load = QueueLoad.objects.get()
    assert (load.waiting, load.available) == (7, 1)
    assert load.taken / load.attended == pytest.approx(1)
    queue = a_queue()
    with django_assert_num_queries(1):  # type: ignore[operator]
        wait = expected_wait(queue, "web")
    # Seven ahead and itself, one a minute.
    assert (wait.position, wait.seconds) == (8, 480)
    # Of a channel on which nothing came in nobody can tell.
    assert expected_wait(queue, "phone").position == 1
    actions.set_presence(actor=ana.acting(), presence=Presence.AWAY)
    with clock.frozen(start + timedelta(minutes=6)):
        actions.watch_queues(actor=SYSTEM)
    assert expected_wait(queue, "web").seconds is None


@pytest.mark.django_db
def test_quiet_times_say_nothing_of_the_pace() -> None:
    an_agency()
    a_general_question()
    ana = an_adviser()
    actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
    start = clock.now()
    for minute in range(4):
        with clock.frozen(start + timedelta(minutes=minute)):
            a_case()
            actions.take_next(actor=ana.acting())
            actions.watch_queues(actor=SYSTEM)
    with pytest.raises(NotFound):
        actions.take_next(actor=ana.acting())
    assert [(load.taken, load.attended) for load in QueueLoad.objects.all()] in ([], [(0, 0)])
