"""Jobs that failed for good or lost their worker are shown in words, run again, or given up, by supervisors alone."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection
from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser
from firstpoint.doors.desk.intake.views import JOBS
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

PAGE = "/desk/jobs/"


@pytest.fixture
def desk(db: Any) -> Client:
    a_catalogue()
    return a_desk_of(a_supervisor())


def job_of(name: str, subject_id: int) -> ProcrastinateJob:
    return ProcrastinateJob.objects.filter(task_name=name, args={"subject_id": subject_id}).latest("id")


def set_state(job: ProcrastinateJob, *states: str, silent: timedelta | None = None) -> None:
    """Bring a job through states as a worker does; `silent` is how long ago its worker was last heard of."""
    with connection.cursor() as cursor:
        for state in states:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", (state, job.pk))
        if silent is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", (clock.now() - silent,)
            )
            (worker,) = cursor.fetchone()
            cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", (worker, job.pk))


def a_failed_job(subject_id: int | None = None) -> ProcrastinateJob:
    job = job_of("deliver_invitation", subject_id or an_adviser(name="Bo Lindqvist").pk)
    set_state(job, "doing", "failed")
    return job


@pytest.mark.req("OP-03")
def test_a_failed_job_is_shown_in_words_and_run_again(desk: Client) -> None:
    assert "Every job was done" in desk.get(PAGE).text
    job = a_failed_job()
    page = desk.get(PAGE).text
    assert "Send an invitation to the desk" in page
    assert "Bo Lindqvist" in page
    assert "Failed" in page
    assert "The job runs again." in desk.post(f"{PAGE}{job.pk}/retry/", follow=True).text
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 1)
    event = Event.objects.get(type="job.retried")
    assert (event.subject_id, event.data) == (job.pk, {"task": "deliver_invitation"})
    assert "Every job was done" in desk.get(PAGE).text
    assert desk.post(f"{PAGE}{job.pk}/retry/").status_code == 409


@pytest.mark.req("OP-03")
def test_a_job_is_given_up(desk: Client) -> None:
    job = a_failed_job()
    assert "What it was for was not done." in desk.post(f"{PAGE}{job.pk}/abandon/", follow=True).text
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert Event.objects.get(type="job.abandoned").subject_id == job.pk
    assert "Every job was done" in desk.get(PAGE).text
    assert desk.post(f"{PAGE}{job.pk}/abandon/").status_code == 409


@pytest.mark.req("OP-03")
def test_a_job_whose_worker_fell_silent_is_shown_and_a_running_one_is_not(desk: Client) -> None:
    running = job_of("deliver_invitation", an_adviser(name="Running").pk)
    set_state(running, "doing", silent=timedelta(seconds=5))
    stalled = job_of("deliver_invitation", an_adviser(name="Stalled").pk)
    set_state(stalled, "doing", silent=timedelta(minutes=5))
    orphan = job_of("deliver_invitation", an_adviser(name="Orphan").pk)
    set_state(orphan, "doing")
    shown = [row.job for _words, row in desk.get(PAGE).context["rows"]]
    assert shown == [stalled, orphan]
    assert "Its worker fell silent" in desk.get(PAGE).text
    assert desk.post(f"{PAGE}{running.pk}/retry/").status_code == 409
    desk.post(f"{PAGE}{stalled.pk}/retry/")
    stalled.refresh_from_db()
    assert stalled.status == "todo"


@pytest.mark.req("OP-03")
def test_a_job_names_its_case_where_that_may_be_seen(desk: Client) -> None:
    def failed_receipt(reference: str) -> None:
        message = Message.objects.filter(contact__case_link__case__reference=reference, kind="receipt").first()
        assert message is not None
        set_state(job_of("deliver_message", message.pk), "doing", "failed")

    open_case, hidden = a_case(), a_case(a_restricted_type())
    failed_receipt(open_case.reference)
    failed_receipt(hidden.reference)
    page = desk.get(PAGE).text
    assert "Send a message to a customer" in page
    assert open_case.reference in page
    assert hidden.reference not in page


def test_a_job_about_a_case_itself_names_it(desk: Client) -> None:
    case = a_taken_case(an_adviser())
    cases.close_case(case.pk, actor=SYSTEM, outcome="answered", note="Done.")
    set_state(job_of("follow_case", case.pk), "doing", "failed")
    assert case.reference in desk.get(PAGE).text


def test_the_same_job_is_not_queued_twice(desk: Client) -> None:
    for _ in range(2):
        last = ProcrastinateJob.objects.get(
            pk=app.configure_task("forget_old_codes", queueing_lock="forget_old_codes").defer(timestamp=1)
        )
        if not ProcrastinateJob.objects.filter(status="failed").exists():
            set_state(last, "doing", "failed")
    failed = ProcrastinateJob.objects.get(status="failed")
    assert desk.post(f"{PAGE}{failed.pk}/retry/").status_code == 409
    failed.refresh_from_db()
    assert failed.status == "failed"


@pytest.mark.parametrize("make", [an_adviser, an_administrator])
def test_others_neither_see_nor_touch_jobs(desk: Client, make: Any) -> None:
    job = a_failed_job()
    other = a_desk_of(make())
    assert other.get(PAGE).status_code == 403
    assert other.post(f"{PAGE}{job.pk}/retry/").status_code == 403
    assert other.post(f"{PAGE}{job.pk}/abandon/").status_code == 403
    job.refresh_from_db()
    assert job.status == "failed"


def test_many_jobs_cost_the_same(desk: Client, django_assert_num_queries: Any) -> None:
    for _ in range(8):
        a_failed_job()
    # Session, user, their departments, the jobs, the staff they are about, the agency, what waits.
    with django_assert_num_queries(11):
        desk.get(PAGE)


def test_every_job_has_words() -> None:
    ours = {name for name in app.tasks if ":" not in name and not name.startswith(("procrastinate", "builtin"))}
    assert ours
    assert ours <= set(JOBS)
