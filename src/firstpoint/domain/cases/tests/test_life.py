"""What can happen to a case between its opening and its outcome, and what its customer is told of it."""

from datetime import UTC, datetime, timedelta

import pytest

from firstpoint.core import clock, published
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case, CaseState, Outcome
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import STEPS, a_general_question, an_enquiry_type
from firstpoint.domain.contacts.models import Message, MessageKind
from firstpoint.domain.contacts.tests.make import an_inbound_message
from firstpoint.domain.people.models import public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser

pytestmark = pytest.mark.django_db


def told(case: Case) -> list[str]:
    """Return the kinds of message that the customer got, in order."""
    return list(queries.thread(case).filter(direction="outbound").values_list("kind", flat=True))


def last_words(case: Case) -> str:
    return queries.thread(case).filter(direction="outbound").last().body


def events_of(case: Case) -> list[str]:
    return list(Event.objects.filter(case_id=case.pk).order_by("id").values_list("type", flat=True))


class TestOpening:
    def test_a_case_begins_with_a_reference_its_version_and_two_promises(self) -> None:
        case = a_case(body="How do I  get\na library card?")
        assert read_reference(case.reference) == case.reference
        assert case.version == a_general_question()
        assert (case.state, case.owner, case.step, case.outcome) == (CaseState.OPEN, None, 0, "")
        assert case.summary == "How do I get a library card?"
        assert case.has_news
        # Eight hours from Monday 10:00 in New York end on Tuesday at 09:00, and five days of nine hours on the Monday
        # after at 10:00, by when the clocks have gone forward.
        assert case.first_answer_due_at == datetime(2026, 3, 3, 14, tzinfo=UTC)
        assert case.due_at == datetime(2026, 3, 9, 14, tzinfo=UTC)
        assert case.promise_at == case.first_answer_due_at

    @pytest.mark.parametrize(("language", "promise"), [("en", "a first answer by"), ("es", "una primera respuesta")])
    def test_the_receipt_has_the_reference_and_what_happens_next(self, language: str, promise: str) -> None:
        case = a_case(language=language)
        assert told(case) == [MessageKind.RECEIPT]
        assert case.reference in last_words(case)
        assert case.version.what_happens_next[language] in last_words(case)
        assert promise in last_words(case)

    def test_the_site_shows_the_thread_without_the_receipt(self) -> None:
        case = a_case()
        assert [message.kind for message in queries.public_thread(case)] == [MessageKind.ENQUIRY]

    def test_a_restricted_enquiry_type_restricts_its_cases_and_they_stay_so(self) -> None:
        kind = an_enquiry_type("benefit", is_restricted=True)
        case = a_case(kind)
        kind.enquiry_type.is_restricted = False
        kind.enquiry_type.save()
        case.refresh_from_db()
        assert case.restricted_to == kind.enquiry_type.department

    def test_a_case_stays_with_the_version_that_it_began_with(self) -> None:
        old = a_general_question()
        case = a_case()
        old.pk, old.number, old.steps = None, 2, []
        old.save()
        old.enquiry_type.current_version = old
        old.enquiry_type.save()
        published.forget()
        case.refresh_from_db()
        assert case.version.number == 1
        assert len(queries.steps(case)) == len(STEPS)
        assert a_case().version.number == 2


