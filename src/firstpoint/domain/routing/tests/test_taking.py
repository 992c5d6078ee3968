"""Work is taken in order of promise, by those whose tier it is, and never by two."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection

from firstpoint.core import clock
from firstpoint.core.errors import NotFound
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_restricted_type, an_agency, an_enquiry_type
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import SYSTEM, User, public_site
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser
from firstpoint.domain.routing import actions, queries, tasks
from firstpoint.domain.routing.models import WaitEstimate, WorkItem, WorkState
from firstpoint.domain.routing.tests.make import item_of, waiting_item


def run_reactions() -> None:
    """Do what the events that were recorded ask of routing."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=("follow_case", "return_work_of")).order_by("id")
    done = 0
    while job := jobs[done : done + 1].first():
        getattr(tasks, job.task_name)(**job.args)
        done += 1


@pytest.mark.django_db
class TestOrder:
    @pytest.mark.parametrize("seed", range(3))
    def test_the_earliest_promise_then_the_highest_priority_then_the_longest_wait(self, seed: int) -> None:
        chance, adviser = random.Random(seed), an_adviser().acting()
        items = [
            waiting_item(hours=chance.randint(1, 3), priority=chance.randint(0, 2), waited=chance.randint(0, 2))
            for _case in range(12)
        ]
        wanted = sorted(items, key=lambda item: (item.promise_at, -item.priority, item.waiting_since, item.pk))
        assert list(queries.waiting_work(adviser)) == wanted
        assert [actions.take_next(actor=adviser).pk for _item in items] == [item.case_id for item in wanted]
        with pytest.raises(NotFound):
            actions.take_next(actor=adviser)

    def test_an_adviser_gets_the_work_of_their_own_tier(self) -> None:
        second = a_case(an_enquiry_type("second", tier=2))
        first = a_case()
        assert actions.take_next(actor=an_adviser(tier=2).acting()) == second
        assert actions.take_next(actor=an_adviser(tier=1).acting()) == first
        with pytest.raises(NotFound):
            actions.take_next(actor=an_adviser(tier=3).acting())

    def test_a_supervisor_gets_the_work_of_every_tier(self) -> None:
        case = a_case(an_enquiry_type("third", tier=3))
        assert actions.take_next(actor=a_supervisor().acting()) == case

    def test_restricted_work_goes_to_its_department(self) -> None:
        kind = a_restricted_type()
        item = waiting_item(kind)
        stranger, home = an_adviser(), an_adviser(departments=[a_department("benefits")])
        with pytest.raises(NotFound):
            actions.take_next(actor=stranger.acting())
        with pytest.raises(NotFound):
            actions.take(item.pk, actor=stranger.acting())
        assert not queries.queues_with_work(stranger.acting())
        assert [queue.code for queue in queries.queues_with_work(home.acting())] == ["tier-1"]
        assert actions.take_next(actor=home.acting()).pk == item.case_id

    def test_a_queue_can_be_looked_at_alone(self) -> None:
        waiting_item()
        second = waiting_item(an_enquiry_type("second", tier=2))
        assert list(queries.waiting_work(a_supervisor().acting(), queue="tier-2")) == [second]


