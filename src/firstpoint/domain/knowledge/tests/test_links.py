"""Links of published articles: outside ones are visited and judged with patience, inside ones are known at once."""

from datetime import timedelta

import pytest
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from firstpoint.core import clock
from firstpoint.core.errors import NotPermitted
from firstpoint.core.models import Event
from firstpoint.core.outside import Outcome, Visit, Visitor
from firstpoint.core.outside.tests.make import a_way_here, a_web_server
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Audience, LinkState, OutsideLink
from firstpoint.domain.knowledge.queries.links import (
    broken_inside,
    count_broken,
    due_urls,
    faults_outside,
    links_of,
)
from firstpoint.domain.knowledge.tasks import visit_links
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_editor

pytestmark = pytest.mark.django_db

HERE, THERE = "https://one.example/a?b=1&c=2", "https://two.example/"
GONE = Visit(Outcome.MISSING, 404, "not_there")
FOUND = Visit(Outcome.FOUND, 200)


def linking(*urls: str) -> str:
    return " ".join(f"[link]({url})" for url in urls)


def after(days: int, visit: Visit, url: str = HERE) -> OutsideLink:
    with clock.frozen(clock.now() + timedelta(days=days)):
        actions.note_visits({url: visit}, actor=SYSTEM)
    return OutsideLink.objects.get(url=url)


def test_what_a_version_links_to_is_stored_with_it() -> None:
    article = an_article("a", english(body=linking(HERE, HERE, "article:b", "form:c", "mailto:a@b.example")))
    assert article.versions.get().links == [HERE, "article:b", "form:c"]
    assert links_of('<a href="https://x.example/?a=1&amp;b=2">x</a>') == ["https://x.example/?a=1&b=2"]


def test_a_part_for_staff_is_looked_through_too() -> None:
    article = an_article("a", english(body="Words.", staff_body=linking(THERE)))
    assert article.versions.get().links == [THERE]


def test_links_of_what_is_published_are_taken_up_and_others_forgotten() -> None:
    article = an_article("a", english(body=linking(HERE)), spanish(body=linking(HERE, THERE)))
    an_article("long", english(body=linking("https://long.example/" + "x" * 2000)))
    for _time in range(2):
        actions.gather_links(actor=SYSTEM)
    assert sorted(due_urls(10)) == [HERE, THERE]
    assert len(due_urls(1)) == 1
    an_article("a", english(body="No link."))
    actions.withdraw_article(article, actor=SYSTEM)
    actions.gather_links(actor=SYSTEM)
    assert not OutsideLink.objects.exists()


def test_one_failure_is_none_yet_and_three_on_three_days_are() -> None:
    an_article("a", english(body=linking(HERE)))
    actions.gather_links(actor=SYSTEM)
    states = [after(day, GONE).state for day in (0, 1, 2)]
    assert states == [LinkState.FAILING, LinkState.FAILING, LinkState.BROKEN]
    assert count_broken(SYSTEM) == 1
    assert [event.data["state"] for event in Event.objects.filter(type="link.judged").order_by("id")] == [
        "failing",
        "broken",
    ]
    found = after(3, FOUND)
    assert (found.state, found.failures, found.failing_since) == (LinkState.FINE, 0, None)
    assert count_broken(SYSTEM) == 0


def test_many_failures_on_one_day_are_one_bad_day() -> None:
    an_article("a", english(body=linking(HERE)))
    actions.gather_links(actor=SYSTEM)
    assert {after(0, GONE).state for _time in range(5)} == {LinkState.FAILING}


def test_a_page_is_looked_at_again_in_a_week_and_after_a_failure_tomorrow() -> None:
    an_article("a", english(body=linking(HERE)))
    actions.gather_links(actor=SYSTEM)
    assert after(0, FOUND).next_check_at == clock.now() + timedelta(days=7)
    assert after(0, GONE).next_check_at == clock.now() + timedelta(days=1)
    assert due_urls(10) == []


