"""Only signed-in, active staff reach the desk, each in a language of their own, and errors are told plainly."""

from typing import Any

import pytest

from django.test import Client
from django.urls import reverse

from firstpoint.core.models import Event
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import SYSTEM, SYSTEM_ID, Role, User
from firstpoint.domain.people.tests.make import a_member_of_staff, a_supervisor, an_adviser, an_auditor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

WORK = "/desk/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.mark.req("PV-03")
def test_a_stranger_signs_in_first_and_comes_back(client: Client) -> None:
    response = client.get("/desk/cases/?state=open")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next=/desk/cases/%3Fstate%3Dopen"


@pytest.mark.req("PV-03")
def test_what_was_written_is_not_lost_with_the_session(client: Client) -> None:
    case = f"/desk/cases/{a_case().reference}/"
    came_from = {"Referer": f"http://testserver{case}"}
    response = client.post(f"{case}answer/", {"answer-body": "At any library."}, headers=came_from)
    assert response.status_code == 403
    assert "At any library.</textarea>" in response.text
    assert f"{reverse('account_login')}?next={case}" in response.text
    assert not Event.objects.filter(type="case.answered").exists()
    without_words = client.post(f"{case}put-back/", headers=came_from)
    assert without_words.headers["Location"] == f"{reverse('account_login')}?next={case}"


def test_who_writes_from_elsewhere_is_led_to_the_desk(client: Client) -> None:
    response = client.post(WORK, {"a": "some words"}, headers={"Referer": "https://other.example/desk/staff/"})
    assert f"{reverse('account_login')}?next={WORK}" in response.text


def test_a_live_screen_of_somebody_signed_out_gets_no_page(client: Client) -> None:
    assert client.get(WORK, {"fragment": "1"}).status_code == 401


def test_a_machine_has_no_desk() -> None:
    assert a_desk_of(User.objects.get(pk=SYSTEM_ID)).get(WORK).status_code == 403


@pytest.mark.req("PV-03")
def test_somebody_deactivated_is_out_at_once() -> None:
    ana = an_adviser()
    desk = a_desk_of(ana)
    assert desk.get(WORK).status_code == 200
    people.deactivate_staff(ana, actor=SYSTEM)
    assert desk.get(WORK).status_code == 302


@pytest.mark.req("SS-09")
def test_the_desk_speaks_the_language_of_the_profile() -> None:
    response = a_desk_of(an_adviser(language="es")).get(WORK, headers={"Accept-Language": "en"})
    assert '<html lang="es">' in response.text
    assert response.headers["Content-Language"] == "es"
    assert "Condado de Alder" in response.text


def test_desk_pages_are_kept_nowhere() -> None:
    assert "no-store" in a_desk_of(an_adviser()).get(WORK).headers["Cache-Control"]


FOR_ALL_STAFF = {"/desk/knowledge/", "/desk/internal/"}


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.ADVISER, {"/desk/", "/desk/mine/", "/desk/cases/", "/desk/customers/", "/desk/log/", *FOR_ALL_STAFF}),
        (Role.AUDITOR, {"/desk/cases/", "/desk/customers/", *FOR_ALL_STAFF}),
        (Role.EDITOR, FOR_ALL_STAFF),
    ],
)
def test_the_navigation_offers_what_the_role_may_do(role: Role, places: set[str]) -> None:
    desk = a_desk_of(a_member_of_staff(role, tier=1 if role == Role.ADVISER else 0))
    page = desk.get(WORK, follow=True).text
    navigation = page[page.index('<nav class="desk-nav"') : page.index("</nav>")]
    offered = {part.split('"')[0] for part in navigation.split('<a href="')[1:]}
    assert offered == places


def test_somebody_who_takes_no_work_is_led_to_where_they_work() -> None:
    assert a_desk_of(an_auditor()).get(WORK).headers["Location"] == "/desk/cases/"


def test_what_is_not_there_and_what_is_not_allowed_are_told_in_the_frame() -> None:
    absent = a_desk_of(an_adviser()).get("/desk/cases/K7M-4QX-2WPM/")
    assert absent.status_code == 404
    assert "This was not found" in absent.text
    assert 'class="desk-nav"' in absent.text
    refused = a_desk_of(an_auditor()).get("/desk/mine/")
    assert refused.status_code == 403
    assert "You do not have the right" in refused.text


def test_a_conflict_is_told_where_the_button_was_pressed() -> None:
    ana, ben = an_adviser(), an_adviser()
    item = a_case().work.pk
    a_desk_of(ana).post(f"/desk/work/{item}/take/")
    desk = a_desk_of(ben)
    response = desk.post(f"/desk/work/{item}/take/", headers={"Referer": "http://testserver/desk/"}, follow=True)
    assert response.redirect_chain == [("http://testserver/desk/", 302)]
    assert "Somebody else has just taken this" in response.text
    assert desk.post(f"/desk/work/{item}/take/").status_code == 409


def test_an_error_never_leads_to_another_site() -> None:
    desk = a_desk_of(an_adviser())
    response = desk.post("/desk/take-next/", headers={"Referer": "https://elsewhere.example/desk/"})
    assert response.status_code == 404
    assert "Nothing is waiting for you just now" in response.text


@pytest.mark.req("PV-02")
def test_every_look_at_a_case_or_a_customer_is_in_the_journal() -> None:
    ana = a_supervisor()
    case = a_case()
    desk = a_desk_of(ana)
    address = reverse("desk:case", args=[case.reference])
    desk.get(address)
    desk.get(address, {"fragment": "1"})
    desk.get(reverse("desk:customer", args=[case.customer_id]))
    looks = Event.objects.filter(is_look=True).order_by("id")
    assert [(look.type, look.subject_id, look.actor_id) for look in looks] == [
        ("case.viewed", case.pk, ana.pk),
        ("case.viewed", case.pk, ana.pk),
        ("customer.viewed", case.customer_id, ana.pk),
    ]
    assert all(look.customer_id == case.customer_id for look in looks)
    assert "looked at" not in desk.get(address).text


def test_the_bar_counts_what_waits() -> None:
    ana = an_adviser()
    for _ in range(3):
        a_case()
    a_taken_case(ana)
    a_closed_case(ana)
    assert "<strong>3</strong> waiting" in a_desk_of(ana).get("/desk/cases/").text
