"""What advisers can be given is set at the desk, and when they are away is planned there."""

from datetime import timedelta
from typing import Any

import pytest

from firstpoint.domain.cases.tests.make import a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import a_catalogue, text
from firstpoint.domain.people.models import SYSTEM, Absence, User
from firstpoint.domain.people.queries import today
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser, an_editor
from firstpoint.domain.routing.models import Adviser
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.doors.desk.tests.signing_in import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db: Any) -> User:
    a_catalogue()
    catalogue.save_skill("tax", actor=SYSTEM, name=text("Tax", "Impuestos"))
    catalogue.save_skill("law", actor=SYSTEM, name=text("Law", "Derecho"))
    return an_adviser(name="Ana Ruiz")


@pytest.mark.req("RT-02")
def test_languages_channels_skills_and_capacity_are_set(ana: User) -> None:
    for person in (a_supervisor(), an_administrator()):
        desk, address = a_desk_of(person), f"/desk/staff/{ana.pk}/adviser/"
        assert "Skill: Tax" in desk.get(address).text
        given = {"languages": ["es"], "channels": ["phone", "web"], "skill-tax": "4", "capacity-web": "3"}
        page = desk.post(address, given, follow=True).text
        assert "The changes are saved." in page
        for words in ("Spanish", "Phone, Web form", "Tax 4", "Web form 3"):
            assert words in page
        assert 'value="3"' in desk.get(address).text
    adviser = Adviser.objects.get(user=ana)
    assert (adviser.languages, adviser.channels) == (["es"], ["phone", "web"])
    assert (adviser.skills, adviser.capacity) == ({"tax": 4}, {"web": 3})
    assert len(events("adviser.saved")) == 1


def test_what_makes_no_sense_comes_back(ana: User) -> None:
    desk, address = a_desk_of(a_supervisor()), f"/desk/staff/{ana.pk}/adviser/"
    for wrong in ({"capacity-web": "101"}, {"skill-tax": "9"}, {"languages": ["xx"]}, {"channels": ["smoke"]}):
        assert desk.post(address, wrong).status_code == 422
    assert not Adviser.objects.filter(user=ana).exists()
    assert a_desk_of(ana).get(address).status_code == 403


def test_who_takes_no_work_is_given_none(ana: User) -> None:
    page = a_desk_of(an_administrator()).get(f"/desk/staff/{an_editor().pk}/").text
    assert "What they can be given" not in page


def test_what_somebody_owns_is_told_before_they_are_shut_out(ana: User) -> None:
    desk = a_desk_of(an_administrator())
    assert "They own" not in desk.get(f"/desk/staff/{ana.pk}/").text
    a_taken_case(ana)
    assert "They own 1 open case, which goes back to its queue." in desk.get(f"/desk/staff/{ana.pk}/").text
    a_taken_case(ana)
    assert "They own 2 open cases, which go back to their queues." in desk.get(f"/desk/staff/{ana.pk}/").text


@pytest.mark.req("CS-03")
def test_one_plans_one_s_own_absence_and_calls_it_off(ana: User) -> None:
    ben, desk = an_adviser(name="Ben Okafor"), a_desk_of(ana)
    address = f"/desk/staff/{ana.pk}/absences/"
    assert address in desk.get("/desk/profile/").text
    days = {"from_on": today() + timedelta(days=1), "until_on": today() + timedelta(days=3)}
    assert desk.get(address).status_code == 200
    page = desk.post(address, {**days, "deputy": ben.pk}, follow=True).text
    assert "The absence is planned." in page
    assert "Deputy: Ben Okafor." in page
    assert desk.post(address, {**days, "deputy": ben.pk}).status_code == 409
    assert desk.post(address, {"from_on": "soon", "until_on": "", "deputy": ana.pk}).status_code == 422
    page = desk.post(f"/desk/absences/{Absence.objects.get().pk}/cancel/", follow=True).text
    assert "The absence is called off." in page
    assert "Deputy:" not in page


def test_a_supervisor_plans_that_of_others_and_sees_it_on_the_board(ana: User) -> None:
    ben, desk = an_adviser(name="Ben Okafor"), a_desk_of(a_supervisor())
    chosen = {"from_on": today(), "until_on": today(), "deputy": ben.pk}
    page = desk.post(f"/desk/staff/{ana.pk}/absences/", chosen, follow=True).text
    assert "Deputy: Ben Okafor." in page
    assert "Deputy: Ben Okafor." in desk.get(f"/desk/board/people/{ana.pk}/").text
    other = a_desk_of(ben)
    assert other.get(f"/desk/staff/{ana.pk}/absences/").status_code == 403
    assert other.post(f"/desk/absences/{Absence.objects.get().pk}/cancel/").status_code == 403
    assert Absence.objects.get().cancelled_at is None
