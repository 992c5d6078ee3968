"""Those who should know are told before a promise is missed, once for each level; why it was missed is said."""

from datetime import UTC, datetime, timedelta

import pytest

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Breach, BreachReason, Case, Promised
from firstpoint.domain.cases.queries.breaches import missed_promises
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import Escalation
from firstpoint.domain.catalogue.tests.make import a_general_question, a_queue, a_restricted_type, an_agency
from firstpoint.domain.people.models import SYSTEM, Notice, NoticeKind, User
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser
from firstpoint.domain.routing import actions, tasks
from firstpoint.domain.routing.models import EscalatedCase

pytestmark = pytest.mark.django_db

# Ten in the morning of a Monday; the first answer is promised within eight hours of the office, by nine on Tuesday.
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
THREE_QUARTERS = MONDAY + timedelta(hours=6)
TUESDAY = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _set_up(db: None) -> None:
    an_agency()
    a_general_question()
    Escalation.objects.all().delete()
    for per_cent, whom in ((75, "owner"), (90, "supervisors"), (100, "supervisors")):
        catalogue.save_escalation(actor=SYSTEM, per_cent=per_cent, whom=whom)


def escalate(at: datetime) -> int:
    with clock.frozen(at):
        return actions.escalate_cases(actor=SYSTEM)


def told(person: User) -> list[tuple[str, int | None]]:
    return list(Notice.objects.filter(user=person).order_by("id").values_list("kind", "case_id"))


def test_the_owner_hears_when_three_quarters_of_the_working_time_are_used_and_once() -> None:
    ana, boss = an_adviser(), a_supervisor()
    case = a_taken_case(ana)
    assert escalate(THREE_QUARTERS - timedelta(minutes=1)) == 0
    assert escalate(THREE_QUARTERS) == 1
    assert escalate(THREE_QUARTERS + timedelta(minutes=1)) == 0
    assert told(ana) == [(NoticeKind.AT_RISK, case.pk)]
    assert told(boss) == []
    event = Event.objects.get(type="case.escalated")
    assert (event.case_id, event.data) == (case.pk, {"promise": "first_answer", "per_cent": 75})


def test_supervisors_hear_at_their_levels_and_nights_do_not_count() -> None:
    boss = a_supervisor()
    case = a_case()
    # Until the office closes 7 of 8 hours are used; the 90th per cent is 12 minutes into the next morning.
    assert escalate(datetime(2026, 3, 3, 12, 59, tzinfo=UTC)) == 1
    assert told(boss) == []
    assert escalate(datetime(2026, 3, 3, 13, 12, tzinfo=UTC)) == 1
    assert told(boss) == [(NoticeKind.ESCALATED, case.pk)]
    assert escalate(TUESDAY) == 1
    assert told(boss) == [(NoticeKind.ESCALATED, case.pk)] * 2


def test_what_is_answered_closed_or_waits_for_the_customer_is_not_escalated() -> None:
    ana = an_adviser()
    a_closed_case(ana)
    answered, asked = a_taken_case(ana), a_taken_case(ana)
    cases.answer_case(answered.pk, actor=ana.acting(), body="Half of it.")
    cases.ask_customer(asked.pk, actor=ana.acting(), body="Which street?")
    assert escalate(TUESDAY) == 0
    with clock.frozen(TUESDAY):
        customer_writes(asked)
    assert escalate(datetime(2026, 3, 9, 14, 0, tzinfo=UTC)) > 0
    assert set(EscalatedCase.objects.values_list("case", flat=True)) == {answered.pk, asked.pk}
    assert set(EscalatedCase.objects.values_list("promise", flat=True)) == {Promised.RESOLUTION}


def test_a_promise_that_moves_counts_anew() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    assert escalate(THREE_QUARTERS) == 1
    Case.objects.filter(pk=case.pk).update(first_answer_due_at=TUESDAY + timedelta(hours=2))
    assert escalate(THREE_QUARTERS + timedelta(minutes=5)) == 0
    assert escalate(TUESDAY) == 1