class TestAnswering:
    def test_the_first_answer_keeps_the_first_promise(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        later = clock.now() + timedelta(hours=1)
        with clock.frozen(later):
            message = actions.answer_case(case.pk, actor=ana.acting(), body="Like this.")
        case.refresh_from_db()
        assert (case.first_answered_at, case.answered_at) == (later, later)
        assert not case.has_news
        assert case.promise_at == case.due_at
        assert (message.kind, message.author, message.body) == (MessageKind.ANSWER, ana, "Like this.")
        assert events_of(case)[-2:] == ["message.sent", "case.answered"]
        with clock.frozen(later + timedelta(hours=1)):
            actions.answer_case(case.pk, actor=ana.acting(), body="And like that.")
        case.refresh_from_db()
        assert case.first_answered_at == later

    @pytest.mark.parametrize("act", [actions.answer_case, actions.ask_customer])
    @pytest.mark.parametrize("body", ["", " \n\t"])
    def test_a_message_without_words_is_refused(self, act: object, body: str) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with pytest.raises(DomainError):
            act(case.pk, actor=ana.acting(), body=body)
        assert told(case) == [MessageKind.RECEIPT]

    def test_only_the_owner_or_a_supervisor_answers(self) -> None:
        case = a_taken_case(an_adviser())
        with pytest.raises(actions.NotTheOwner):
            actions.answer_case(case.pk, actor=an_adviser().acting(), body="x")
        with pytest.raises(actions.NotTheOwner):
            actions.answer_case(a_case().pk, actor=an_adviser().acting(), body="x")
        actions.answer_case(case.pk, actor=a_supervisor().acting(), body="x")

    def test_the_customers_words_are_news_until_answered(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        actions.answer_case(case.pk, actor=ana.acting(), body="Like this.")
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            assert customer_writes(case).has_news

    def test_the_customer_sees_the_steps(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        case = actions.advance_case(case.pk, actor=ana.acting(), step=1)
        assert [step.state for step in queries.steps(case)] == ["done", "current", "coming"]
        for step in (-1, 3):
            with pytest.raises(DomainError):
                actions.advance_case(case.pk, actor=ana.acting(), step=step)
        assert Event.objects.get(type="case.step_reached").data == {"step": "checking"}


class TestEnding:
    def test_closing_tells_the_outcome_and_the_note(self) -> None:
        ana = an_adviser()
        case = a_closed_case(ana)
        assert (case.state, case.outcome, case.closed_at) == (CaseState.CLOSED, Outcome.ANSWERED, clock.now())
        assert case.first_answered_at == clock.now()
        assert told(case)[-1] == MessageKind.OUTCOME
        assert "Here is your answer." in last_words(case)
        assert Event.objects.get(type="case.closed").data == {"outcome": "answered"}
        assert [step.state for step in queries.steps(case)] == ["done"] * 3

    @pytest.mark.parametrize(
        ("outcome", "note"), [("answered", " "), ("", "x"), ("nonsense", "x"), (Outcome.WITHDRAWN, "x")]
    )
    def test_closing_needs_an_outcome_and_words(self, outcome: str, note: str) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with pytest.raises(DomainError):
            actions.close_case(case.pk, actor=ana.acting(), outcome=outcome, note=note)
        case.refresh_from_db()
        assert not case.is_closed

    def test_nothing_is_done_to_a_closed_case_before_it_is_open_again(self) -> None:
        ana = an_adviser()
        case = a_closed_case(ana)
        actor = ana.acting()
        for act in (
            lambda: actions.answer_case(case.pk, actor=actor, body="x"),
            lambda: actions.ask_customer(case.pk, actor=actor, body="x"),
            lambda: actions.advance_case(case.pk, actor=actor, step=1),
            lambda: actions.close_case(case.pk, actor=actor, outcome="done", note="x"),
            lambda: actions.withdraw_case(case.pk, actor=public_site(proven_case_ids=frozenset({case.pk}))),
        ):
            with pytest.raises(actions.CaseIsClosed):
                act()

    def test_the_customer_withdraws(self) -> None:
        case = a_case()
        case = actions.withdraw_case(case.pk, actor=public_site(proven_case_ids=frozenset({case.pk})))
        assert (case.state, case.outcome, case.first_answered_at) == (CaseState.CLOSED, Outcome.WITHDRAWN, None)
        assert events_of(case)[-1] == "case.withdrawn"

    def test_nobody_withdraws_a_case_that_they_have_not_proved(self) -> None:
        mine, other = a_case(), a_case()
        visitor = public_site(proven_case_ids=frozenset({mine.pk}))
        for act in (actions.withdraw_case, actions.reopen_case):
            with pytest.raises(NotFound):
                act(other.pk, actor=visitor)
        message = an_inbound_message()
        with pytest.raises(NotFound):
            actions.add_to_case(other.pk, message, actor=visitor)


class TestReopening:
    def test_an_adviser_opens_it_again_with_a_fresh_promise_and_the_customer_is_told(self) -> None:
        ana = an_adviser()
        case = a_closed_case(ana)
        later = clock.now() + timedelta(days=60)
        with clock.frozen(later):
            case = actions.reopen_case(case.pk, actor=ana.acting())
        assert (case.state, case.outcome, case.closed_at, case.owner) == (CaseState.OPEN, "", None, ana)
        assert case.due_at == case.version.calendar.working().add(later, timedelta(hours=45))
        assert told(case)[-1] == MessageKind.NOTICE
        assert events_of(case)[-1] == "case.reopened"
        with pytest.raises(DomainError):
            actions.reopen_case(case.pk, actor=ana.acting())

    def test_what_the_customer_writes_opens_it_again_with_a_fresh_promise_too(self) -> None:
        case = a_closed_case(an_adviser())
        later = clock.now() + timedelta(days=20)
        with clock.frozen(later):
            case = customer_writes(case)
        assert (case.state, case.outcome, case.closed_at) == (CaseState.OPEN, "", None)
        assert case.has_news
        assert case.due_at == case.version.calendar.working().add(later, timedelta(hours=45))
        assert told(case)[-1] == MessageKind.NOTICE
        assert [kind for kind in events_of(case) if kind.startswith("case.")][-2:] == [
            "case.customer_wrote",
            "case.reopened",
        ]

    def test_a_withdrawn_case_promises_a_first_answer_anew(self) -> None:
        case = a_case()
        visitor = public_site(proven_case_ids=frozenset({case.pk}))
        actions.withdraw_case(case.pk, actor=visitor)
        later = clock.now() + timedelta(days=20)
        with clock.frozen(later):
            case = actions.reopen_case(case.pk, actor=visitor)
        assert case.promise_at == case.version.calendar.working().add(later, timedelta(hours=8))

    def test_a_customer_comes_too_late_and_an_adviser_never_does(self) -> None:
        ana = an_adviser()
        case = a_closed_case(ana)
        visitor = public_site(proven_case_ids=frozenset({case.pk}))
        before = Message.objects.count()
        with clock.frozen(clock.now() + timedelta(days=30, seconds=1)):
            with pytest.raises(actions.ClosedForGood):
                actions.reopen_case(case.pk, actor=visitor)
            with pytest.raises(actions.ClosedForGood):
                customer_writes(case)
            assert Message.objects.count() == before
            assert not actions.reopen_case(case.pk, actor=ana.acting()).is_closed

    def test_an_auditor_reads_and_does_nothing(self) -> None:
        from firstpoint.domain.people.tests.make import an_auditor

        case, auditor = a_case(), an_auditor().acting()
        assert queries.get_case(auditor, case.reference) == case
        with pytest.raises(NotPermitted):
            actions.reopen_case(case.pk, actor=auditor)


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from firstpoint.domain.cases.actions import opening

    taken = a_case().reference
    drawn = iter([taken, taken, "K7M-4QX-2WPM"])
    monkeypatch.setattr(opening, "new_reference", lambda: next(drawn))
    assert a_case().reference == "K7M-4QX-2WPM"


def test_nobody_works_on_a_case_that_waits_for_somebody() -> None:
    case = a_case()
    with pytest.raises(actions.NotTheOwner):
        actions.answer_case(case.pk, actor=a_supervisor().acting(), body="x")
