"""Waiting work stands in the order of its promises, is taken once, and one's own cases show news first."""

from datetime import date, timedelta
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_long_form, a_queue, an_enquiry_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_auditor
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkState
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


def shown(page: str, *cases: Case) -> list[Case]:
    """Return those of the cases that stand on a page, in the order in which they first do."""
    return sorted((case for case in cases if case.reference in page), key=lambda case: page.index(case.reference))


def later(hours: float) -> Any:
    return clock.frozen(clock.now() + timedelta(hours=hours))


@pytest.mark.req("RT-02")
def test_waiting_work_stands_in_order_of_promise(desk: Client) -> None:
    quick = an_enquiry_type("water-leak", first_answer_minutes=60)
    first = a_case()
    second = a_case(quick)
    with later(1):
        third = a_case(quick)
    assert shown(desk.get("/desk/").text, first, second, third) == [second, third, first]


def test_a_row_says_what_an_adviser_needs_to_choose(desk: Client) -> None:
    case = a_case(language="es", body="¿Cómo saco el carné?")
    with clock.frozen(case.first_answer_due_at + timedelta(minutes=1)):
        page = desk.get("/desk/").text
    for words in (case.reference, "General question", "¿Cómo saco el carné?", "Rosa Vale", "Spanish", "Overdue"):
        assert words in page


@pytest.mark.req("RT-02")
def test_the_next_is_the_most_urgent_and_becomes_ones_own(desk: Client, ana: User) -> None:
    a_case()
    urgent = a_case(an_enquiry_type("water-leak", first_answer_minutes=60))
    response = desk.post("/desk/take-next/")
    assert response.headers["Location"] == f"/desk/cases/{urgent.reference}/"
    urgent.refresh_from_db()
    assert urgent.owner == ana
    assert urgent.work.state == WorkState.TAKEN
    assert Event.objects.filter(type="work.taken", case_id=urgent.pk, actor_id=ana.pk).count() == 1
    assert urgent.reference not in desk.get("/desk/").text


def test_when_nothing_waits_it_is_said(desk: Client) -> None:
    assert "Nothing is waiting" in desk.get("/desk/").text
    response = desk.post("/desk/take-next/", headers={"Referer": "http://testserver/desk/"}, follow=True)
    assert "Nothing is waiting for you just now." in response.text


@pytest.mark.req("RT-02")
def test_a_chosen_case_is_taken_by_one_adviser_only(desk: Client, ana: User) -> None:
    case = a_case()
    address = f"/desk/work/{case.work.pk}/take/"
    assert address in desk.get("/desk/").text
    assert desk.post(address).headers["Location"] == f"/desk/cases/{case.reference}/"
    assert a_desk_of(an_adviser()).post(address).status_code == 409
    case.refresh_from_db()
    assert case.owner == ana


def test_looking_takes_nothing(desk: Client) -> None:
    case = a_case()
    assert desk.get("/desk/take-next/").status_code == 405
    assert desk.get(f"/desk/work/{case.work.pk}/take/").status_code == 405


def test_an_adviser_sees_the_work_of_their_tier_a_supervisor_all_and_filters_it(desk: Client) -> None:
    one, two = a_case(), a_case(a_long_form(), body="No heating")
    assert shown(desk.get("/desk/").text, one, two) == [one]
    whole = a_desk_of(a_supervisor())
    assert set(shown(whole.get("/desk/").text, one, two)) == {one, two}
    assert shown(whole.get("/desk/", {"queue": "tier-2"}).text, one, two) == [two]
    assert "Nothing is waiting" in whole.get("/desk/", {"queue": "no\0such"}).text


def test_long_lists_come_in_pages(desk: Client) -> None:
    cases = [a_case() for _ in range(PAGE_SIZE + 1)]
    assert len(shown(desk.get("/desk/").text, *cases)) == PAGE_SIZE
    assert 'href="?page=2"' in desk.get("/desk/").text
    assert shown(desk.get("/desk/", {"page": "2"}).text, *cases) == [cases[-1]]


def test_a_live_screen_gets_the_table_alone(desk: Client) -> None:
    case = a_case()
    page = desk.get("/desk/").text
    assert 'data-live="work hand_off" data-live-url="/desk/"' in page
    fragment = desk.get("/desk/", {"fragment": "1"}).text
    assert case.reference in fragment
    assert "<html" not in fragment
    assert "csrfmiddlewaretoken" in fragment


