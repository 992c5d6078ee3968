"""The demonstration on a small scale: it is full, plausible, the same every time, and its outbox can be read."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db.models import F
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from firstpoint.channels.models import DemoMessage
from firstpoint.channels.tasks import deliver_message
from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.intake.models import RawInput, RawState
from firstpoint.domain.knowledge.models import StandardResponseText
from firstpoint.domain.people.models import User
from firstpoint.domain.routing.models import WorkItem, WorkState
from firstpoint.project.demo import living, starting
from firstpoint.project.demo.agency import PASSWORD, STAFF
from firstpoint.project.demo.lives import moment_before

# A Wednesday, shortly after ten in New York.
NOW = datetime(2026, 3, 4, 15, 10, tzinfo=UTC)
CASES = 50


@pytest.fixture
def agency(db: None, settings: Any) -> None:
    # The test framework has put another in its place.
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"
    with clock.frozen(NOW):
        starting.import_content()
        living.fill(cases=CASES, now=NOW)


@pytest.mark.req("OP-01")
def test_five_weeks_of_work_have_been_lived_through(agency: None, client: Client) -> None:
    cases = Case.objects.all()
    assert cases.filter(enquiry_type__audience="public").count() == CASES
    assert cases.values("enquiry_type").distinct().count() >= 40
    assert {case.language for case in cases} == {"en", "es"}
    assert {case.state for case in cases} == set(CaseState.values)
    assert not cases.filter(opened_at__lt=NOW - timedelta(weeks=6)).exists()
    assert not Event.objects.filter(at__gt=NOW).exists()

    waiting = WorkItem.objects.filter(state=WorkState.WAITING)
    assert waiting.filter(promise_at__lt=NOW).exists()
    assert waiting.filter(promise_at__range=(NOW, NOW + timedelta(hours=1))).exists()
    kept = cases.filter(first_answered_at__lte=F("first_answer_due_at")).count()
    assert 0.6 < kept / cases.filter(first_answered_at__isnull=False).count() < 1

    assert User.objects.filter(is_machine=False).count() == len(STAFF)
    assert all(user.check_password(PASSWORD) for user in User.objects.filter(is_machine=False)[:2])
    assert RawInput.objects.filter(state=RawState.QUARANTINED).count() == 4

    # Staff asked services of their own, which are no part of the public's.
    assert cases.filter(enquiry_type__audience="staff").count() == 3

    # Advisers have something to answer with in both languages.
    assert all(StandardResponseText.objects.filter(language=language).count() >= 6 for language in ("en", "es"))

    # Mails carry the time at which they would have gone out.
    assert DemoMessage.objects.count() > 2 * CASES
    assert DemoMessage.objects.filter(at__lt=NOW - timedelta(weeks=3)).exists()

    # The one job that failed succeeds when somebody tries it again.
    job = ProcrastinateJob.objects.get()
    assert job.status == "failed"
    before = DemoMessage.objects.count()
    deliver_message(**job.args)
    assert DemoMessage.objects.count() == before + 1

    page = client.get(reverse("demo:outbox"))
    assert page.status_code == 200
    assert page.text.count('<li class="fp-message') == 20
    newest = DemoMessage.objects.order_by("-at", "-id").first()
    assert newest
    assert newest.subject.split(":")[0] in page.text
    assert f'<a href="http://testserver/{"es" if "/es/" in newest.body else "en"}/' in page.text
    to_one = client.get(reverse("demo:outbox"), {"to": newest.to, "page": "999"})
    assert to_one.text.count('<li class="fp-message') == min(20, DemoMessage.objects.filter(to=newest.to).count())
    assert "No messages" in client.get(reverse("demo:outbox"), {"to": "nobody\0@else.example"}).text


def test_the_secret_key_is_drawn_once_and_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    (tmp_path / "secret_key.new").write_text("left by a killed start")
    starting.keep_secret_key(tmp_path)
    kept = tmp_path / "secret_key"
    key = kept.read_text()
    assert len(key) >= 60
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    starting.keep_secret_key(tmp_path)
    assert kept.read_text() == key


@pytest.mark.django_db
@pytest.mark.parametrize("when", [NOW, NOW - timedelta(days=3, hours=8)])
def test_arrivals_are_found_for_the_promises_wanted(when: datetime) -> None:
    version = a_general_question()
    calendar = version.calendar.working()
    opens = calendar.next_opening(when)
    for minutes in (-300, -20, 10, 50):
        wanted = timedelta(minutes=minutes)
        arrival = moment_before(when, version, wanted)
        due = calendar.add(arrival, timedelta(minutes=version.first_answer_minutes))
        assert arrival <= when
        assert due <= when + wanted if minutes < 0 else opens <= due <= opens + wanted


def test_a_line_on_every_page_says_that_it_is_a_demonstration(settings: Any) -> None:
    banner = Template("{% load demo %}{% demo_banner %}")
    assert "This is a demonstration" in banner.render(Context())
    settings.DEMO = False
    assert banner.render(Context()).strip() == ""
