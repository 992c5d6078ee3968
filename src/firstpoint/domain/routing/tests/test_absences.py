"""While somebody is away their cases are with a deputy, and nothing falls between the two."""

from datetime import date, timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import a_general_question, a_queue, a_restricted_type, an_agency, text
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import SYSTEM, Absence, Notice, NoticeKind, User
from firstpoint.domain.people.queries import absences_to_come, deputy_of, today
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_administrator, an_adviser
from firstpoint.domain.routing import actions, tasks
from firstpoint.domain.routing.models import CoveredCase, Presence, WorkState
from firstpoint.domain.routing.tests.make import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _set_up(db: None) -> None:
    an_agency()
    a_general_question()


def day(number: int) -> date:
    return today() + timedelta(days=number)


def plan(person: User, deputy: User, first: int = 0, last: int = 1, *, by: User | None = None) -> Absence:
    return actions.plan_absence(
        person, actor=(by or person).acting(), deputy=deputy, from_on=day(first), until_on=day(last)
    )


def cover(days: int = 0) -> None:
    with clock.frozen(clock.now() + timedelta(days=days)):
        tasks.cover_absences(timestamp=0)


def owner_of(case: Case) -> User | None:
    return Case.objects.get(pk=case.pk).owner


def told(person: User, kind: NoticeKind) -> int:
    return Notice.objects.filter(user=person, kind=kind, case_id=None).count()