def test_a_move_for_good_and_a_closed_door_are_told_as_such() -> None:
    an_article("a", english(body=linking(HERE, THERE)))
    actions.gather_links(actor=SYSTEM)
    moved = after(0, Visit(Outcome.FOUND, 200, moved_to="https://new.example/"))
    closed = after(0, Visit(Outcome.UNKNOWN, 403, "closed"), THERE)
    assert (moved.state, moved.moved_to) == (LinkState.MOVED, "https://new.example/")
    assert (closed.state, closed.reason) == (LinkState.UNKNOWN, "closed")
    faults = faults_outside(an_editor().acting(), [LinkState.UNKNOWN, LinkState.MOVED])
    assert [fault.url for fault in faults] == [THERE, HERE]
    assert count_broken(SYSTEM) == 0


def test_where_nothing_at_all_answers_the_fault_is_ours() -> None:
    an_article("a", english(body=linking(HERE, THERE)))
    actions.gather_links(actor=SYSTEM)
    silence = Visit(Outcome.MISSING, 0, "no_connection")
    actions.note_visits({HERE: silence, THERE: silence}, actor=SYSTEM)
    assert len(due_urls(10)) == 2
    actions.note_visits({HERE: silence, THERE: FOUND}, actor=SYSTEM)
    assert OutsideLink.objects.get(url=HERE).state == LinkState.FAILING


def test_nobody_but_the_system_notes_visits() -> None:
    with pytest.raises(NotPermitted):
        actions.gather_links(actor=an_editor().acting())
    with pytest.raises(NotPermitted):
        actions.note_visits({}, actor=an_editor().acting())


def test_real_visits_come_to_what_is_there() -> None:
    with a_web_server({"/there": (200, {}, b"here")}) as server:
        an_article("a", english(body=linking(f"{server.url}/there", f"{server.url}/gone")))
        actions.gather_links(actor=SYSTEM)
        visitor = Visitor(a_way_here(), "Firstpoint", sleep=lambda _seconds: None)
        actions.note_visits(visitor.visit_all(due_urls(10), seconds=60), actor=SYSTEM)
    states = dict(OutsideLink.objects.values_list("url", "state"))
    assert states == {f"{server.url}/there": LinkState.FINE, f"{server.url}/gone": LinkState.FAILING}


def test_the_job_as_it_runs_visits_nothing_inside() -> None:
    with a_web_server({"/there": (200, {}, b"here")}) as server:
        inside = [f"{server.url}/there", f"http://localhost:{server.port}/there", "http://169.254.169.254/latest"]
        an_article("a", english(body=linking(*inside)))
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="visit_links")
        visit_links(JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None), 0)
        assert server.asked == []
    assert set(OutsideLink.objects.values_list("state", flat=True)) == {LinkState.UNKNOWN}


def test_links_inside_that_lead_nowhere_are_known_at_once() -> None:
    a_catalogue()
    an_enquiry_type("library-card")
    target = an_article("target")
    an_article("a", english("Reader", linking("article:target", "form:library-card", "article:none", "form:none")))
    assert [fault.url for fault in broken_inside(SYSTEM)] == ["article:none", "form:none"]
    actions.rename_article(target, actor=SYSTEM, slug="renamed")
    assert len(broken_inside(SYSTEM)) == 2
    actions.withdraw_article(target, actor=SYSTEM)
    assert sorted(fault.url for fault in broken_inside(SYSTEM)) == ["article:none", "article:target", "form:none"]
    assert count_broken(SYSTEM) == 3


def test_a_public_article_must_not_lead_to_one_for_staff_but_its_part_for_staff_may() -> None:
    an_article("secret", audience=Audience.STAFF)
    an_article("open", english(body=linking("article:secret")))
    an_article("half", english(body="Words.", staff_body=linking("article:secret")))
    an_article("closed", english(body=linking("article:secret")), audience=Audience.STAFF)
    assert [fault.version.article.slug for fault in broken_inside(SYSTEM)] == ["open"]


def test_finding_faults_costs_the_same_for_many(django_assert_num_queries: object) -> None:
    for number in range(5):
        an_article(f"a{number}", english(body=linking(f"article:none{number}", f"https://x.example/{number}")))
    actions.gather_links(actor=SYSTEM)
    OutsideLink.objects.update(state=LinkState.BROKEN)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert count_broken(SYSTEM) == 10
