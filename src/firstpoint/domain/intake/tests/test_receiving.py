"""Input is stored once, received once, and either wholly placed or not at all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connection, transaction

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.files import FileNotAccepted
from firstpoint.core.models import Event, StoredFile
from firstpoint.domain.cases.models import Case
from firstpoint.domain.contacts.models import Attachment, Channel, Contact, Message
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.intake import actions
from firstpoint.domain.intake.models import Draft, Incoming, IncomingFile, RawInput, RawState, Sender
from firstpoint.domain.intake.tests.make import a_draft, a_quarantined_input, an_accepted_input, an_incoming
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.domain.routing.models import WorkItem, WorkState

SITE = public_site(language="en")
TEXT = st.text(max_size=40)


def everything() -> dict[str, int]:
    """Count all that receiving input can leave behind."""
    tables = (RawInput, Customer, Contact, Message, Attachment, Case, WorkItem, StoredFile)
    return {table.__name__: table.objects.count() for table in tables} | {"Event": len(event_types())}


def event_types() -> list[str]:
    """Return what was recorded, but for the staff and the catalogue that a test begins with."""
    made_before = Event.objects.filter(subject_type__regex=r"^(catalogue|people)\.")
    return list(Event.objects.exclude(pk__in=made_before).order_by("id").values_list("type", flat=True))


@pytest.mark.django_db
class TestAccept:
    def test_input_is_stored_as_it_came(self) -> None:
        raw = actions.accept(actor=SYSTEM, channel="email", external_id="inbox/7/12", content=b"\x00\xff raw")
        raw.refresh_from_db()
        assert bytes(raw.content) == b"\x00\xff raw"
        assert raw.state == RawState.ACCEPTED
        assert event_types() == ["input.accepted"]

    def test_the_same_external_id_is_stored_once_per_channel(self) -> None:
        first = actions.accept(actor=SYSTEM, channel="email", external_id="1", content=b"one")
        again = actions.accept(actor=SYSTEM, channel="email", external_id="1", content=b"other")
        other = actions.accept(actor=SYSTEM, channel="sms", external_id="1", content=b"one")
        assert again.pk == first.pk != other.pk
        assert bytes(again.content) == b"one"
        assert event_types() == ["input.accepted"] * 2

    def test_staff_bring_nothing_in_by_this_way(self) -> None:
        with pytest.raises(NotPermitted):
            actions.accept(actor=an_adviser().acting(), channel="email", external_id="1", content=b"")


@pytest.mark.django_db
class TestTakeIn:
    def test_a_web_form_becomes_a_case_with_its_contact_message_customer_and_work(self) -> None:
        case = actions.take_in(an_incoming(body="Where do I start?"), actor=SITE, external_id="a")
        assert everything() == {
            "RawInput": 1,
            "Customer": 1,
            "Contact": 2,
            "Message": 2,
            "Attachment": 0,
            "Case": 1,
            "WorkItem": 1,
            "Event": 6,
            "StoredFile": 0,
        }
        assert event_types() == [
            "customer.created",
            "contact.received",
            "case.opened",
            "message.sent",
            "work.placed",
            "input.received",
        ]
        raw = RawInput.objects.get()
        assert raw.state == RawState.RECEIVED
        assert raw.contact.case_link.case_id == case.pk
        assert Incoming.from_bytes(bytes(raw.content)).body == "Where do I start?"
        assert case.work.state == WorkState.WAITING
        assert case.work.promise_at == case.first_answer_due_at

    def test_sent_twice_it_is_one_case(self) -> None:
        first = actions.take_in(an_incoming(), actor=SITE, external_id="a")
        before = everything()
        assert actions.take_in(an_incoming(), actor=SITE, external_id="a").pk == first.pk
        assert everything() == before

    def test_files_sent_twice_are_kept_once(self) -> None:
        for _time in range(2):
            upload = SimpleUploadedFile("note.txt", b"hello")
            case = actions.take_in(an_incoming(), actor=SITE, external_id="a", uploads=[upload])
        attachment = Attachment.objects.get()
        assert attachment.message.contact.case_link.case_id == case.pk
        assert bytes(StoredFile.objects.get(name=attachment.stored_as).content) == b"hello"

    def test_a_refused_file_leaves_nothing_behind(self) -> None:
        before = everything()
        uploads = [SimpleUploadedFile("note.txt", b"hello"), SimpleUploadedFile("run.exe", b"MZ")]
        with pytest.raises(FileNotAccepted):
            actions.take_in(an_incoming(), actor=SITE, external_id="a", uploads=uploads)
        assert everything() == before

    def test_the_draft_that_it_was_saved_as_goes(self) -> None:
        draft = a_draft()
        actions.take_in(an_incoming(), actor=SITE, external_id="a", draft_id=draft.pk)
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("make", [an_accepted_input, a_quarantined_input])
    def test_what_is_stored_and_not_placed_yet_is_neither_doubled_nor_mistaken_for_another_case(
        self, make: Any
    ) -> None:
        actions.take_in(an_incoming(), actor=SITE, external_id="other")
        Case.objects.get().contact_links.all().delete()
        raw = make()
        before = everything()
        with pytest.raises(DomainError):
            actions.take_in(an_incoming(), actor=SITE, external_id=raw.external_id)
        assert everything() == before

    @pytest.mark.parametrize(
        "bad",
        [
            {"body": "a\0b"},
            {"answers": {"question": "a\0b"}},
            {"name": "x" * 201},
            {"enquiry_type": "no-such-type"},
            {"language": "x" * 13},
        ],
    )
    def test_what_cannot_be_kept_leaves_nothing_half_written(self, bad: dict[str, Any]) -> None:
        incoming = an_incoming(**bad)
        before = everything()
        with pytest.raises((DataError, ValueError, NotFound)), transaction.atomic():
            actions.take_in(incoming, actor=SITE, external_id="a")
        assert everything() == before

    def test_an_anonymous_question_has_no_customer_and_its_receipt_is_read_on_the_site(self) -> None:
        case = actions.take_in(an_incoming(name="", email=""), actor=SITE, external_id="a")
        assert case.customer is None
        assert "message.left" in event_types()
        assert "message.sent" not in event_types()


@pytest.mark.django_db
class TestReceive:
    def test_received_again_it_is_the_same_case(self) -> None:
        raw = an_accepted_input()
        incoming = an_incoming()
        case = actions.receive(raw.pk, incoming, actor=SYSTEM)
        before = everything()
        assert actions.receive(raw.pk, incoming, actor=SYSTEM).pk == case.pk
        assert everything() == before

    def test_an_error_in_the_middle_leaves_the_input_accepted_and_nothing_else(self) -> None:
        raw = an_accepted_input()
        before = everything()
        too_long = IncomingFile(name="x" * 201, content_type="text/plain", size=1, stored_as="x")
        with pytest.raises(DataError), transaction.atomic():
            actions.receive(raw.pk, replace(an_incoming(), files=(too_long,)), actor=SYSTEM)
        assert everything() == before
        raw.refresh_from_db()
        assert raw.state == RawState.ACCEPTED
        actions.receive(raw.pk, an_incoming(), actor=SYSTEM)
        raw.refresh_from_db()
        assert raw.state == RawState.RECEIVED

    def test_what_a_person_discarded_stays_discarded(self) -> None:
        raw = a_quarantined_input()
        actions.discard_input(raw.pk, actor=a_supervisor().acting(), reason="Spam")
        with pytest.raises(DomainError):
            actions.receive(raw.pk, an_incoming(), actor=SYSTEM)
        actions.quarantine_input(raw.pk, actor=SYSTEM, reason="once more")
        raw.refresh_from_db()
        assert (raw.state, raw.reason) == (RawState.DISCARDED, "Spam")
        assert not Case.objects.exists()


@pytest.mark.django_db
class TestQuarantine:
    def test_a_supervisor_retries_and_a_worker_reads_it_again(self) -> None:
        raw = a_quarantined_input()
        actions.retry_input(raw.pk, actor=a_supervisor().acting())
        raw.refresh_from_db()
        assert raw.state == RawState.ACCEPTED
        assert event_types() == ["input.accepted", "input.quarantined", "input.retried"]
        with pytest.raises(DomainError):
            actions.retry_input(raw.pk, actor=a_supervisor().acting())

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_discarding_needs_a_reason(self, reason: str) -> None:
        raw = a_quarantined_input()
        with pytest.raises(DomainError):
            actions.discard_input(raw.pk, actor=a_supervisor().acting(), reason=reason)
        raw.refresh_from_db()
        assert raw.state == RawState.QUARANTINED

    def test_the_raw_bytes_stay_after_discarding(self) -> None:
        raw = a_quarantined_input()
        content = bytes(raw.content)
        actions.discard_input(raw.pk, actor=a_supervisor().acting(), reason=" Spam ")
        raw.refresh_from_db()
        assert (raw.state, raw.reason, bytes(raw.content)) == (RawState.DISCARDED, "Spam", content)

    def test_advisers_neither_retry_nor_discard(self) -> None:
        raw, adviser = a_quarantined_input(), an_adviser().acting()
        with pytest.raises(NotPermitted):
            actions.retry_input(raw.pk, actor=adviser)
        with pytest.raises(NotPermitted):
            actions.discard_input(raw.pk, actor=adviser, reason="Spam")

    def test_what_looks_like_a_machines_work_is_set_aside_once(self) -> None:
        for _time in range(2):
            raw = actions.set_aside(an_incoming(), actor=SITE, external_id="a", reason="The honeypot was filled in.")
        assert RawInput.objects.get() == raw
        raw.refresh_from_db()
        assert raw.state == RawState.QUARANTINED
        assert event_types() == ["input.quarantined"]
        assert not Case.objects.exists()


@given(
    st.builds(
        Incoming,
        channel=st.sampled_from(Channel.values),
        language=st.sampled_from(["en", "es"]),
        body=TEXT,
        subject=TEXT,
        sender=st.builds(Sender, TEXT, TEXT, TEXT),
        answers=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.lists(TEXT))),
        files=st.lists(st.builds(IncomingFile, TEXT, TEXT, st.integers(), TEXT)).map(tuple),
        case_id=st.one_of(st.none(), st.integers()),
    )
)
def test_what_a_door_stores_is_read_back_the_same(incoming: Incoming) -> None:
    assert Incoming.from_bytes(incoming.to_bytes()) == incoming


def at_once(calls: int, call: Any) -> list[Any]:
    """Make the same call in threads that begin together, each with a connection of its own."""
    start = Barrier(calls)

    def run() -> Any:
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(calls) as threads:
        return [future.result() for future in [threads.submit(run) for _call in range(calls)]]


def test_two_at_once_accept_one_input(committed_database: str) -> None:
    for number in range(5):
        raws = at_once(
            3,
            lambda: actions.accept(actor=SYSTEM, channel="email", external_id=f"{number}", content=b"x"),  # noqa: B023
        )
        assert len({raw.pk for raw in raws}) == 1
    assert RawInput.objects.count() == 5
    assert event_types() == ["input.accepted"] * 5


def test_a_form_sent_twice_at_once_is_one_case(committed_database: str) -> None:
    incoming = an_incoming()
    for number in range(5):
        cases = at_once(3, lambda: actions.take_in(incoming, actor=SITE, external_id=f"{number}"))  # noqa: B023
        assert len({case.pk for case in cases}) == 1
    assert Case.objects.count() == RawInput.objects.count() == WorkItem.objects.count() == 5


def test_input_received_by_two_workers_at_once_is_one_case(committed_database: str) -> None:
    incoming = an_incoming()
    raw = an_accepted_input(incoming.to_bytes())
    cases = at_once(3, lambda: actions.receive(raw.pk, incoming, actor=SYSTEM))
    assert len({case.pk for case in cases}) == 1
    assert Case.objects.count() == 1