@pytest.mark.django_db
class TestTaking:
    def test_who_takes_it_owns_it(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        assert case.owner == ana
        assert (item_of(case).state, item_of(case).taken_at) == (WorkState.TAKEN, clock.now())
        types = list(Event.objects.filter(case_id=case.pk).order_by("id").values_list("type", flat=True))
        assert types[-2:] == ["case.owner_changed", "work.taken"]

    def test_it_cannot_be_taken_again(self) -> None:
        case = a_taken_case(an_adviser())
        with pytest.raises(actions.TakenMeanwhile):
            actions.take(item_of(case).pk, actor=an_adviser().acting())

    def test_what_was_withdrawn_meanwhile_cannot_be_taken(self) -> None:
        case = a_case()
        cases.withdraw_case(case.pk, actor=public_site(proven_case_ids=frozenset({case.pk})))
        adviser = an_adviser().acting()
        with pytest.raises(NotFound):
            actions.take_next(actor=adviser)
        with pytest.raises(actions.TakenMeanwhile):
            actions.take(item_of(case).pk, actor=adviser)
        assert not queries.waiting_work(adviser)
        run_reactions()
        assert item_of(case).state == WorkState.LEFT

    def test_put_back_it_waits_with_its_next_promise(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        cases.answer_case(case.pk, actor=ana.acting(), body="For now.")
        actions.put_back(case.pk, actor=ana.acting())
        case.refresh_from_db()
        assert case.owner is None
        item = item_of(case)
        assert (item.state, item.promise_at, item.taken_at) == (WorkState.WAITING, case.due_at, None)

    def test_nobody_puts_back_what_is_not_theirs(self) -> None:
        case = a_taken_case(an_adviser())
        with pytest.raises(cases.NotTheOwner):
            actions.put_back(case.pk, actor=an_adviser().acting())


@pytest.mark.django_db
class TestFollowing:
    def test_an_owner_keeps_a_case_that_opens_again(self) -> None:
        ana = an_adviser()
        case = customer_writes(a_closed_case(ana))
        run_reactions()
        assert (case.owner, item_of(case).state) == (ana, WorkState.TAKEN)

    def test_a_case_without_owner_that_opens_again_waits(self) -> None:
        case = a_case()
        visitor = public_site(proven_case_ids=frozenset({case.pk}))
        cases.withdraw_case(case.pk, actor=visitor)
        run_reactions()
        case = cases.reopen_case(case.pk, actor=visitor)
        run_reactions()
        assert (item_of(case).state, item_of(case).promise_at) == (WorkState.WAITING, case.promise_at)

    def test_the_work_of_somebody_who_left_waits_again(self) -> None:
        an_administrator = people.invite_staff(
            actor=SYSTEM, email="root@aldercounty.example", name="R", roles=["administrator"]
        )
        ana, bo = an_adviser(), an_adviser()
        held, closed, other = a_taken_case(ana), a_closed_case(ana), a_taken_case(bo)
        people.deactivate_staff(ana, actor=an_administrator.acting())
        run_reactions()
        held.refresh_from_db()
        other.refresh_from_db()
        assert (held.owner, item_of(held).state) == (None, WorkState.WAITING)
        assert (other.owner, item_of(other).state) == (bo, WorkState.TAKEN)
        assert actions.take_next(actor=bo.acting()) == held
        closed = customer_writes(closed)
        run_reactions()
        closed.refresh_from_db()
        assert (closed.owner, item_of(closed).state) == (None, WorkState.WAITING)

    def test_every_job_may_run_twice(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        for _time in range(2):
            tasks.return_work_of(ana.pk)
            tasks.follow_case(case.pk)
        assert Event.objects.filter(type="work.placed", case_id=case.pk).count() == 2
        assert item_of(case).state == WorkState.WAITING

    def test_the_wait_is_the_median_working_time_of_first_answers(self) -> None:
        an_agency()
        ana = an_adviser()
        start = clock.now()
        for hours in (1, 2, 24):
            with clock.frozen(start):
                case = a_taken_case(ana)
            with clock.frozen(start + timedelta(hours=hours)):
                cases.answer_case(case.pk, actor=ana.acting(), body="x")
        a_case()
        with clock.frozen(start + timedelta(hours=30)):
            tasks.estimate_wait(0)
            front = queries.front_desk()
        assert WaitEstimate.objects.get().waiting == 1
        # The third took from Monday 10:00 to Tuesday 10:00, nine hours of work.
        assert front.first_answer_seconds == 2 * 60 * 60
        assert front.is_open

    def test_without_answers_there_is_no_wait_to_tell(self) -> None:
        an_agency()
        assert queries.front_desk().first_answer_seconds is None


def take_all(adviser: User, start: Barrier) -> list[int]:
    """Take until nothing waits."""
    actor, taken = adviser.acting(), []
    start.wait()
    try:
        while True:
            taken.append(actions.take_next(actor=actor).pk)
    except NotFound:
        return taken
    finally:
        connection.close()


def test_many_at_once_never_get_the_same(committed_database: str) -> None:
    for _case in range(30):
        a_case()
    advisers = [an_adviser() for _adviser in range(3)]
    start = Barrier(3)
    with ThreadPoolExecutor(3) as threads:
        taken = [future.result() for future in [threads.submit(take_all, adviser, start) for adviser in advisers]]
    assert sorted(pk for mine in taken for pk in mine) == sorted(Case.objects.values_list("pk", flat=True))
    assert all(taken)
    for adviser, mine in zip(advisers, taken, strict=True):
        assert set(Case.objects.filter(owner=adviser).values_list("pk", flat=True)) == set(mine)


def test_one_piece_of_work_is_given_to_one_of_those_who_click_at_once(committed_database: str) -> None:
    for _round in range(4):
        item = item_of(a_case())
        start = Barrier(3)

        def click(adviser: User, item_id: int = item.pk, start: Barrier = start) -> bool:
            actor = adviser.acting()
            start.wait()
            try:
                actions.take(item_id, actor=actor)
            except actions.TakenMeanwhile:
                return False
            finally:
                connection.close()
            return True

        advisers = [an_adviser() for _adviser in range(3)]
        with ThreadPoolExecutor(3) as threads:
            assert sorted(threads.map(click, advisers)) == [False, False, True]
    assert WorkItem.objects.filter(state=WorkState.TAKEN).count() == 4
    assert Event.objects.filter(type="work.taken").count() == 4


@pytest.mark.django_db
def test_a_closed_case_does_not_come_back_with_the_work_of_somebody_who_left() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    cases.close_case(case.pk, actor=ana.acting(), outcome=Outcome.DONE, note="Done.")
    assert actions.return_work_of(ana.pk, actor=SYSTEM) == 0
