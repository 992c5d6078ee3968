"""Notices come by e-mail to those who want it: soon, or once a day; kinds and references alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from firstpoint.channels.models import DemoMessage
from firstpoint.channels.tests.test_tasks import run_jobs
from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import SYSTEM_ID, Notice, NoticeKind, NoticesBy, User
from firstpoint.domain.people.tests.make import an_administrator, an_adviser
from firstpoint.domain.routing import tasks

pytestmark = pytest.mark.django_db

# Ten in the morning in New York, and seven the next day.
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SEVEN = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail_of_the_demo(settings: Settings, db: Any) -> None:
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"
    a_catalogue()


def somebody(by: NoticesBy, language: str = "en") -> User:
    user = an_adviser()
    people.change_profile(actor=user.acting(), name="Ana Ruiz", language=language, notices_by=by)
    user.refresh_from_db()
    return user


def mails(user: User) -> list[DemoMessage]:
    run_jobs()
    return list(DemoMessage.objects.filter(to=user.email, subject="New at the desk").order_by("id"))


def round_at(moment: datetime) -> None:
    with clock.frozen(moment):
        tasks.mail_notices(timestamp=0)
        tasks.mail_digests(timestamp=0)


def a_written_case(user: User) -> Case:
    case = a_taken_case(user)
    return customer_writes(case, "My secret is 42.")


def test_what_is_new_comes_in_one_mail_within_minutes_and_once() -> None:
    ana = somebody(NoticesBy.MAIL)
    first, second = a_written_case(ana), a_written_case(ana)
    round_at(MONDAY)
    assert mails(ana) == []
    for minutes in (2, 4):
        round_at(MONDAY + timedelta(minutes=minutes))
    (mail,) = mails(ana)
    for words in ("Hello Ana Ruiz", f"The customer wrote again: {first.reference}", second.reference):
        assert words in mail.body
    assert "http://testserver/desk/notices/" in mail.body
    assert "secret" not in mail.body
    assert "Rosa" not in mail.body


def test_what_was_read_meanwhile_is_not_mailed() -> None:
    ana = somebody(NoticesBy.MAIL)
    a_written_case(ana)
    round_at(MONDAY + timedelta(minutes=2))
    people.read_notices(actor=ana.acting())
    assert mails(ana) == []


def test_the_digest_comes_at_seven_by_the_agency_s_clock() -> None:
    ana = somebody(NoticesBy.DIGEST)
    case = a_written_case(ana)
    for moment in (MONDAY + timedelta(minutes=10), SEVEN - timedelta(minutes=1), SEVEN + timedelta(minutes=15)):
        round_at(moment)
    assert mails(ana) == []
    round_at(SEVEN)
    round_at(SEVEN + timedelta(minutes=14))
    (mail,) = mails(ana)
    assert case.reference in mail.body


def test_who_reads_at_the_desk_gets_no_mail() -> None:
    ana = somebody(NoticesBy.DESK)
    a_written_case(ana)
    round_at(SEVEN)
    assert mails(ana) == []


def test_who_left_or_may_not_see_the_case_any_more_reads_nothing_of_it() -> None:
    ana, ben = somebody(NoticesBy.MAIL), somebody(NoticesBy.MAIL)
    case = a_written_case(ana)
    Case.objects.filter(pk=case.pk).update(restricted_to=a_restricted_type().enquiry_type.department)
    give_notice([ana], NoticeKind.COVER_BEGAN, case_id=None, by_id=SYSTEM_ID)
    a_written_case(ben)
    round_at(MONDAY + timedelta(minutes=2))
    people.deactivate_staff(ben, actor=an_administrator().acting())
    (mail,) = mails(ana)
    assert case.reference not in mail.body
    assert "Cases of somebody absent went to their deputy" in mail.body
    assert mails(ben) == []


def test_old_notices_are_not_mailed_when_somebody_begins_to_want_mail() -> None:
    ana = somebody(NoticesBy.MAIL)
    a_written_case(ana)
    Notice.objects.update(at=MONDAY - timedelta(days=3))
    round_at(MONDAY)
    assert mails(ana) == []