class TestCovering:
    def test_cases_go_to_the_deputy_and_come_back(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        first, second = a_taken_case(ana), a_taken_case(ana)
        plan(ana, ben, 1, 2)
        cover()
        assert owner_of(first) == ana
        cover(1)
        cover(1)
        assert owner_of(first) == owner_of(second) == ben
        assert (told(ana, NoticeKind.COVER_BEGAN), told(ben, NoticeKind.COVER_BEGAN)) == (1, 1)
        assert Event.objects.filter(type="absence.began").count() == 1
        with clock.frozen(clock.now() + timedelta(days=2)):
            actions.put_back(second.pk, actor=ben.acting())
        cover(3)
        assert owner_of(first) == ana
        assert owner_of(second) is None
        assert item_of(second).state == WorkState.WAITING
        assert not CoveredCase.objects.filter(ended_at=None).exists()
        assert (told(ana, NoticeKind.COVER_ENDED), told(ben, NoticeKind.COVER_ENDED)) == (1, 1)
        assert Absence.objects.get().ended_at

    def test_what_is_closed_meanwhile_stays_with_whoever_closed_it(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        case = a_taken_case(ana)
        plan(ana, ben)
        cover()
        cases.close_case(case.pk, actor=ben.acting(), outcome="answered", note="Done.")
        cover(3)
        assert owner_of(case) == ben

    def test_a_deputy_who_is_away_too_passes_them_on_and_all_come_back(self) -> None:
        ana, ben, cas = an_adviser(), an_adviser(), an_adviser()
        case = a_taken_case(ana)
        plan(ana, ben, 0, 3)
        cover()
        plan(ben, cas, 1, 2)
        cover(1)
        assert owner_of(case) == cas
        assert deputy_of(ana.pk, day(1)) == cas
        cover(3)
        assert owner_of(case) == ben
        cover(4)
        assert owner_of(case) == ana

    def test_who_is_back_first_gets_them_from_the_deputy_of_the_deputy(self) -> None:
        ana, ben, cas = an_adviser(), an_adviser(), an_adviser()
        case = a_taken_case(ana)
        plan(ana, ben, 0, 1)
        cover()
        plan(ben, cas, 1, 5)
        cover(1)
        cover(2)
        assert owner_of(case) == ana
        cover(6)
        assert owner_of(case) == ana

    def test_without_anybody_left_they_wait_in_their_queue(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        case = a_taken_case(ana)
        plan(ana, ben)
        people.deactivate_staff(ben, actor=an_administrator().acting())
        cover()
        assert owner_of(case) is None
        assert item_of(case).state == WorkState.WAITING

    def test_a_deputy_who_leaves_gives_them_to_the_queue(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        case = a_taken_case(ana)
        plan(ana, ben)
        cover()
        people.deactivate_staff(ben, actor=an_administrator().acting())
        actions.return_work_of(ben.pk, actor=SYSTEM)
        assert owner_of(case) is None
        cover(3)
        assert owner_of(case) is None

    def test_calling_it_off_brings_them_back(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        case = a_taken_case(ana)
        absence = plan(ana, ben, 0, 5)
        cover()
        actions.cancel_absence(absence.pk, actor=ana.acting())
        cover()
        assert owner_of(case) == ana
        assert not absences_to_come(ana).exists()
        with pytest.raises(DomainError, match="over already"):
            actions.cancel_absence(absence.pk, actor=ana.acting())


class TestPlanning:
    def test_a_supervisor_plans_for_others_and_nobody_else(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        with pytest.raises(NotPermitted):
            plan(ana, ben, by=ben)
        absence = plan(ana, ben, by=a_supervisor())
        with pytest.raises(NotPermitted):
            actions.cancel_absence(absence.pk, actor=ben.acting())

    def test_a_circle_of_deputies_is_refused(self) -> None:
        ana, ben, cas = an_adviser(name="Ana"), an_adviser(name="Ben"), an_adviser(name="Cas")
        plan(ana, ben, 1, 4)
        plan(ben, cas, 3, 6)
        with pytest.raises(DomainError, match="Ana is away in these days, too"):
            plan(cas, ana, 4, 4)
        plan(cas, ana, 5, 6)

    def test_days_and_deputies_that_make_no_sense_are_refused(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        gone = an_adviser()
        people.deactivate_staff(gone, actor=an_administrator().acting())
        for deputy, first, last in ((ana, 1, 2), (gone, 1, 2), (ben, 2, 1), (ben, -3, -1), (an_administrator(), 1, 2)):
            with pytest.raises(DomainError):
                plan(ana, deputy, first, last)
        plan(ana, ben, 1, 3)
        with pytest.raises(DomainError, match="planned already"):
            plan(ana, ben, 3, 5)

    def test_a_deputy_must_be_able_to_see_what_one_owns(self) -> None:
        ana, ben = an_adviser(departments=[a_department("benefits")]), an_adviser(name="Ben")
        a_taken_case(ana, a_restricted_type())
        with pytest.raises(DomainError, match="Ben may not see 1 of the open cases"):
            plan(ana, ben)


class TestHandingOn:
    def test_what_is_handed_to_somebody_absent_goes_to_their_deputy(self) -> None:
        ana, sam, tim = an_adviser(), an_adviser(tier=2), an_adviser(tier=2)
        plan(sam, tim)
        case = a_taken_case(ana)
        offer = actions.hand_on(case.pk, actor=ana.acting(), queue=a_queue(2), note="Please look.", person=sam)
        assert offer.to_person == tim

    def test_without_a_deputy_it_says_so(self) -> None:
        ana, sam, tim = an_adviser(), an_adviser(tier=2, name="Sam"), an_adviser(tier=2)
        plan(sam, tim)
        people.deactivate_staff(tim, actor=an_administrator().acting())
        case = a_taken_case(ana)
        with pytest.raises(DomainError, match="Sam is away"):
            actions.hand_on(case.pk, actor=ana.acting(), queue=a_queue(2), note="Please look.", person=sam)

    def test_nothing_is_pushed_to_somebody_absent(self) -> None:
        ana, ben = an_adviser(), an_adviser()
        catalogue.save_queue("tier-1", actor=SYSTEM, name=text("T", "T"), tier=1, is_pushed=True)
        actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
        plan(ana, ben)
        a_case()
        assert actions.offer_work(actor=SYSTEM) == 0
