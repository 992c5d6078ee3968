"""Jobs at the edge: raw input is read or set aside, and words reach a mailbox, a phone, or nobody."""

import json
import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.urls import resolve

from firstpoint.channels import tasks
from firstpoint.channels.adapter import Outgoing, Undeliverable, Unreadable
from firstpoint.channels.email.send import send
from firstpoint.channels.models import DemoMessage
from firstpoint.channels.registry import ADAPTERS
from firstpoint.channels.tests.make import a_mail_server
from firstpoint.channels.web.parse import parse
from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, an_anonymous_case
from firstpoint.domain.contacts.models import Channel, Delivery, Message
from firstpoint.domain.contacts.tests.make import an_outbound_message
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import CodePurpose, ContactPointKind
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Draft, RawInput, RawState
from firstpoint.domain.intake.tests.make import UNREADABLE, a_draft, an_accepted_input, an_incoming
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_of_the_demo(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"


def run_jobs() -> int:
    """Run what is enqueued, as a worker would, until nothing is left; return how many ran."""
    ran = 0
    by_name = {task.name: task for task in vars(tasks).values() if hasattr(task, "defer")}
    while job := ProcrastinateJob.objects.filter(task_name__in=by_name).order_by("id").first():
        by_name[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", (job.pk,))
        ran += 1
    return ran


class TestReceivingInput:
    @pytest.mark.req("CH-08")
    def test_raw_bytes_become_a_case_and_the_sender_gets_the_reference(self) -> None:
        raw = an_accepted_input(an_incoming(body="Where do I pay?", email="rosa@mail.example").to_bytes())
        run_jobs()
        raw.refresh_from_db()
        case = Case.objects.get()
        assert raw.state == RawState.RECEIVED
        assert raw.contact.messages.get().body == "Where do I pay?"
        assert case.reference in DemoMessage.objects.get(to="rosa@mail.example").body

    @pytest.mark.req("CH-08")
    def test_the_same_job_twice_is_one_case(self) -> None:
        raw = an_accepted_input()
        for _time in range(3):
            tasks.receive_input(raw.pk)
        assert Case.objects.count() == 1

    @pytest.mark.req("CH-08")
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00",
            UNREADABLE,
            b"[]",
            b"{}",
            b'{"sender": 1, "files": []}',
            b'{"sender": {"who": "x"}, "files": []}',
            b"9" * 5000,
            b"[" * 100_000,
            json.dumps({"channel": "web", "language": "en", "sender": {}, "files": [], "more": 1}).encode(),
            json.dumps({"channel": "web", "language": "en", "sender": {}, "files": [], "body": "a\0b"}).encode(),
            json.dumps({"channel": "web", "language": "en", "sender": {"name": "x" * 201}, "files": []}).encode(),
            json.dumps({"channel": "web", "language": "en", "sender": {}, "files": [], "enquiry_type": "no"}).encode(),
        ],
        ids=lambda content: repr(content[:60]),
    )
    def test_what_cannot_be_understood_waits_with_the_reason_and_nothing_half_written(self, content: bytes) -> None:
        an_incoming()
        raw = an_accepted_input(content)
        run_jobs()
        raw.refresh_from_db()
        assert (raw.state, bool(raw.reason)) == (RawState.QUARANTINED, True)
        assert bytes(raw.content) == content
        assert not Message.objects.exists()

    @pytest.mark.req("CH-08")
    def test_what_came_in_through_a_channel_that_takes_nothing_waits_too(self) -> None:
        raw = an_accepted_input(b"hello", channel=Channel.SMS)
        run_jobs()
        raw.refresh_from_db()
        assert raw.state == RawState.QUARANTINED

    @pytest.mark.req("CH-08")
    def test_after_the_fix_a_person_has_it_read_again(self) -> None:
        content = an_incoming(enquiry_type="library-card").to_bytes()
        raw = an_accepted_input(content)
        run_jobs()
        raw.refresh_from_db()
        assert raw.state == RawState.QUARANTINED
        from firstpoint.domain.catalogue.tests.make import an_enquiry_type

        an_enquiry_type("library-card")
        intake.retry_input(raw.pk, actor=a_supervisor().acting())
        run_jobs()
        raw.refresh_from_db()
        assert (raw.state, raw.reason) == (RawState.RECEIVED, "")
        assert Case.objects.get().enquiry_type.code == "library-card"

    def test_a_job_that_comes_late_leaves_what_was_discarded_alone(self) -> None:
        raw = an_accepted_input(UNREADABLE)
        tasks.receive_input(raw.pk)
        intake.discard_input(raw.pk, actor=a_supervisor().acting(), reason="Spam")
        RawInput.objects.filter(pk=raw.pk).update(content=an_incoming().to_bytes())
        tasks.receive_input(raw.pk)
        assert RawInput.objects.get().state == RawState.DISCARDED
        assert not Case.objects.exists()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(raw)


