"""Cases are found by the words of their messages: at once, newest first, and only by those who may see them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core import clock
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries.words import find_by_words, split
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_restricted_type
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_department, an_adviser, an_editor

pytestmark = pytest.mark.django_db


def found(who: User, typed: str) -> list[Case]:
    return [one.case for one in find_by_words(who.acting(), typed)]


def test_a_message_is_found_at_once_by_all_its_words_whatever_their_case_and_accents() -> None:
    ana = an_adviser()
    pothole = a_case(body="A pothole opened on Mill Street, near the school.")
    leak = a_case(body="Hay una fuga de agua en la calle Peñón.")
    assert found(ana, "POTHOLE mill") == [pothole]
    assert found(ana, "penon, Fuga!") == [leak]
    assert found(ana, "pothole fuga") == []
    assert found(ana, "poth") == []


def test_what_staff_answered_is_found_and_what_machines_wrote_is_not() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    actions.answer_case(case.pk, actor=ana.acting(), body="Bring your zebrawood sample.")
    assert found(ana, "zebrawood") == [case]
    assert found(ana, "received") == []


def test_the_newest_words_come_first_over_the_years_and_each_case_once() -> None:
    ana = an_adviser()
    now, cases = clock.now(), []
    for weeks in (300, 80, 19, 4, 0):
        with clock.frozen(now - timedelta(weeks=weeks)):
            cases.append(a_case(body="The elevator is stuck."))
    assert found(ana, "elevator") == cases[::-1]
    customer_writes(cases[0], body="The elevator again.")
    assert found(ana, "elevator") == [cases[0], *cases[:0:-1]]


def test_only_those_who_may_see_a_case_find_it() -> None:
    hidden = a_case(a_restricted_type(), body="My allowance of walnuts.")
    home, stranger = an_adviser(departments=[a_department("benefits")]), an_adviser()
    assert found(home, "walnuts") == [hidden]
    assert found(stranger, "walnuts") == []
    assert found(an_editor(), "walnuts") == []


def test_the_passage_marks_the_words_and_shows_markup_as_text() -> None:
    a_case(body="<b>Look</b> " + "at this very long story of mine " * 20 + "about the Señal on the corner.")
    [one] = find_by_words(SYSTEM, "senal")
    assert "<mark>Señal</mark>" in one.passage
    assert len(one.passage) < 400
    [one] = find_by_words(SYSTEM, "look")
    assert "&lt;b&gt;<mark>Look</mark>" in one.passage


def test_nothing_but_signs_finds_nothing() -> None:
    a_case()
    for typed in ("", "?!", "…", "a", " "):
        assert find_by_words(SYSTEM, typed) == []


@given(st.text(max_size=2000).filter(lambda text: "\0" not in text))
def test_whatever_is_typed_is_words(typed: str) -> None:
    words = split(typed)
    assert len(words) <= 8
    assert all(2 <= len(word) <= 40 for word in words)
    find_by_words(SYSTEM, typed)
