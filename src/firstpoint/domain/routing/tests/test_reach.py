"""Work goes to those who have its skills, language and channel; the tier above helps a queue that overflows."""

from datetime import timedelta

import pytest

from django.conf import settings

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import a_queue, an_agency, an_enquiry_type, text
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.domain.routing import actions, queries, tasks
from firstpoint.domain.routing.models import Adviser, Overflow, Presence, QueueLoad
from firstpoint.domain.routing.tests.make import item_of

pytestmark = pytest.mark.django_db


def a_skilled_type() -> EnquiryTypeVersion:
    """Return an enquiry type whose queue asks for some skill in property tax."""
    catalogue.save_skill("property-tax", actor=SYSTEM, name=text("Property tax", "Impuesto predial"))
    queue = catalogue.save_queue("tax", actor=SYSTEM, name=text("Tax", "Impuestos"), tier=1, skills={"property-tax": 3})
    return an_enquiry_type("tax-question", queue=queue)


def skilled(level: int) -> User:
    adviser = an_adviser()
    actions.save_adviser(adviser, actor=a_supervisor().acting(), skills={"property-tax": level})
    return adviser


class TestSkills:
    def test_work_goes_to_those_with_the_level_that_its_queue_asks(self) -> None:
        case = a_case(a_skilled_type())
        for beginner in (an_adviser(), skilled(2)):
            assert not queries.waiting_work(beginner.acting())
            assert queries.count_waiting(beginner.acting(), queries.reach_of(beginner.acting()), most=9) == 0
            with pytest.raises(NotFound):
                actions.take_next(actor=beginner.acting())
            with pytest.raises(actions.NotForYou):
                actions.take(item_of(case).pk, actor=beginner.acting())
        assert actions.take_next(actor=skilled(3).acting()) == case

    def test_a_supervisor_can_take_it_without(self) -> None:
        case = a_case(a_skilled_type())
        assert actions.take_next(actor=a_supervisor().acting()) == case

    def test_what_cannot_be_used_is_refused_with_words(self) -> None:
        adviser, boss = an_adviser(), a_supervisor().acting()
        with pytest.raises(DomainError, match="no skill “weaving”"):
            actions.save_adviser(adviser, actor=boss, skills={"weaving": 3})
        a_skilled_type()
        with pytest.raises(DomainError, match="1 to 5"):
            actions.save_adviser(adviser, actor=boss, skills={"property-tax": 6})
        with pytest.raises(DomainError, match="no language"):
            actions.save_adviser(adviser, actor=boss, languages=["xx"])
        with pytest.raises(DomainError, match="no channel"):
            actions.save_adviser(adviser, actor=boss, capacity={"smoke": 1})
        with pytest.raises(DomainError, match="0 to 100"):
            actions.save_adviser(adviser, actor=boss, capacity={"chat": 1000})
        with pytest.raises(NotPermitted):
            actions.save_adviser(adviser, actor=adviser.acting(), skills={"property-tax": 5})
        assert not Adviser.objects.exists()

    def test_a_queue_asks_only_for_skills_that_there_are(self) -> None:
        with pytest.raises(DomainError, match="no skill “weaving”"):
            catalogue.save_queue("x", actor=SYSTEM, name=text("X", "X"), tier=1, skills={"weaving": 1})


class TestLanguagesAndChannels:
    def test_work_goes_to_those_who_speak_its_language(self) -> None:
        spanish, english = a_case(language="es"), a_case(language="en")
        adviser = an_adviser()
        actions.save_adviser(adviser, actor=SYSTEM, languages=["en"])
        assert [item.case for item in queries.waiting_work(adviser.acting())] == [english]
        assert [item.case for item in queries.waiting_work(an_adviser().acting(), language="es")] == [spanish]
        with pytest.raises(actions.NotForYou):
            actions.take(item_of(spanish).pk, actor=adviser.acting())

    def test_work_goes_to_those_who_serve_its_channel(self) -> None:
        a_case()
        adviser = an_adviser()
        actions.save_adviser(adviser, actor=SYSTEM, channels=["phone"])
        assert not queries.waiting_work(adviser.acting())
        actions.save_adviser(adviser, actor=SYSTEM, channels=["phone", "web"])
        assert len(queries.waiting_work(adviser.acting())) == 1


