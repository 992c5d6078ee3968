"""Two who have the same case open see each other, and whether the other writes to the customer."""

from datetime import timedelta
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case, Viewer
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def case(ana: User) -> Case:
    return a_taken_case(ana)


def seen_by(desk: Client, case: Case) -> str:
    return desk.get(f"/desk/cases/{case.reference}/viewers/?fragment=1").text


@pytest.mark.req("CU-01")
def test_each_sees_the_other_and_not_themselves(ana: User, case: Case) -> None:
    desk, other = a_desk_of(ana), a_desk_of(a_supervisor(name="Sue Lindgren"))
    assert f'data-live-url="/desk/cases/{case.reference}/viewers/"' in desk.get(f"/desk/cases/{case.reference}/").text
    assert "has this case open" not in seen_by(desk, case)
    assert "Ana Ruiz has this case open too." in seen_by(other, case)
    assert "Sue Lindgren has this case open too." in seen_by(desk, case)
    desk.post(f"/desk/cases/{case.reference}/reply/answer/save/?fragment=1", {"answer-body": "Dear Rosa"})
    writing = seen_by(other, case)
    assert "Ana Ruiz has this case open too, and is writing to the customer." in writing
    assert "Dear Rosa" not in writing


def test_whoever_went_away_is_not_shown_and_soon_forgotten(ana: User, case: Case) -> None:
    other = a_desk_of(a_supervisor())
    seen_by(a_desk_of(ana), case)
    with clock.frozen(clock.now() + timedelta(seconds=76)):
        assert "Ana Ruiz" not in seen_by(other, case)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        seen_by(a_desk_of(ana), a_case())
    assert not Viewer.objects.filter(user=ana, case=case).exists()


def test_a_screen_that_stays_open_is_no_further_look(ana: User, case: Case) -> None:
    desk = a_desk_of(ana)
    before = Event.objects.count()
    for _ in range(3):
        seen_by(desk, case)
    assert Event.objects.count() == before
    assert Viewer.objects.filter(user=ana).count() == 1


def test_nobody_is_told_of_a_case_that_they_may_not_see(ana: User) -> None:
    hidden = a_case(a_restricted_type())
    assert a_desk_of(ana).get(f"/desk/cases/{hidden.reference}/viewers/").status_code == 404