@pytest.mark.req("CS-03")
def test_ones_own_cases_show_news_first_then_the_promise(desk: Client, ana: User) -> None:
    quiet = a_taken_case(ana, an_enquiry_type("water-leak", resolution_minutes=60))
    actions.answer_case(quiet.pk, actor=ana.acting(), body="We have sent somebody.")
    slow, quick = a_taken_case(ana), a_taken_case(ana, an_enquiry_type("pothole", resolution_minutes=120))
    with later(0.1):
        actions.answer_case(slow.pk, actor=ana.acting(), body="Here it is.")
    with later(0.2):
        customer_writes(slow)
        other = a_taken_case(an_adviser())
        page = desk.get("/desk/mine/").text
    assert shown(page, quiet, slow, quick, other) == [quick, slow, quiet]
    assert page.count("To be answered") == 2


def test_closed_cases_leave_the_own_list(desk: Client, ana: User) -> None:
    case = a_taken_case(ana)
    actions.close_case(case.pk, actor=ana.acting(), outcome="done", note="Done.")
    assert "You own no open case" in desk.get("/desk/mine/").text


@pytest.mark.parametrize("address", ["/desk/", "/desk/mine/"])
@pytest.mark.parametrize("number", [1, 12])
def test_pages_cost_the_same_however_many_rows(
    address: str, number: int, desk: Client, ana: User, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        a_case()
        a_taken_case(ana)
    desk.get("/desk/")  # The queues are read once and kept.
    # Session, user, departments; the rows and either what the adviser can be given, what is kept for them and the
    # queues to choose from, or what they handed on and their tasks; agency, what they can be given, waits, notices.
    with django_assert_num_queries(11 if address == "/desk/" else 10):
        desk.get(address)


@pytest.mark.req("RT-03")
def test_what_is_handed_on_waits_on_top_for_whom_it_is_meant(desk: Client, ana: User) -> None:
    sender = an_adviser(tier=2, name="Sam Poe")
    case = a_taken_case(sender, a_long_form())
    a_case()
    routing.hand_on(
        case.pk, actor=sender.acting(), queue=a_queue(1), person=ana, note="Only the address is left to ask."
    )
    page = desk.get("/desk/").text
    assert page.index("Waiting for you alone") < page.index(case.reference) < page.index("Waiting since")
    assert "From Sam Poe:" in page
    assert "Only the address is left to ask." in page
    their = a_desk_of(sender)
    assert case.reference in their.get("/desk/mine/").text.split("Handed on, not accepted yet")[1]
    desk.post(f"/desk/work/{case.work.pk}/take/")
    assert Case.objects.get(pk=case.pk).owner == ana
    assert "Handed on, not accepted yet" not in their.get("/desk/mine/").text


@pytest.mark.req("RT-03")
def test_what_was_handed_on_can_be_taken_back(desk: Client, ana: User) -> None:
    an_adviser(tier=2)
    case = a_taken_case(ana)
    offer = routing.hand_on(case.pk, actor=ana.acting(), queue=a_queue(2), note="Please.")
    page = desk.post(f"/desk/hand-offs/{offer.pk}/withdraw/", follow=True)
    assert "The case is yours again." in page.text
    assert a_desk_of(an_adviser(tier=2)).get("/desk/").text.count(case.reference) == 0


@pytest.mark.req("RT-02")
def test_work_is_narrowed_by_language_and_channel(desk: Client) -> None:
    english, spanish = a_case(), a_case(language="es")
    assert shown(desk.get("/desk/", {"language": "es"}).text, english, spanish) == [spanish]
    assert shown(desk.get("/desk/", {"channel": "phone"}).text, english, spanish) == []


@pytest.mark.req("RT-02")
def test_presence_is_said_from_any_page_and_shown_on_each(desk: Client) -> None:
    assert 'desk-presence is-offline" aria-hidden' in desk.get("/desk/").text
    page = desk.post(
        "/desk/presence/", {"presence": "available"}, headers={"Referer": "http://testserver/desk/mine/"}, follow=True
    )
    assert page.redirect_chain[0][0].endswith("/desk/mine/")
    assert "(Available)" in page.text
    desk.post("/desk/presence/", {"presence": "asleep"})
    assert "(Available)" in desk.get("/desk/").text
    assert a_desk_of(an_auditor()).post("/desk/presence/", {"presence": "busy"}).status_code == 403


def test_the_own_tasks_stand_under_the_own_cases(desk: Client, ana: User) -> None:
    case = a_taken_case(an_adviser())
    actions.add_task(case.pk, actor=ana.acting(), title="Call the school", person=ana, due_on=date(2026, 3, 9))
    page = desk.get("/desk/mine/").text
    assert "Call the school" in page
    assert "March 9, 2026" in page
