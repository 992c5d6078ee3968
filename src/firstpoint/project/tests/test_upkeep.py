"""What keeps an installation in order by itself, and what health says where it does not."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from firstpoint.channels.models import DemoMessage
from firstpoint.channels.tasks import deliver_invitation
from firstpoint.core import clock
from firstpoint.core.errors import TooMany
from firstpoint.core.models import RateCount
from firstpoint.core.rate_limits import count_try
from firstpoint.domain.customers.models import OneTimeCode
from firstpoint.domain.customers.tasks import forget_old_codes
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.intake.tasks import forget_old_drafts
from firstpoint.domain.intake.tests.make import a_draft
from firstpoint.domain.people.models import public_site
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.project import upkeep
from firstpoint.project.health import checks


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def work_off() -> None:
    """Run a worker until nothing waits."""
    with app.replace_connector(upkeep.WorkerConnector.of_django()):
        app.run_worker(wait=False, install_signal_handlers=False)


def findings() -> dict[str, tuple[bool, str]]:
    return {check.name: (check.is_well, check.finding) for check in checks()}


def test_jobs_of_a_killed_worker_are_rescued_and_old_ones_forgotten(committed_database: str, settings: Any) -> None:
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"
    user = an_adviser()
    sql("UPDATE procrastinate_jobs SET status = 'doing'")
    assert findings()["stalled jobs"] == (False, "1")
    upkeep.rescue_stalled_jobs.defer(timestamp=0)
    work_off()
    assert DemoMessage.objects.filter(to=user.email).count() == 1
    assert findings()["stalled jobs"] == (True, "0")
    assert not ProcrastinateJob.objects.exists()

    deliver_invitation.defer(subject_id=user.pk)
    sql("UPDATE procrastinate_events SET at = at - interval '20 minutes'")
    assert findings()["waiting jobs"] == (False, "1, of which 1 are late")
    sql("UPDATE procrastinate_jobs SET status = 'failed'")
    assert findings()["failed jobs"][1].startswith("1 ")
    upkeep.forget_old_jobs.defer(timestamp=0)
    work_off()
    assert ProcrastinateJob.objects.count() == 1
    sql("UPDATE procrastinate_events SET at = at - interval '61 days'")
    upkeep.forget_old_jobs.defer(timestamp=0)
    work_off()
    assert ProcrastinateJob.objects.count() == 0


@pytest.mark.django_db
def test_what_a_job_enqueues_is_undone_with_its_transaction() -> None:
    with app.replace_connector(upkeep.WorkerConnector.of_django()):
        with suppress(ZeroDivisionError), transaction.atomic():
            deliver_invitation.defer(subject_id=1)
            assert ProcrastinateJob.objects.count() == 1
            _ = 1 / 0
        assert ProcrastinateJob.objects.count() == 0


@pytest.mark.django_db
def test_what_has_run_out_is_forgotten_and_partitions_are_made() -> None:
    now = clock.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=400))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=4000))
    upkeep.forget_old_sessions(timestamp=0)
    assert [session.pk for session in Session.objects.all()] == ["new"]

    draft = a_draft()
    code = intake.request_draft_code(draft.pk, actor=public_site())
    forget_old_codes(timestamp=0)
    forget_old_drafts(timestamp=0)
    assert OneTimeCode.objects.get() == code
    assert Draft.objects.get() == draft
    with clock.frozen(now + timedelta(days=20)):
        forget_old_codes(timestamp=0)
        forget_old_drafts(timestamp=0)
    assert not OneTimeCode.objects.exists()
    assert not Draft.objects.exists()

    count_try("a", limit=1, window=timedelta(minutes=1))
    with pytest.raises(TooMany):
        count_try("a", limit=1, window=timedelta(minutes=1))
    upkeep.forget_rate_counts(timestamp=0)
    assert RateCount.objects.count() == 1
    with clock.frozen(now + timedelta(minutes=2)):
        upkeep.forget_rate_counts(timestamp=0)
    assert RateCount.objects.count() == 0

    with clock.frozen(now.replace(year=2090)):
        assert findings()["journal partitions"] == (False, "missing for 2090, 2091, 2092")
        upkeep.ensure_event_partitions(timestamp=0)
        assert findings()["journal partitions"] == (True, "made until 2092")