class TestDeliveringMessages:
    def test_a_message_reaches_the_mailbox_with_a_link_to_its_case(self) -> None:
        case = a_case(email="rosa@mail.example")
        run_jobs()
        mail = DemoMessage.objects.get()
        assert (mail.channel, mail.to) == ("email", "rosa@mail.example")
        assert f"http://testserver/en/track/?reference={case.reference}" in mail.body
        assert case.reference in mail.subject
        message = Message.objects.get(direction="outbound")
        assert (message.delivery, message.delivered_at) == (Delivery.SENT, clock.now())

    def test_it_is_written_in_the_language_of_the_case(self) -> None:
        a_case(language="es")
        run_jobs()
        assert "/es/track/" in DemoMessage.objects.get().body

    def test_a_message_that_went_out_is_not_sent_again(self) -> None:
        message = an_outbound_message()
        for _time in range(2):
            tasks.deliver_message(message.pk)
        assert DemoMessage.objects.count() == 1

    def test_a_phone_alone_gets_a_text_message(self) -> None:
        an_outbound_message(customer=a_customer(email="", phone="+15555550123"), subject="Your question")
        run_jobs()
        text = DemoMessage.objects.get()
        assert (text.channel, text.to) == ("sms", "+15555550123")
        assert text.body.startswith("Your question. http://testserver/en/track/")

    def test_without_a_provider_of_text_messages_it_is_read_on_the_site(self, settings: Settings) -> None:
        settings.SMS_URL = ""
        message = an_outbound_message(customer=a_customer(email="", phone="+15555550123"))
        assert (message.delivery, message.to) == (Delivery.NOT_NEEDED, "")
        assert not run_jobs()

    def test_somebody_anonymous_is_sent_nothing(self) -> None:
        an_anonymous_case()
        assert not run_jobs()
        assert Message.objects.get(direction="outbound").delivery == Delivery.NOT_NEEDED

    def test_a_line_break_in_the_subject_makes_no_header(self) -> None:
        an_outbound_message(subject="Your question\r\nBcc: all@mail.example")
        run_jobs()
        assert DemoMessage.objects.get().subject == "Your question Bcc: all@mail.example"


