"""Administrators manage the staff, supervisors look, others do neither; everybody keeps a profile of their own."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.urls import reverse

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import Role, User
from firstpoint.domain.people.tests.make import (
    a_department,
    a_supervisor,
    an_administrator,
    an_adviser,
    an_auditor,
    an_editor,
)
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.doors.desk.tests.signing_in import events

pytestmark = pytest.mark.django_db

STAFF = "/desk/staff/"
INVITE = "/desk/staff/invite/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def olga() -> User:
    return an_administrator(name="Olga Admin")


def invitation(**more: Any) -> dict[str, Any]:
    return {
        "email": "Bo@aldercounty.example",
        "name": "Bo Lindqvist",
        "roles": ["adviser"],
        "tier": "2",
        "language": "es",
        **more,
    }


@pytest.mark.req("PV-03")
def test_an_administrator_invites_somebody_and_sees_where_the_link_goes(olga: User) -> None:
    records = a_department()
    desk = a_desk_of(olga)
    assert desk.get(INVITE).status_code == 200
    response = desk.post(INVITE, invitation(departments=[records.pk]), follow=True)
    assert "The link to choose a password goes to bo@aldercounty.example." in response.text
    bo = User.objects.get(email="bo@aldercounty.example")
    assert (bo.roles, bo.tier, bo.language, list(bo.departments.all())) == (["adviser"], 2, "es", [records])
    assert ("staff.invited", bo.pk, {}) in events("staff.invited")
    job = ProcrastinateJob.objects.filter(task_name="deliver_invitation").latest("id")
    assert job.args == {"subject_id": bo.pk}


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"roles": []}, 422, "Choose at least one role."),
        ({"email": "bo at home"}, 422, "E-mail address: "),
        ({"name": "Bo\0"}, 422, "Name: "),
        ({"name": ""}, 422, "Name: "),
        ({"roles": ["system"]}, 422, "Roles: "),
        ({"tier": "9"}, 422, "Tier: "),
        ({"language": "xx"}, 422, "Language of the desk: "),
        ({"tier": "0"}, 409, "An adviser works at tier 1, 2 or 3."),
        ({"email": "OLGA@aldercounty.example"}, 409, "on the staff list already"),
    ],
)
def test_what_was_typed_stays_when_somebody_cannot_be_invited(wrong: dict[str, Any], status: int, said: str) -> None:
    desk = a_desk_of(an_administrator(email="olga@aldercounty.example"))
    before = User.objects.count()
    response = desk.post(INVITE, invitation(**wrong))
    assert response.status_code == status
    assert said in response.text
    assert "data-error-summary" in response.text
    if "name" not in wrong:
        assert 'value="Bo Lindqvist"' in response.text
    assert User.objects.count() == before


@pytest.mark.req("PV-03")
def test_an_administrator_changes_what_somebody_may_do(olga: User) -> None:
    bo = an_adviser(name="Bo", tier=1)
    desk = a_desk_of(olga)
    page = desk.get(f"{STAFF}{bo.pk}/")
    assert 'value="Bo"' in page.text
    change = {"name": "Bo Lindqvist", "roles": ["adviser", "supervisor"], "tier": "3", "language": "en"}
    response = desk.post(f"{STAFF}{bo.pk}/", change, follow=True)
    assert "The changes are saved." in response.text
    bo.refresh_from_db()
    assert (bo.name, bo.roles, bo.tier) == ("Bo Lindqvist", ["adviser", "supervisor"], 3)
    assert events("staff.changed") == [("staff.changed", bo.pk, {"tier": 3, "roles": "adviser+supervisor"})]
    nothing = desk.post(f"{STAFF}{bo.pk}/", {**change, "roles": [], "name": "Bo Typed"})
    assert nothing.status_code == 422
    assert 'value="Bo Typed"' in nothing.text


@pytest.mark.req("PV-03")
def test_the_last_administrator_stays(olga: User) -> None:
    desk = a_desk_of(olga)
    response = desk.post(
        f"{STAFF}{olga.pk}/", {"name": "Olga Typed", "roles": ["editor"], "tier": "0", "language": "en"}
    )
    assert response.status_code == 409
    assert "This is the last active administrator." in response.text
    assert 'value="Olga Typed"' in response.text
    assert "Deactivate" not in desk.get(f"{STAFF}{olga.pk}/").text
    refused = desk.post(f"{STAFF}{olga.pk}/deactivate/", headers={"Referer": f"http://testserver{STAFF}{olga.pk}/"})
    assert refused.headers["Location"] == f"http://testserver{STAFF}{olga.pk}/"
    assert "You cannot deactivate yourself." in desk.get(STAFF).text
    olga.refresh_from_db()
    assert olga.is_active
    assert olga.roles == [Role.ADMINISTRATOR]


@pytest.mark.req("PV-03")
def test_access_is_reset_taken_and_given_back(olga: User) -> None:
    bo = an_adviser(name="Bo", email="bo@aldercounty.example")
    desk = a_desk_of(olga)
    there = a_desk_of(bo)
    assert there.get("/desk/profile/").status_code == 200
    assert "goes to bo@aldercounty.example" in desk.post(f"{STAFF}{bo.pk}/reset/", follow=True).text
    assert there.get("/desk/profile/").status_code == 302
    assert "Bo can no longer sign in." in desk.post(f"{STAFF}{bo.pk}/deactivate/", follow=True).text
    page = desk.get(f"{STAFF}{bo.pk}/")
    assert "Reactivate and send the link" in page.text
    assert "Reset and send the link" not in page.text
    assert desk.post(f"{STAFF}{bo.pk}/reset/").status_code == 409
    assert "goes to bo@aldercounty.example" in desk.post(f"{STAFF}{bo.pk}/reactivate/", follow=True).text
    done = events("staff.access_reset", "staff.deactivated", "staff.invited")
    assert [type_ for type_, who, _ in done if who == bo.pk] == [
        "staff.invited",
        "staff.access_reset",
        "staff.deactivated",
        "staff.invited",
    ]


@pytest.mark.req("PV-03")
def test_supervisors_look_and_change_nothing() -> None:
    bo = an_adviser(name="Bo")
    desk = a_desk_of(a_supervisor())
    page = desk.get(STAFF)
    assert "Bo" in page.text
    assert "Invite somebody" not in page.text
    shown = desk.get(f"{STAFF}{bo.pk}/").text
    assert "Tier 1" in shown
    assert "Save the changes" not in shown
    assert "Deactivate" not in shown
    assert desk.get(INVITE).status_code == 403
    for path in ("", "reset/", "deactivate/", "reactivate/"):
        sent = {"name": "Bo", "roles": ["administrator"], "tier": "1", "language": "en"}
        assert desk.post(f"{STAFF}{bo.pk}/{path}", sent).status_code == 403
    bo.refresh_from_db()
    assert bo.is_active
    assert bo.roles == ["adviser"]


@pytest.mark.req("PV-03")
@pytest.mark.parametrize("make", [an_adviser, an_editor, an_auditor])
def test_others_may_not_even_look(make: Any) -> None:
    user = make()
    desk = a_desk_of(user)
    for address in (STAFF, INVITE, f"{STAFF}{user.pk}/"):
        assert desk.get(address).status_code == 403
    assert desk.post(f"{STAFF}{user.pk}/reset/").status_code == 403


def test_a_machine_is_nobody_on_the_staff(olga: User) -> None:
    desk = a_desk_of(olga)
    assert "machine.invalid" not in desk.get(STAFF).text
    for path in ("1/", "2/", "999999/"):
        assert desk.get(f"{STAFF}{path}").status_code == 404
    assert desk.post(f"{STAFF}1/deactivate/").status_code == 404


def test_the_list_narrows_by_name_role_tier_and_access(olga: User) -> None:
    bo, ines = an_adviser(name="Bo Lindqvist", tier=2), an_editor(name="Inés Prado")
    actions.deactivate_staff(ines, actor=olga.acting())
    desk = a_desk_of(olga)

    def found(query: str) -> list[User]:
        return [member for member, _roles in desk.get(f"{STAFF}?{query}").context["rows"]]

    assert found("q=LIND") == [bo]
    assert found("q=Inés") == [ines]
    assert found("role=administrator") == [olga]
    assert found("tier=2") == [bo]
    assert found("state=deactivated") == [ines]
    assert found("state=active&role=editor") == []
    assert found("role=nonsense&tier=x&state=7&q=%00") == [bo, olga, ines]
    assert "Nobody found" in desk.get(f"{STAFF}?q=zzz").text


def test_a_long_list_has_pages_and_costs_the_same(olga: User, django_assert_num_queries: Any) -> None:
    desk = a_desk_of(olga)
    for number in range(PAGE_SIZE + 3):
        an_adviser(name=f"Adviser {number:02}", departments=[a_department()])
    # Session, user, their departments, the staff, their departments, the agency.
    with django_assert_num_queries(8):
        first = desk.get(f"{STAFF}?role=adviser")
    assert "Adviser 00" in first.text
    second = desk.get(STAFF + first.context["page"].next_url)
    assert [member.name for member, _ in second.context["rows"]] == ["Adviser 50", "Adviser 51", "Adviser 52"]


@pytest.mark.req("PV-03")
def test_everybody_changes_their_own_name_and_language_alone() -> None:
    bo = an_auditor(name="Bo")
    desk = a_desk_of(bo)
    page = desk.get(reverse("desk:profile"))
    assert "Auditor" in page.text
    assert desk.post(reverse("desk:profile"), {"name": " ", "language": "es", "notices_by": "desk"}).status_code == 422
    saved = desk.post(
        reverse("desk:profile"),
        {"name": "Bo Lindqvist", "language": "es", "notices_by": "digest", "roles": ["administrator"]},
        follow=True,
    )
    assert '<html lang="es">' in saved.text
    bo.refresh_from_db()
    assert (bo.name, bo.language, bo.roles) == ("Bo Lindqvist", "es", ["auditor"])
    assert events("staff.profile_changed") == [("staff.profile_changed", bo.pk, {})]