class TestKeepingForWhoKnowsTheCustomer:
    def test_new_work_of_a_customer_waits_first_for_the_owner_of_their_other_case(self) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=a_queue().name, tier=1, keep_minutes=30)
        ana, ben = an_adviser(), an_adviser()
        a_taken_case(ana)
        again = a_case()
        with pytest.raises(NotFound):
            actions.take_next(actor=ben.acting())
        assert [item.case for item in queries.work_kept_for(ana.acting())] == [again]
        with clock.frozen(clock.now() + timedelta(minutes=31)):
            assert actions.take_next(actor=ben.acting()) == again

    def test_nothing_is_kept_where_the_queue_does_not_say_so(self) -> None:
        a_taken_case(an_adviser())
        again = a_case()
        assert actions.take_next(actor=an_adviser().acting()) == again


class TestOverflow:
    @pytest.fixture(autouse=True)
    def _agency(self) -> None:
        an_agency()

    def test_the_tier_above_helps_while_more_waits_than_the_threshold(self) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=a_queue().name, tier=1, overflow_waiting=2)
        specialist = an_adviser(tier=2).acting()
        first = [a_case(), a_case()]
        assert actions.watch_queues(actor=SYSTEM) == 0
        with pytest.raises(NotFound):
            actions.take_next(actor=specialist)
        a_case()
        tasks.watch_queues(timestamp=0)
        assert QueueLoad.objects.get().waiting == 3
        assert actions.take_next(actor=specialist) == first[0]
        assert actions.watch_queues(actor=SYSTEM) == 0
        with pytest.raises(NotFound):
            actions.take_next(actor=specialist)
        assert list(Event.objects.filter(type__startswith="queue.over").values_list("type", flat=True)) == [
            "queue.overflowed",
            "queue.overflow_ended",
        ]

    def test_it_helps_while_one_waits_longer_than_the_threshold_in_working_time(self) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=a_queue().name, tier=1, overflow_minutes=60)
        a_case()
        with clock.frozen(clock.now() + timedelta(minutes=59)):
            assert actions.watch_queues(actor=SYSTEM) == 0
        with clock.frozen(clock.now() + timedelta(minutes=61)):
            assert actions.watch_queues(actor=SYSTEM) == 1

    def test_the_third_tier_does_not_help_the_first(self) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=a_queue().name, tier=1, overflow_waiting=1)
        a_case(), a_case()
        actions.watch_queues(actor=SYSTEM)
        assert Overflow.objects.exists()
        with pytest.raises(NotFound):
            actions.take_next(actor=an_adviser(tier=3).acting())

    def test_a_queue_that_emptied_is_noted_as_empty(self) -> None:
        a_case()
        actions.watch_queues(actor=SYSTEM)
        actions.take_next(actor=an_adviser().acting())
        actions.watch_queues(actor=SYSTEM)
        assert (QueueLoad.objects.get().waiting, QueueLoad.objects.get().longest_since) == (0, None)


class TestPresence:
    def test_one_says_whether_one_is_there_and_a_supervisor_of_others(self) -> None:
        adviser, boss = an_adviser(), a_supervisor()
        actions.set_presence(actor=adviser.acting(), presence=Presence.AVAILABLE)
        own = Adviser.objects.get()
        assert (own.presence, own.presence_by) == (Presence.AVAILABLE, adviser)
        actions.override_presence(adviser, actor=boss.acting(), presence=Presence.AWAY)
        own.refresh_from_db()
        assert (own.presence, own.presence_by) == (Presence.AWAY, boss)
        with pytest.raises(NotPermitted):
            actions.override_presence(boss, actor=adviser.acting(), presence=Presence.AWAY)

    def test_saying_it_twice_records_it_once(self) -> None:
        adviser = an_adviser().acting()
        for _again in range(2):
            actions.set_presence(actor=adviser, presence=Presence.BUSY)
        assert Event.objects.filter(type="adviser.presence_changed").count() == 1


def test_languages_of_advisers_are_those_of_the_site() -> None:
    adviser = an_adviser()
    codes = sorted(code for code, _name in settings.LANGUAGES)
    assert actions.save_adviser(adviser, actor=SYSTEM, languages=codes).languages == codes
