"""Supervisors see what waits and who has what in hand, and give, move and put first several cases at once."""

from datetime import timedelta
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_queue, a_restricted_type, text
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import Adviser, Batch, Presence
from firstpoint.domain.routing.tests.make import item_of, waiting_item
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

BOARD = "/desk/board/"
DO = "/desk/board/batches/"


@pytest.fixture
def boss(db: Any) -> User:
    a_catalogue()
    return a_supervisor(name="Sue Lindgren")


@pytest.fixture
def desk(boss: User) -> Client:
    return a_desk_of(boss)


def row_of(page: str, name: str) -> str:
    """Return the words of the table row that names this."""
    rows = [row for row in page.split("<tr")[1:] if f">{name}</a>" in row]
    assert len(rows) == 1, name
    return " ".join(rows[0].split())


class TestBoard:
    @pytest.mark.req("RT-02")
    def test_each_queue_says_what_waits_and_who_could_take_it(self, desk: Client) -> None:
        ana = an_adviser()
        actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
        an_adviser()
        waiting_item(hours=-1, waited=90)
        waiting_item(hours=8)
        first = row_of(desk.get(BOARD).text, "Tier 1")
        assert ">2</span>" in first
        assert 'data-label="Overdue"><span>1<' in first
        assert "1 of 2 there" in first
        assert 'datetime="2026-03-02T08:30:00-05:00"' in first

    def test_what_is_at_risk_stands_out(self, desk: Client) -> None:
        item = waiting_item(hours=1)
        Case.objects.filter(pk=item.case_id).update(opened_at=clock.now() - timedelta(hours=7))
        row = row_of(desk.get(BOARD).text, "Tier 1")
        assert 'data-label="At risk"><span>1<' in row
        assert 'class="is-at_risk"' in row

    def test_a_queue_without_staff_says_so(self, desk: Client) -> None:
        an_adviser(tier=1)
        page = desk.get(BOARD).text
        assert "Nobody works in this queue" in row_of(page, "Tier 2")
        assert "The only adviser is not there" in row_of(page, "Tier 1")

    def test_skills_decide_who_could_take_it(self, desk: Client) -> None:
        catalogue.save_skill("tax", actor=SYSTEM, name=text("Tax", "Impuestos"))
        catalogue.save_queue("tier-2", actor=SYSTEM, name=text("Tier 2", "Nivel 2"), tier=2, skills={"tax": 3})
        sam = an_adviser(tier=2)
        assert "Nobody works in this queue" in row_of(desk.get(BOARD).text, "Tier 2")
        actions.save_adviser(sam, actor=an_administrator().acting(), skills={"tax": 4})
        assert "The only adviser is not there" in row_of(desk.get(BOARD).text, "Tier 2")

    @pytest.mark.req("RT-01")
    def test_overflow_is_told(self, desk: Client) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=text("Tier 1", "Nivel 1"), tier=1, overflow_waiting=1)
        a_case()
        a_case()
        actions.watch_queues(actor=SYSTEM)
        assert "Overflows" in row_of(desk.get(BOARD).text, "Tier 1")

    @pytest.mark.req("RT-06")
    def test_the_expected_wait_is_told(self, desk: Client) -> None:
        ana = an_adviser()
        actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
        for _ in range(6):
            a_case()
        start = clock.now()
        for minute in range(4):
            with clock.frozen(start + timedelta(minutes=minute)):
                actions.watch_queues(actor=SYSTEM)
            with clock.frozen(start + timedelta(minutes=minute, seconds=30)):
                actions.take_next(actor=ana.acting())
        assert "about 4 min" in row_of(desk.get(BOARD).text, "Tier 1")

    def test_each_adviser_says_since_when_and_what_they_have_in_hand(self, desk: Client) -> None:
        ana = an_adviser(name="Ana Ruiz")
        actions.set_presence(actor=ana.acting(), presence=Presence.BUSY)
        case, late = a_taken_case(ana), a_taken_case(ana)
        past = clock.now() - timedelta(hours=1)
        Case.objects.filter(pk=late.pk).update(first_answer_due_at=past)
        row = row_of(desk.get(BOARD).text, "Ana Ruiz")
        assert "Busy" in row
        assert ">2</span>" in row
        assert 'data-label="Overdue"><span>1<' in row
        assert late.reference in row
        assert case.reference not in row

    @pytest.mark.req("PV-02")
    def test_restricted_cases_of_others_are_not_even_counted(self, desk: Client) -> None:
        kind = a_restricted_type()
        hidden = a_case(kind)
        ben = an_adviser(name="Ben Okafor", departments=[kind.enquiry_type.department])
        taken = a_taken_case(ben, kind)
        page = desk.get(BOARD).text
        assert 'data-label="Waiting"><span>0<' in row_of(page, "Tier 1")
        assert 'data-label="Open cases"><span>0<' in row_of(page, "Ben Okafor")
        lists = desk.get(f"{BOARD}queues/tier-1/").text + desk.get(f"{BOARD}people/{ben.pk}/").text
        for case in (hidden, taken):
            assert case.reference not in page + lists

    def test_it_costs_the_same_however_much_waits(self, desk: Client, django_assert_num_queries: Any) -> None:
        def fill() -> None:
            ana = an_adviser()
            actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
            for _ in range(4):
                a_case()
                a_taken_case(ana)

        fill()
        desk.get(BOARD)
        for _ in range(2):
            # The frame's seven; advisers 2, queues 3, cases in hand 2, batches 1.
            with django_assert_num_queries(15):
                desk.get(BOARD)
            fill()

    def test_counting_stops_at_a_bound(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        ana = an_adviser(name="Ana Ruiz")
        for _ in range(3):
            waiting_item(hours=-1)
            a_taken_case(ana)
        for module in ("domain.routing.queries.board", "doors.desk.supervise.views"):
            monkeypatch.setattr(f"firstpoint.{module}.COUNTED", 2)
        page = desk.get(BOARD).text
        assert 'data-label="Waiting"><span>2+<' in row_of(page, "Tier 1")
        assert 'data-label="Overdue"><span>2+<' in row_of(page, "Tier 1")
        assert 'data-label="Open cases"><span>2+<' in row_of(page, "Ana Ruiz")

    def test_the_live_region_comes_alone(self, desk: Client) -> None:
        fragment = desk.get(f"{BOARD}?fragment=1").text
        assert "<html" not in fragment
        assert "Queues, by tier" in fragment

    @pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999", "²"])
    def test_any_page_number_is_answered(self, desk: Client, page: str) -> None:
        assert desk.get(BOARD, {"page": page}).status_code == 200

    @pytest.mark.req("PV-02")
    @pytest.mark.parametrize("address", ["", "queues/tier-1/", "people/1/", "batches/1/"])
    def test_only_supervisors_come_here(self, boss: User, address: str) -> None:
        for person in (an_adviser(), an_administrator()):
            desk = a_desk_of(person)
            assert desk.get(BOARD + address).status_code == 403
            assert 'href="/desk/board/"' not in desk.get("/desk/profile/").text
        assert a_desk_of(boss).get(f"{BOARD}queues/none/").status_code == 404
        assert a_desk_of(boss).get(f"{BOARD}people/1/").status_code == 404


class TestPresence:
    def test_a_supervisor_says_that_somebody_is_away(self, desk: Client, boss: User) -> None:
        ana = an_adviser(name="Ana Ruiz")
        actions.set_presence(actor=ana.acting(), presence=Presence.AVAILABLE)
        response = desk.post(f"{BOARD}people/{ana.pk}/presence/", {"presence": "away"}, follow=True)
        assert "Ana Ruiz: Away." in response.text
        adviser = Adviser.objects.get(user=ana)
        assert (adviser.presence, adviser.presence_by) == (Presence.AWAY, boss)
        desk.post(f"{BOARD}people/{ana.pk}/presence/", {"presence": "asleep"})
        assert a_desk_of(ana).post(f"{BOARD}people/{ana.pk}/presence/", {"presence": "busy"}).status_code in (302, 403)
        adviser.refresh_from_db()
        assert adviser.presence == Presence.AWAY


class TestBatches:
    @pytest.mark.req("RT-02")
    def test_chosen_cases_go_to_a_person_and_back(self, desk: Client) -> None:
        ana = an_adviser(name="Ana Ruiz")
        first, second, third = a_case(), a_case(), a_case()
        page = desk.get(f"{BOARD}queues/tier-1/").text
        assert all(f'value="{case.pk}"' in page for case in (first, second, third))
        chosen = {"case": [first.pk, second.pk], "kind": "reassign", "person": ana.pk}
        response = desk.post(DO, chosen, follow=True)
        assert "Give to a person: Ana Ruiz" in response.text
        assert "Done to 2 cases." in response.text
        assert set(Case.objects.filter(owner=ana)) == {first, second}
        held = desk.get(f"{BOARD}people/{ana.pk}/").text
        assert first.reference in held
        assert third.reference not in held
        batch = Batch.objects.get()
        response = desk.post(f"{DO}{batch.pk}/undo/", follow=True)
        assert "2 cases stand as before." in response.text
        assert not Case.objects.filter(owner=ana).exists()
        response = desk.post(f"{DO}{batch.pk}/undo/", follow=True)
        assert Event.objects.filter(type="work.batch_undone").count() == 1
        assert 'href="/desk/board/batches/' in desk.get(BOARD).text

    def test_what_is_refused_is_listed_with_the_reason(self, desk: Client) -> None:
        ana = an_adviser()
        closed, fine = a_closed_case(ana), a_case()
        chosen = {"case": [closed.pk, fine.pk], "kind": "priority", "priority": "2"}
        page = desk.post(DO, chosen, follow=True).text
        assert "Change the priority: Urgent" in page
        assert "Done to 1 case." in page
        refused = page.split("Not done")[1].split("</ul>")[0]
        assert closed.reference in refused
        assert "This case is closed." in refused
        assert item_of(fine).priority == 2
        assert "Urgent" in desk.get(f"{BOARD}queues/tier-1/").text

    def test_what_was_touched_since_is_listed(self, desk: Client) -> None:
        an_adviser(tier=2)
        case = a_case()
        queue = a_queue(2)
        page = desk.post(DO, {"case": [case.pk], "kind": "move", "queue": queue.pk}, follow=True).text
        assert "Put into another queue: Tier 2" in page
        actions.take(item_of(case).pk, actor=an_adviser(tier=2).acting())
        page = desk.post(f"{DO}{Batch.objects.get().pk}/undo/", follow=True).text
        assert "0 cases stand as before." in page
        assert case.reference in page.split("Not undone")[1].split("</ul>")[0]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"case": []}, "Choose some cases first."),
            ({"person": ""}, "Choose one."),
            ({"kind": "burn"}, "is not one of the available choices"),
            ({"case": ["x"]}, "is not one of the available choices"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, desk: Client, wrong: dict[str, Any], said: str) -> None:
        case = a_case()
        chosen = {"case": [case.pk], "kind": "reassign", "person": an_adviser().pk} | wrong
        response = desk.post(DO, chosen, follow=True, headers={"referer": "http://testserver/desk/board/"})
        assert said in response.text
        assert not Batch.objects.exists()

    def test_one_s_batches_are_one_s_own(self, desk: Client) -> None:
        batch = actions.prioritise_cases([a_case().pk], actor=a_supervisor().acting(), priority=1)
        assert desk.get(f"{DO}{batch.pk}/").status_code == 404


class TestOffers:
    @pytest.mark.req("RT-02")
    def test_what_is_offered_shows_in_the_corner_and_is_accepted_there(self, boss: User) -> None:
        catalogue.save_queue("tier-1", actor=SYSTEM, name=text("Tier 1", "Nivel 1"), tier=1, is_pushed=True)
        ana = an_adviser()
        desk, other = a_desk_of(ana), a_desk_of(an_adviser())
        desk.post("/desk/presence/", {"presence": "available"})
        case = a_case()
        actions.offer_work(actor=SYSTEM)
        offers = f"{BOARD}offers/?fragment=1"
        assert case.reference in desk.get(offers).text
        assert case.reference not in other.get(offers).text
        assert "Work is offered to you" in desk.get("/desk/notices/").text
        assert desk.get(f"{BOARD}offers/").status_code == 302
        desk.post(f"/desk/work/{item_of(case).pk}/take/")
        case.refresh_from_db()
        assert case.owner == ana
        assert case.reference not in desk.get(offers).text