class TestRefusedMail:
    @pytest.fixture(autouse=True)
    def _real_mail(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"

    @pytest.fixture
    def answer(self, request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
        with a_mail_server(request.param) as port:
            settings.EMAIL_PORT = port
            yield

    @pytest.mark.parametrize("answer", ["250 ok"], indirect=True)
    def test_a_taken_mail_is_sent(self, answer: None) -> None:
        message = an_outbound_message()
        tasks.deliver_message(message.pk)
        message.refresh_from_db()
        assert message.delivery == Delivery.SENT

    @pytest.mark.parametrize("answer", ["550 no such user"], indirect=True)
    def test_a_mailbox_that_does_not_exist_marks_the_message_failed_and_is_not_tried_again(self, answer: None) -> None:
        message = an_outbound_message()
        tasks.deliver_message(message.pk)
        message.refresh_from_db()
        assert (message.delivery, message.delivered_at) == (Delivery.FAILED, None)
        assert "no such user" in message.failure

    @pytest.mark.parametrize("answer", ["451 try again later"], indirect=True)
    def test_not_now_is_tried_again(self, answer: None) -> None:
        message = an_outbound_message()
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            tasks.deliver_message(message.pk)
        message.refresh_from_db()
        assert message.delivery == Delivery.QUEUED

    def test_a_server_that_is_down_is_tried_again(self, settings: Settings) -> None:
        with a_mail_server("250 ok") as port:
            settings.EMAIL_PORT = port
        message = an_outbound_message()
        with pytest.raises(OSError):
            tasks.deliver_message(message.pk)
        message.refresh_from_db()
        assert message.delivery == Delivery.QUEUED


def test_mail_says_that_a_machine_wrote_it(mailoutbox: list[Any], settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(Outgoing("rosa@mail.example", "S", "Words & <tags>", "es", "<1@aldercounty.example>", "http://x/", "Aquí"))
    headers = mailoutbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == "<1@aldercounty.example>"
    assert "Words & <tags>" in mailoutbox[0].body
    assert "Aquí:\nhttp://x/" in mailoutbox[0].body


class TestCodesAndLinks:
    def _code(self, **more: Any) -> Any:
        given = {"purpose": CodePurpose.TRACK, "subject_id": 1, "kind": "email", "language": "en"}
        return customers.issue_code(actor=public_site(), **given | {"destination": "rosa@mail.example"} | more)

    @pytest.mark.parametrize(
        ("kind", "to"), [(ContactPointKind.EMAIL, "rosa@mail.example"), (ContactPointKind.PHONE, "+15555550123")]
    )
    def test_a_code_reaches_its_destination(self, kind: str, to: str) -> None:
        code = self._code(kind=kind, destination=to)
        run_jobs()
        message = DemoMessage.objects.get()
        assert message.to == to
        assert re.search(r"\b\d{6}\b", message.body).group() == customers.digits_of(code)

    def test_a_code_without_a_destination_takes_the_same_way_and_reaches_nobody(self) -> None:
        self._code(destination="")
        assert run_jobs() == 1
        assert not DemoMessage.objects.exists()

    def test_a_code_that_is_too_old_by_now_is_not_sent(self) -> None:
        self._code()
        with clock.frozen(clock.now() + timedelta(minutes=15)):
            assert run_jobs() == 1
        assert not DemoMessage.objects.exists()

    def test_the_link_to_a_draft_names_the_draft(self) -> None:
        draft = a_draft()
        run_jobs()
        token = re.search(r"/en/drafts/([^/\s]+)/", DemoMessage.objects.get().body).group(1)
        assert Draft.read_token(token) == draft.pk

    def test_an_invitation_lets_its_reader_choose_a_password(self) -> None:
        user = an_adviser()
        run_jobs()
        mail = DemoMessage.objects.get()
        assert mail.to == user.email
        path = re.search(r"http://testserver(\S+)", mail.body).group(1)
        assert default_token_generator.check_token(user, resolve(path).kwargs["key"])

    def test_a_channel_that_sends_nothing_says_so(self) -> None:
        with pytest.raises(Undeliverable):
            tasks._send(Channel.WEB, Outgoing("x", "s", "b", "en", "<1@x.example>"))


def test_every_reaction_of_the_journal_names_a_channel_that_exists() -> None:
    assert set(ADAPTERS) <= set(Channel.values)
    assert all(adapter.parse or adapter.send for adapter in ADAPTERS.values())


def test_the_actor_of_jobs_is_the_system() -> None:
    message = an_outbound_message()
    tasks.deliver_message(message.pk)
    from firstpoint.core.models import Event

    assert Event.objects.get(type="message.delivered").actor_id == SYSTEM.id
