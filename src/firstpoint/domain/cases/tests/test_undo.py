"""Words are held for some seconds; until then their author takes them back, and the case is what it was before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile

from firstpoint.core import clock
from firstpoint.core.errors import DomainError
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.actions.undoing import ChangedSince
from firstpoint.domain.cases.models import Case, CaseState, Pause, Reply, TierClock
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.actions import TooLate
from firstpoint.domain.contacts.models import Attachment, Message
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser

pytestmark = pytest.mark.django_db

FRIDAY_16 = datetime(2026, 3, 6, 21, tzinfo=UTC)
A_MOMENT = timedelta(seconds=3)


@pytest.fixture
def ana() -> User:
    a_catalogue()
    return an_adviser()


def facts(case: Case) -> dict[str, Any]:
    """Return all of a case that an answer changes."""
    columns = ("state", "answered_at", "first_answered_at", "due_at", "first_answer_due_at", "customer_wrote_at")
    return {
        "case": Case.objects.values(*columns).get(pk=case.pk),
        "pauses": list(Pause.objects.filter(case=case).order_by("id").values_list("began_at", "ended_at")),
        "clocks": list(TierClock.objects.filter(case=case).order_by("id").values_list("due_at", "ended_at")),
        "messages": list(queries.thread(case).values_list("body", flat=True)),
    }


def send(case: Case, ana: User, body: str = "At any library.", **more: Any) -> Message:
    return actions.answer_case(case.pk, actor=ana.acting(), body=body, may_undo=True, **more)


def ask(case: Case, ana: User, body: str = "Which one?") -> Message:
    return actions.ask_customer(case.pk, actor=ana.acting(), body=body, may_undo=True)


@pytest.mark.req("CS-03")
def test_what_is_taken_back_was_never_there(ana: User) -> None:
    with clock.frozen(FRIDAY_16):
        case = a_taken_case(ana)
        before = facts(case)
        message = send(case, ana)
        assert message.held_until == FRIDAY_16 + timedelta(seconds=10)
        assert "At any library." not in [shown.body for shown in queries.public_thread(case)]
    with clock.frozen(FRIDAY_16 + A_MOMENT):
        actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert facts(case) == before
    assert Reply.objects.get().body == "At any library."
    assert Event.objects.get(type="message.withdrawn").case_id == case.pk


def test_the_first_second_after_it_is_too_late(ana: User) -> None:
    with clock.frozen(FRIDAY_16):
        case = a_taken_case(ana)
        message = send(case, ana)
    with clock.frozen(FRIDAY_16 + timedelta(seconds=10)):
        assert "At any library." in [shown.body for shown in queries.public_thread(case)]
        with pytest.raises(TooLate):
            actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert Message.objects.filter(pk=message.pk).exists()


def test_a_promise_that_moved_moves_back_and_its_notice_never_goes(ana: User) -> None:
    case = a_taken_case(ana)
    with clock.frozen(FRIDAY_16):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Which branch?")
    before = facts(case)
    monday = datetime(2026, 3, 9, 14, tzinfo=UTC)
    with clock.frozen(monday):
        message = send(case, ana)
        assert facts(case)["case"]["due_at"] > before["case"]["due_at"]
        held = Message.objects.filter(held_until__isnull=False)
        assert sorted(held.values_list("kind", flat=True)) == ["answer", "notice"]
        actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert facts(case) == before
    assert Case.objects.get().state == CaseState.WITH_CUSTOMER


def test_a_question_that_is_taken_back_lets_the_clock_run(ana: User) -> None:
    case = a_taken_case(ana)
    before = facts(case)
    message = ask(case, ana)
    assert Pause.objects.filter(ended_at=None).exists()
    actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert facts(case) == before


@pytest.mark.parametrize("what", ["customer", "close", "second", "hand"])
def test_what_happened_since_keeps_the_words(ana: User, what: str) -> None:
    case = a_taken_case(ana)
    message = send(case, ana)
    if what == "customer":
        customer_writes(case)
    elif what == "close":
        actions.close_case(case.pk, actor=ana.acting(), outcome="done", note="Done.")
    elif what == "second":
        send(case, ana, "And one more thing.")
    else:
        actions.assign_owner(case.pk, actor=a_supervisor().acting(), owner_id=an_adviser().pk)
    before = facts(case)
    with pytest.raises((ChangedSince, TooLate)):
        actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert facts(case) == before
    assert not Reply.objects.exists()


def test_a_note_or_a_look_of_the_customer_since_keeps_nothing(ana: User) -> None:
    case = a_taken_case(ana, name="", email="", secret="K7M4-QX2W-PH93-R6YK")
    message = send(case, ana)
    actions.add_note(case.pk, actor=ana.acting(), body="Called them too.")
    actions.prove_case_by_secret(case.reference, "K7M4-QX2W-PH93-R6YK", actor=public_site())
    actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert not Message.objects.filter(kind="answer").exists()


def test_only_the_author_takes_words_back(ana: User) -> None:
    case = a_taken_case(ana)
    message = send(case, ana)
    with pytest.raises(TooLate):
        actions.withdraw_message(case.pk, message.pk, actor=a_supervisor().acting())
    other = a_taken_case(ana)
    with pytest.raises(TooLate):
        actions.withdraw_message(other.pk, message.pk, actor=ana.acting())


def test_words_come_before_what_was_typed_meanwhile_and_files_go(ana: User) -> None:
    case = a_taken_case(ana)
    message = send(case, ana, uploads=[SimpleUploadedFile("note.txt", b"Hello")])
    assert message.attachments.get().name == "note.txt"
    actions.save_reply(case.pk, actor=ana.acting(), kind=message.kind, body="Also this")  # type: ignore[arg-type]
    actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
    assert Reply.objects.get().body == "At any library.\n\nAlso this"
    assert not Attachment.objects.exists()


def test_the_agency_can_do_without(ana: User) -> None:
    Agency.objects.update(undo_send_seconds=0)
    case = a_taken_case(ana)
    message = send(case, ana)
    assert message.held_until is None
    with pytest.raises(TooLate):
        actions.withdraw_message(case.pk, message.pk, actor=ana.acting())


def test_automatic_messages_are_never_held(ana: User) -> None:
    case = a_case()
    assert [message.held_until for message in queries.thread(case)] == [None, None]


STEPS = st.lists(st.sampled_from(("answer", "ask", "undo", "customer", "note", "wait")), max_size=8)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_and_taken_back_leaves_the_case_as_it_was(ana: User, steps: list[str]) -> None:
    case, at = a_taken_case(ana), FRIDAY_16
    with clock.frozen(at):
        Case.objects.filter(pk=case.pk).update(opened_at=at)
    sent: list[tuple[Message, dict[str, Any]]] = []
    for step in steps:
        at += timedelta(minutes=1) if step == "wait" else A_MOMENT
        with clock.frozen(at):
            before = facts(case)
            if step in ("answer", "ask"):
                sent.append(((send if step == "answer" else ask)(case, ana, f"{step} {len(sent)}"), before))
            elif step == "customer":
                customer_writes(case)
            elif step == "note":
                actions.add_note(case.pk, actor=ana.acting(), body="A note.")
            elif step == "undo" and sent:
                message, was = sent.pop()
                try:
                    actions.withdraw_message(case.pk, message.pk, actor=ana.acting())
                except DomainError:
                    assert facts(case) == before
                else:
                    assert facts(case) == was
