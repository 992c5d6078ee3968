"""What can still be taken back is delivered by nobody, however early a worker comes, and once it cannot be, it goes."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from django.utils import timezone

from firstpoint.channels import tasks
from firstpoint.channels.models import DemoMessage
from firstpoint.core import clock
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.tests.make import a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.models import Delivery, Message
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(settings: Settings) -> User:
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"
    a_catalogue()
    return an_adviser()


def a_held_answer(ana: User) -> Message:
    case = a_taken_case(ana)
    return actions.answer_case(case.pk, actor=ana.acting(), body="At any library.", may_undo=True)


def waiting_jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="deliver_message").order_by("id"))


def was_mailed() -> bool:
    return DemoMessage.objects.filter(body__contains="At any library.").exists()


@pytest.mark.req("CS-03")
def test_the_job_waits_as_long_as_the_words_are_held(ana: User) -> None:
    message = a_held_answer(ana)
    job = waiting_jobs()[-1]
    assert job.args == {"subject_id": message.pk}
    assert job.scheduled_at is not None
    assert timedelta(seconds=5) < job.scheduled_at - timezone.now() < timedelta(seconds=15)


def test_a_worker_that_comes_early_sends_nothing_and_comes_again(ana: User) -> None:
    message = a_held_answer(ana)
    before = len(waiting_jobs())
    tasks.deliver_message(message.pk)
    assert not was_mailed()
    assert len(waiting_jobs()) == before + 1
    with clock.frozen(clock.now() + timedelta(seconds=11)):
        tasks.deliver_message(message.pk)
        tasks.deliver_message(message.pk)
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT
    assert DemoMessage.objects.filter(body__contains="At any library.").count() == 1


def test_what_was_taken_back_is_delivered_to_nobody(ana: User) -> None:
    message = a_held_answer(ana)
    pk = message.pk
    case_id = Message.objects.values_list("contact__case_link__case", flat=True).get(pk=pk)
    actions.withdraw_message(case_id, pk, actor=ana.acting())
    with clock.frozen(clock.now() + timedelta(seconds=11)):
        tasks.deliver_message(pk)
    assert not was_mailed()


def test_words_that_are_not_held_go_at_once(ana: User) -> None:
    case = a_taken_case(ana)
    message = actions.answer_case(case.pk, actor=ana.acting(), body="At any library.")
    assert waiting_jobs()[-1].scheduled_at is None
    tasks.deliver_message(message.pk)
    assert was_mailed()
