"""Somebody proves who they are once in a contact, or in a case on one day; what is shown gives no answer away."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core import clock
from firstpoint.core.errors import NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.actions import (
    MOST_FAILED,
    ProvedAlready,
    TooFewAsked,
    TooManyFailed,
    WrongCode,
    digits_of,
)
from firstpoint.domain.customers.models import CheckHow, CodePurpose, Customer, IdentityCheck, OneTimeCode
from firstpoint.domain.customers.queries.checks import is_identified, knowledge_questions, masked
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return an_adviser()


def check(customer: Customer, by: User, *, level: int = 2, passed: bool = True, **where: Any) -> IdentityCheck:
    where = where or {"case_id": 7}
    return actions.check_identity(
        customer, actor=by.acting(), level=level, how=CheckHow.QUESTIONS, passed=passed, **where
    )


def test_whoever_proved_it_is_not_asked_again_in_the_same_place(ana: User) -> None:
    rosa = a_customer()
    check(rosa, ana, level=1, contact_id=3)
    for level, where, identified in (
        (0, {}, True),
        (1, {}, False),
        (1, {"contact_id": 3}, True),
        (2, {"contact_id": 3}, False),
        (1, {"contact_id": 4}, False),
        (1, {"case_id": 3}, False),
        (1, {"contact_id": 4, "case_id": 7}, False),
    ):
        assert is_identified(rosa, level=level, **where) == identified, (level, where)
    with pytest.raises(ProvedAlready), transaction.atomic():
        check(rosa, ana, level=1, contact_id=3)
    check(rosa, ana, level=2, contact_id=3)
    event = Event.objects.latest("id")
    assert (event.type, event.contact_id, event.customer_id) == ("identity.proved", 3, rosa.pk)
    assert event.data == {"level": 2, "how": "questions"}


def test_in_a_case_it_holds_for_the_day(ana: User) -> None:
    rosa = a_customer()
    check(rosa, ana)
    assert is_identified(rosa, level=2, case_id=7)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert not is_identified(rosa, level=2, case_id=7)
        check(rosa, ana)


def test_two_right_answers_are_enough_and_one_wrong_one_is_too_many(ana: User) -> None:
    rosa, acting = a_customer(), ana.acting()
    for few in ({}, {"phone": True}):
        with pytest.raises(TooFewAsked), transaction.atomic():
            actions.check_identity_by_answers(rosa, few, actor=acting, case_id=7)
    for marks, passed in (
        ({"phone": False}, False),
        ({"phone": True, "email": False, "postal_code": True}, False),
        ({"phone": True, "email": True}, True),
    ):
        assert actions.check_identity_by_answers(rosa, marks, actor=acting, case_id=7).passed == passed
    assert is_identified(rosa, level=2, case_id=7)


def test_it_holds_for_the_whole_identity_set(ana: User) -> None:
    rosa, other = a_customer(), a_customer()
    actions.merge_customers(rosa.pk, other.pk, actor=ana.acting(), evidence=[])
    check(other, ana)
    assert is_identified(rosa, level=2, case_id=7)


def test_who_fails_too_often_is_asked_no_more(ana: User) -> None:
    rosa = a_customer()
    for _time in range(MOST_FAILED):
        check(rosa, ana, passed=False)
    assert not is_identified(rosa, level=1, case_id=7)
    assert Event.objects.filter(type="identity.not_proved").count() == MOST_FAILED
    with pytest.raises(TooManyFailed), transaction.atomic():
        check(rosa, ana)
    with pytest.raises(TooManyFailed), transaction.atomic():
        actions.send_identity_code(rosa, rosa.contact_points.get().pk, actor=ana.acting(), case_id=7)
    with pytest.raises(NotPermitted):
        check(rosa, an_auditor())


def test_a_code_that_is_read_out_proves_its_contact_point(ana: User) -> None:
    rosa = a_customer()
    point = rosa.contact_points.get()
    code = actions.send_identity_code(rosa, point.pk, actor=ana.acting(), case_id=7)
    assert (code.purpose, code.destination, code.language) == (CodePurpose.IDENTITY, point.value, "en")
    with pytest.raises(WrongCode):
        actions.check_identity_by_code(rosa, code.pk, "no", actor=ana.acting(), case_id=7)
    made = actions.check_identity_by_code(rosa, code.pk, digits_of(code), actor=ana.acting(), case_id=7)
    assert (made.level, made.how, made.passed, made.by) == (1, "code", True, ana)
    point.refresh_from_db()
    assert point.verified_at == clock.now()
    assert OneTimeCode.objects.get().attempts == 2
    with pytest.raises(ProvedAlready):
        actions.send_identity_code(rosa, point.pk, actor=ana.acting(), case_id=7)


def test_a_code_is_good_for_its_customer_alone(ana: User) -> None:
    rosa, other = a_customer(), a_customer()
    with pytest.raises(NotFound), transaction.atomic():
        actions.send_identity_code(rosa, other.contact_points.get().pk, actor=ana.acting(), case_id=7)
    code = actions.send_identity_code(other, other.contact_points.get().pk, actor=ana.acting(), case_id=7)
    with pytest.raises(NotFound):
        actions.check_identity_by_code(rosa, code.pk, digits_of(code), actor=ana.acting(), case_id=7)
    assert not is_identified(rosa, level=1, case_id=7)


def test_advisers_have_no_other_codes(ana: User) -> None:
    with pytest.raises(NotPermitted):
        actions.issue_code(
            actor=ana.acting(), purpose="track", subject_id=1, kind="email", destination="x@mail.example", language="en"
        )
    with pytest.raises(NotPermitted):
        actions.use_code(1, "1", actor=ana.acting(), purpose="track")


def test_questions_are_made_of_what_is_known(ana: User) -> None:
    rosa = a_customer(email="rosa@mail.example", phone="+15555550142")
    lines = {"line1": "12 Mill Street", "postal_code": "12345"}
    actions.add_address(rosa.pk, actor=ana.acting(), lines=lines)
    facts = {"name": "Rosa", "language": "en", "preferred_channel": "", "born_on": date(1987, 4, 9)}
    rosa = actions.change_customer(rosa.pk, actor=ana.acting(), version=1, **facts)
    assert {question.code: question.masked for question in knowledge_questions(rosa)} == {
        "birth_date": "••••-••-09",
        "postal_code": "•••45",
        "phone": "+•••••••••42",
        "email": "••sa@mail.example",
    }
    assert knowledge_questions(a_customer(email="")) == []


@given(st.text(min_size=1, max_size=30))
def test_at_most_two_letters_of_an_answer_are_seen(answer: str) -> None:
    name = answer.partition("@")[0]
    seen = [letter for letter in masked(answer).partition("@")[0] if letter.isalnum()]
    letters = [letter for letter in name if letter.isalnum()]
    assert len(seen) <= min(2, len(letters) // 2)
    assert letters[len(letters) - len(seen) :] == seen
