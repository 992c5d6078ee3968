"""A case is handed on without ever falling between two people: offered, accepted, returned, or back with its sender."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core import clock, published
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, Outcome, TierClock
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, an_anonymous_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.catalogue.tests.make import (
    a_general_question,
    a_queue,
    a_restricted_type,
    an_enquiry_type,
)
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_administrator, an_adviser
from firstpoint.domain.routing import actions, queries
from firstpoint.domain.routing.models import HandOffKind, HandOffState, WorkState
from firstpoint.domain.routing.queries.hand_offs import offered_by, open_hand_off, who_can_take
from firstpoint.domain.routing.tests.make import hand_on, item_of, owner_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class TestOfferingAndAccepting:
    def test_the_owner_answers_for_the_case_until_somebody_accepts(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        offer = hand_on(case, ana)
        assert owner_of(case) == ana
        cases.answer_case(case.pk, actor=ana.acting(), body="A colleague will look at this.")
        assert actions.take_next(actor=sam.acting()) == case
        assert owner_of(case) == sam
        offer.refresh_from_db()
        assert (offer.state, offer.answered_by) == (HandOffState.ACCEPTED, sam)
        assert open_hand_off(case) is None
        with pytest.raises(cases.NotTheOwner):
            cases.answer_case(case.pk, actor=ana.acting(), body="Too late.")

    def test_the_sender_is_not_given_it_back_by_taking_the_next(self) -> None:
        boss = a_supervisor()
        an_adviser(tier=2)
        case = a_taken_case(boss)
        hand_on(case, boss)
        with pytest.raises(NotFound):
            actions.take_next(actor=boss.acting())

    def test_one_person_is_asked_and_nobody_else_can_take_it(self) -> None:
        ana, sam, other = an_adviser(), an_adviser(tier=2), an_adviser(tier=2)
        case = a_taken_case(ana)
        hand_on(case, ana, person=sam, kind=HandOffKind.WARM)
        with pytest.raises(NotFound):
            actions.take_next(actor=other.acting())
        with pytest.raises(actions.NotForYou):
            actions.take(item_of(case).pk, actor=other.acting())
        assert [item.case for item in queries.work_kept_for(sam.acting())] == [case]
        assert actions.take(item_of(case).pk, actor=sam.acting()) == case
        assert owner_of(case) == sam

    def test_one_can_ask_somebody_of_another_tier_than_the_queue(self) -> None:
        ana, professional = an_adviser(), an_adviser(tier=3)
        case = a_taken_case(ana)
        hand_on(case, ana, person=professional)
        assert actions.take(item_of(case).pk, actor=professional.acting()) == case

    def test_the_case_is_back_with_its_sender_when_they_withdraw(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        offer = hand_on(case, ana)
        assert list(offered_by(ana.acting())) == [offer]
        with pytest.raises(NotFound):
            actions.withdraw_hand_off(offer.pk, actor=sam.acting())
        actions.withdraw_hand_off(offer.pk, actor=ana.acting())
        assert (item_of(case).state, owner_of(case)) == (WorkState.TAKEN, ana)
        with pytest.raises(NotFound):
            actions.take_next(actor=sam.acting())

    def test_each_step_is_recorded_on_the_case_and_its_customer(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        hand_on(case, ana)
        actions.take_next(actor=sam.acting())
        events = Event.objects.filter(type__startswith="hand_off.", case_id=case.pk, customer_id=case.customer_id)
        assert list(events.order_by("id").values_list("type", "data__to_tier")) == [
            ("hand_off.offered", 2),
            ("hand_off.accepted", 2),
        ]


class TestReturning:
    def test_what_does_not_belong_there_comes_back_with_the_reason(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        offer = hand_on(case, ana)
        returned = actions.return_hand_off(
            offer.pk, actor=sam.acting(), reason="This is a tier 1 answer.", cause="knowledge"
        )
        assert (returned.state, returned.cause) == (HandOffState.RETURNED, "knowledge")
        assert (item_of(case).state, item_of(case).tier, owner_of(case)) == (WorkState.TAKEN, 1, ana)

    def test_a_reason_is_needed(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        offer = hand_on(a_taken_case(ana), ana)
        with pytest.raises(DomainError, match="why you give"):
            actions.return_hand_off(offer.pk, actor=sam.acting(), reason=" ")

    def test_only_somebody_to_whom_it_is_offered_can_return_it(self) -> None:
        ana = an_adviser()
        an_adviser(tier=2)
        offer = hand_on(a_taken_case(ana), ana)
        for stranger in (an_adviser(), an_adviser(tier=3), ana):
            with pytest.raises(NotFound):
                actions.return_hand_off(offer.pk, actor=stranger.acting(), reason="Not mine.")

    def test_misdirected_work_goes_back_to_whoever_sent_it(self) -> None:
        ana, professional = an_adviser(), an_adviser(tier=3)
        case = a_taken_case(ana)
        hand_on(case, ana, tier=3)
        actions.take_next(actor=professional.acting())
        back = actions.send_back(case.pk, actor=professional.acting(), reason="Tier 1 answers this.", cause="process")
        assert (back.kind, back.to_queue, back.to_person) == (HandOffKind.RETURN, a_queue(1), ana)
        assert owner_of(case) == professional
        actions.take(item_of(case).pk, actor=ana.acting())
        assert owner_of(case) == ana

    def test_direct_contact_at_another_tier_goes_to_tier_1(self) -> None:
        a_general_question()
        an_adviser()
        specialist = an_adviser(tier=2)
        case = a_taken_case(specialist, an_enquiry_type("second", tier=2))
        back = actions.send_back(case.pk, actor=specialist.acting(), reason="A simple question.", cause="adherence")
        assert (back.to_queue.tier, back.to_person) == (1, None)

    def test_a_cause_is_needed(self) -> None:
        ana = an_adviser(tier=2)
        case = a_taken_case(ana, an_enquiry_type("second", tier=2))
        with pytest.raises(DomainError, match="Say why"):
            actions.send_back(case.pk, actor=ana.acting(), reason="No.", cause="whim")


class TestTimingOut:
    def test_what_nobody_accepts_in_working_time_is_back_with_its_sender(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        offer = hand_on(case, ana)
        with clock.frozen(clock.now() + timedelta(minutes=119)):
            assert actions.time_out_hand_offs(actor=SYSTEM) == 0
        with clock.frozen(clock.now() + timedelta(minutes=120)):
            assert actions.time_out_hand_offs(actor=SYSTEM) == 1
            assert actions.time_out_hand_offs(actor=SYSTEM) == 0
        offer.refresh_from_db()
        assert offer.state == HandOffState.TIMED_OUT
        assert (item_of(case).state, owner_of(case)) == (WorkState.TAKEN, ana)
        with pytest.raises(DomainError, match="not open any more"):
            actions.return_hand_off(offer.pk, actor=sam.acting(), reason="Late.")

    def test_what_was_offered_to_somebody_who_left_comes_back_at_once(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        hand_on(case, ana, person=sam)
        people.deactivate_staff(sam, actor=an_administrator().acting())
        assert actions.time_out_hand_offs(actor=SYSTEM) == 1
        assert (item_of(case).state, owner_of(case)) == (WorkState.TAKEN, ana)

    def test_work_offered_by_somebody_who_left_waits_for_anybody(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        hand_on(case, ana, person=sam)
        people.deactivate_staff(ana, actor=an_administrator().acting())
        actions.return_work_of(ana.pk, actor=SYSTEM)
        assert (item_of(case).state, item_of(case).tier, owner_of(case)) == (WorkState.WAITING, 1, None)
        assert actions.take_next(actor=an_adviser().acting()) == case


class TestWhatIsRefused:
    def test_what_the_receiver_would_ask_again_must_be_there(self) -> None:
        ana = an_adviser()
        an_adviser(tier=2)
        needy = an_enquiry_type("needy", hand_off_needs=["question"])
        case = a_taken_case(ana, needy, name="", email="", phone="", answers={})
        with pytest.raises(actions.NotEnoughToHandOn) as refused:
            hand_on(case, ana)
        for missing in ("name", "phone number", "Your question"):
            assert missing in str(refused.value)

    def test_somebody_who_may_stay_anonymous_is_not_asked_who_they_are(self) -> None:
        ana = an_adviser()
        an_adviser(tier=2)
        a_general_question()
        case = an_anonymous_case()
        actions.take(item_of(case).pk, actor=ana.acting())
        assert hand_on(case, ana).state == HandOffState.OFFERED

    def test_a_case_that_goes_round_waits_for_a_supervisor(self) -> None:
        ana, sam, boss = an_adviser(), an_adviser(tier=2), a_supervisor()
        catalogue.save_queue("tier-2", actor=SYSTEM, name=a_queue(2).name, tier=2, most_hand_offs=2)
        case = a_taken_case(ana)
        for _round in range(2):
            offer = hand_on(case, ana)
            actions.return_hand_off(offer.pk, actor=sam.acting(), reason="No.")
        with pytest.raises(actions.HandedOnTooOften, match="2 times"):
            hand_on(case, ana)
        assert hand_on(case, boss).state == HandOffState.OFFERED

    def test_a_queue_without_staff_gets_nothing(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with pytest.raises(actions.NobodyThere):
            hand_on(case, ana, tier=3)

    def test_a_restricted_case_goes_only_where_it_may_be_seen(self) -> None:
        benefits = a_department("benefits")
        ana, stranger = an_adviser(departments=[benefits]), an_adviser(tier=2)
        case = a_taken_case(ana, a_restricted_type())
        with pytest.raises(actions.NobodyThere):
            hand_on(case, ana, person=stranger)
        with pytest.raises(actions.NobodyThere):
            hand_on(case, ana)
        home = an_adviser(tier=2, departments=[benefits])
        assert who_can_take(case, a_queue(2)) == [home]
        assert hand_on(case, ana).state == HandOffState.OFFERED

    def test_words_are_needed_and_only_the_owner_hands_on_and_only_once(self) -> None:
        ana = an_adviser()
        an_adviser(tier=2)
        case = a_taken_case(ana)
        with pytest.raises(DomainError, match="needs to know"):
            hand_on(case, ana, note="  ")
        with pytest.raises(cases.NotTheOwner):
            hand_on(case, an_adviser())
        with pytest.raises(DomainError, match="introduce"):
            hand_on(case, ana, kind=HandOffKind.WARM)
        with pytest.raises(DomainError, match="in this queue already"):
            hand_on(case, ana, tier=1)
        with pytest.raises(DomainError, match="owns the case"):
            hand_on(case, ana, person=ana)
        hand_on(case, ana)
        with pytest.raises(DomainError, match="offered to somebody already"):
            hand_on(case, ana)

    def test_a_referral_follows_an_answer(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        with pytest.raises(DomainError, match="Answer the customer first"):
            actions.refer_case(case.pk, actor=ana.acting(), queue=a_queue(2), note="Will come up again.")
        cases.answer_case(case.pk, actor=ana.acting(), body="For now, do this.")
        actions.refer_case(case.pk, actor=ana.acting(), queue=a_queue(2), note="Will come up again.")
        assert actions.take_next(actor=sam.acting()) == case

    def test_a_case_that_is_closed_meanwhile_is_handed_to_nobody(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        case = a_taken_case(ana)
        offer = hand_on(case, ana)
        cases.close_case(case.pk, actor=ana.acting(), outcome=Outcome.ANSWERED, note="It solved itself.")
        with pytest.raises(NotFound):
            actions.take_next(actor=sam.acting())
        actions.follow_case(case.pk, actor=SYSTEM)
        offer.refresh_from_db()
        assert (offer.state, item_of(case).state) == (HandOffState.WITHDRAWN, WorkState.LEFT)


def hand_to(case: Case, who: User, whom: User, queue: Queue) -> None:
    actions.hand_on(case.pk, actor=who.acting(), queue=queue, note="Please.", person=whom)


def close(case: Case, who: User, whom: User, queue: Queue) -> None:
    cases.close_case(case.pk, actor=who.acting(), outcome=Outcome.ANSWERED, note="Done.")
    actions.follow_case(case.pk, actor=SYSTEM)


def time_out(case: Case, who: User, whom: User, queue: Queue) -> None:
    with clock.frozen(clock.now() + timedelta(days=3)):
        actions.time_out_hand_offs(actor=SYSTEM)


def offered_id(case: Case) -> int:
    offer = open_hand_off(case)
    if offer is None:
        raise NotFound
    return offer.pk


MOVES: dict[str, Callable[[Case, User, User, Queue], object]] = {
    "take next": lambda case, who, whom, queue: actions.take_next(actor=who.acting()),
    "take": lambda case, who, whom, queue: actions.take(item_of(case).pk, actor=who.acting()),
    "hand on": lambda case, who, whom, queue: actions.hand_on(case.pk, actor=who.acting(), queue=queue, note="Please."),
    "hand to": hand_to,
    "return": lambda case, who, whom, queue: actions.return_hand_off(
        offered_id(case), actor=who.acting(), reason="No."
    ),
    "withdraw": lambda case, who, whom, queue: actions.withdraw_hand_off(offered_id(case), actor=who.acting()),
    "send back": lambda case, who, whom, queue: actions.send_back(
        case.pk, actor=who.acting(), reason="Not here.", cause="process"
    ),
    "put back": lambda case, who, whom, queue: actions.put_back(case.pk, actor=who.acting()),
    "reassign": lambda case, who, whom, queue: actions.reassign(case.pk, actor=who.acting(), person=whom),
    "close": close,
    "time out": time_out,
}


def check_one_person_answers(case: Case) -> None:
    """An open case waits without an owner, or has one; what is offered has one, too, and waits at its receiver."""
    now, item, offer = Case.objects.get(pk=case.pk), item_of(case), open_hand_off(case)
    if now.is_closed:
        assert (item.state in (WorkState.LEFT, WorkState.TAKEN), offer) == (True, None)
    elif now.owner_id is None:
        assert (item.state, offer) == (WorkState.WAITING, None)
    elif offer:
        assert (item.state, item.hand_off, item.queue) == (WorkState.WAITING, offer, offer.to_queue)
    else:
        assert (item.state, item.hand_off) == (WorkState.TAKEN, None)
    assert TierClock.objects.filter(case=case, ended_at=None).count() <= 1


def test_whatever_is_done_a_case_is_never_between_two_people() -> None:
    a_general_question()
    staff = [an_adviser(), an_adviser(), an_adviser(tier=2), an_adviser(tier=3), a_supervisor()]
    case = a_case()
    somebody = st.sampled_from(staff)

    @settings(max_examples=60)
    @given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), somebody, somebody, st.integers(1, 3)), max_size=14))
    def holds(moves: list[tuple[str, User, User, int]]) -> None:
        with transaction.atomic():
            for name, who, whom, tier in moves:
                with suppress(DomainError), transaction.atomic():
                    MOVES[name](case, who, whom, a_queue(tier))
                check_one_person_answers(case)
            transaction.set_rollback(True)
        published.forget()

    holds()
