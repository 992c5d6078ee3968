"""Pushed work is offered to one adviser after the other, fairly, and never to two at once."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import a_general_question, a_queue, an_agency, text
from firstpoint.domain.people.models import SYSTEM, Notice, NoticeKind, User
from firstpoint.domain.people.tests.make import an_administrator, an_adviser
from firstpoint.domain.routing import actions, tasks
from firstpoint.domain.routing.models import Adviser, Presence
from firstpoint.domain.routing.tests.make import item_of, waiting_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pushed(db: None) -> None:
    an_agency()
    a_general_question()
    push()


def push(**more: int) -> None:
    name = text("Tier 1", "Nivel 1")
    catalogue.save_queue(a_queue().code, actor=SYSTEM, name=name, tier=1, is_pushed=True, **more)  # type: ignore[arg-type]


def available(**more: object) -> User:
    """Invite an adviser who is there; `more` is what they can be given."""
    person = an_adviser()
    if more:
        actions.save_adviser(person, actor=an_administrator().acting(), **more)  # type: ignore[arg-type]
    actions.set_presence(actor=person.acting(), presence=Presence.AVAILABLE)
    return person


def offered_to(case: Case) -> User | None:
    return item_of(case).kept_for


def test_work_is_offered_to_somebody_who_is_there() -> None:
    an_adviser()
    ana, case = available(), a_case()
    assert actions.offer_work(actor=SYSTEM) == 1
    assert offered_to(case) == ana
    assert item_of(case).kept_until == clock.now() + timedelta(seconds=60)
    assert Notice.objects.filter(user=ana, kind=NoticeKind.WORK_OFFERED, case_id=case.pk).exists()
    other = an_adviser()
    with pytest.raises(actions.NotForYou):
        actions.take(item_of(case).pk, actor=other.acting())
    assert actions.take(item_of(case).pk, actor=ana.acting()).owner == ana


def test_each_is_offered_one_at_a_time_and_it_goes_round() -> None:
    ana, ben = available(), available()
    first, second, third = (waiting_item(hours=hours).case for hours in (1, 2, 3))
    assert actions.offer_work(actor=SYSTEM) == 2
    assert {offered_to(first), offered_to(second)} == {ana, ben}
    assert offered_to(third) is None
    with clock.frozen(clock.now() + timedelta(seconds=10)):
        taker = offered_to(second)
        assert taker
        actions.take(item_of(second).pk, actor=taker.acting())
        assert actions.offer_work(actor=SYSTEM) == 1
        assert offered_to(third) == taker


def test_who_was_offered_something_longest_ago_is_next() -> None:
    people = [available() for _ in range(3)]
    given = []
    for minute in range(6):
        with clock.frozen(clock.now() + timedelta(minutes=minute)):
            case = a_case()
            actions.offer_work(actor=SYSTEM)
            taker = offered_to(case)
            assert taker
            given.append(taker.pk)
            actions.take(item_of(case).pk, actor=taker.acting())
    assert given == [person.pk for person in people] * 2


def test_who_lets_it_pass_is_away_and_the_next_is_asked() -> None:
    push(push_seconds=30)
    ana, ben, case = available(), available(), a_case()
    actions.offer_work(actor=SYSTEM)
    assert offered_to(case) == ana
    with clock.frozen(clock.now() + timedelta(seconds=30)):
        tasks.offer_work_again(timestamp=0)
        assert offered_to(case) == ben
        assert Adviser.objects.get(user=ana).presence == Presence.AWAY
        assert Notice.objects.filter(user=ana, kind=NoticeKind.OFFER_PASSED).count() == 1
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        tasks.offer_work_again(timestamp=0)
        assert offered_to(case) is None
        assert actions.take_next(actor=an_adviser().acting()) == case


def test_who_leaves_gives_the_offer_back_at_once() -> None:
    ana, case = available(), a_case()
    actions.offer_work(actor=SYSTEM)
    actions.set_presence(actor=ana.acting(), presence=Presence.BUSY)
    job = ProcrastinateJob.objects.filter(task_name="offer_work").latest("id")
    tasks.offer_work(**job.args)
    assert offered_to(case) is None
    assert not Notice.objects.filter(user=ana, kind=NoticeKind.OFFER_PASSED).exists()


def test_nobody_is_offered_more_than_they_hold_at_once_on_a_channel() -> None:
    ana = available(capacity={"web": 1})
    nobody = available(capacity={"web": 0})
    a_taken_case(ana)
    case = a_case()
    assert actions.offer_work(actor=SYSTEM) == 0
    actions.save_adviser(ana, actor=SYSTEM, capacity={"web": 2})
    assert actions.offer_work(actor=SYSTEM) == 1
    assert offered_to(case) == ana != nobody


def test_language_and_channel_narrow_whom_it_is_offered_to() -> None:
    available(languages=["en"])
    available(channels=["email"])
    case = a_case(language="es")
    assert actions.offer_work(actor=SYSTEM) == 0
    ana = available(languages=["en", "es"])
    assert actions.offer_work(actor=SYSTEM) == 1
    assert offered_to(case) == ana


def test_an_offer_is_asked_for_only_where_work_is_pushed() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            a_case()
        return len(captured)

    a_case()
    with_push = statements()
    assert Event.objects.filter(type="offer.asked").exists()
    asked = Event.objects.filter(type="offer.asked").count()
    catalogue.save_queue("tier-1", actor=SYSTEM, name=text("Tier 1", "Nivel 1"), tier=1, is_pushed=False)
    a_case()
    assert statements() == with_push - 1
    assert Event.objects.filter(type="offer.asked").count() == asked
    assert actions.offer_work(actor=SYSTEM) == 0