def test_a_queue_can_have_levels_of_its_own() -> None:
    ana = an_adviser()
    case = a_taken_case(ana)
    catalogue.save_escalation(actor=SYSTEM, per_cent=50, whom="owner", queue=a_queue(2))
    assert escalate(MONDAY + timedelta(hours=4)) == 0
    level = catalogue.save_escalation(actor=SYSTEM, per_cent=50, whom="owner", queue=a_queue(1))
    assert catalogue.save_escalation(actor=SYSTEM, per_cent=50, whom="owner", queue=a_queue(1)) == level
    assert escalate(MONDAY + timedelta(hours=4)) == 1
    assert told(ana) == [(NoticeKind.AT_RISK, case.pk)]
    catalogue.remove_escalation(level.pk, actor=SYSTEM)
    a_taken_case(ana)
    assert escalate(MONDAY + timedelta(hours=4)) == 0


@pytest.mark.parametrize(("per_cent", "whom"), [(0, "owner"), (1001, "owner"), (75, "everybody")])
def test_levels_that_make_no_sense_are_refused(per_cent: int, whom: str) -> None:
    with pytest.raises(DomainError):
        catalogue.save_escalation(actor=SYSTEM, per_cent=per_cent, whom=whom)
    with pytest.raises(NotPermitted):
        catalogue.save_escalation(actor=a_supervisor().acting(), per_cent=75, whom="owner")


def test_restricted_cases_are_told_only_to_those_who_may_see_them() -> None:
    other, near = a_supervisor(), a_supervisor(departments=[a_department("benefits")])
    catalogue.save_escalation(actor=SYSTEM, per_cent=75, whom="department")
    case = a_case(a_restricted_type())
    escalate(TUESDAY)
    assert told(other) == []
    assert {kind for kind, _case in told(near)} == {NoticeKind.ESCALATED}
    assert {pk for _kind, pk in told(near)} == {case.pk}


def test_the_supervisors_of_the_department_are_told_else_all() -> None:
    Escalation.objects.all().delete()
    catalogue.save_escalation(actor=SYSTEM, per_cent=100, whom="department")
    far = a_supervisor()
    a_case()
    escalate(TUESDAY)
    assert len(told(far)) == 1
    near = a_supervisor(departments=[a_department()])
    with clock.frozen(MONDAY + timedelta(minutes=1)):
        a_case()
    escalate(TUESDAY + timedelta(minutes=1))
    assert (len(told(near)), len(told(far))) == (1, 1)


def test_long_missed_promises_wake_nobody_and_statements_do_not_grow() -> None:
    a_supervisor()
    a_case()
    assert escalate(TUESDAY + timedelta(days=10)) == 0
    for _ in range(5):
        a_case()
    with clock.frozen(MONDAY), CaptureQueriesContext(connection) as captured:
        tasks.escalate_cases(timestamp=0)
    # The levels, the calendars, the versions; then one for each of three levels and two promises; begin and end.
    assert len(captured) <= 3 + 6 + 2


class TestReasons:
    def test_the_owner_says_why_a_promise_was_missed(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with clock.frozen(TUESDAY + timedelta(hours=1)):
            [missed] = missed_promises(case)
            assert (missed.promise, missed.breach) == (Promised.FIRST_ANSWER, None)
            self.explain(case, ana, missed.at)
            [missed] = missed_promises(case)
            assert missed.breach and missed.breach.reason == BreachReason.STAFFING
            cases.close_case(case.pk, actor=ana.acting(), outcome="done", note="Done at last.")
            self.explain(case, ana, missed.at, reason="system")
        assert Breach.objects.get().reason == BreachReason.SYSTEM
        assert Event.objects.filter(type="case.breach_explained").count() == 2

    def explain(self, case: Case, person: User, at: datetime, reason: str = "staffing") -> None:
        cases.explain_breach(case.pk, actor=person.acting(), promise="first_answer", tier=0, at=at, reason=reason)

    def test_others_do_not_nor_for_promises_that_were_kept(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with pytest.raises(DomainError, match="was kept"):
            self.explain(case, ana, case.first_answer_due_at)
        with clock.frozen(TUESDAY + timedelta(hours=1)):
            with pytest.raises(cases.NotTheOwner):
                self.explain(case, an_adviser(), case.first_answer_due_at)
            with pytest.raises(DomainError, match="reason"):
                self.explain(case, ana, case.first_answer_due_at, reason="mood")
            self.explain(case, a_supervisor(), case.first_answer_due_at)

    def test_nothing_is_missed_while_the_customer_is_asked(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        cases.ask_customer(case.pk, actor=ana.acting(), body="Which street?")
        case.refresh_from_db()
        with clock.frozen(TUESDAY + timedelta(days=30)):
            assert missed_promises(case) == []
