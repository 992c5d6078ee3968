"""What staff do about a case among themselves: notes that mention, tasks, parties; and how it ended."""

from datetime import date

import pytest

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.cases.queries.work import (
    is_resolved_at_first_point,
    notes_of,
    open_tasks_of,
    parties_of,
    tasks_of,
)
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_queue, a_restricted_type
from firstpoint.domain.people.actions import read_notices
from firstpoint.domain.people.models import Notice, NoticeKind, User, public_site
from firstpoint.domain.people.queries import count_unread_notices, notices_of
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser, an_auditor
from firstpoint.domain.routing import actions as routing

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    return list(notices_of(person.acting()).values_list("kind", flat=True))


class TestNotes:
    def test_a_note_is_for_staff_alone_and_whoever_is_mentioned_is_told(self) -> None:
        ana, sam = an_adviser(name="Ana Ruiz"), an_adviser(name="Sam O’Neil")
        case = a_taken_case(ana)
        note = actions.add_note(case.pk, actor=ana.acting(), body="@sam o’neil, can you check? @Nobody Here too.")
        assert list(notes_of(case)) == [note]
        assert list(note.mentioned.all()) == [sam]
        assert told(sam) == [NoticeKind.MENTIONED]
        assert not queries.public_thread(case).filter(body__contains="check").exists()
        assert Event.objects.get(type="case.noted").case_id == case.pk

    def test_nobody_is_told_of_a_case_that_they_may_not_see(self) -> None:
        benefits = a_department("benefits")
        ana, stranger = an_adviser(departments=[benefits]), an_adviser(name="Sam Poe")
        case = a_taken_case(ana, a_restricted_type())
        note = actions.add_note(case.pk, actor=ana.acting(), body="@Sam Poe look")
        assert not note.mentioned.exists()
        assert told(stranger) == []
        with pytest.raises(NotFound):
            actions.add_note(case.pk, actor=stranger.acting(), body="I look in.")

    def test_one_does_not_tell_oneself_and_an_empty_note_is_refused(self) -> None:
        ana = an_adviser(name="Ana Ruiz")
        case = a_taken_case(ana)
        actions.add_note(case.pk, actor=ana.acting(), body="@Ana Ruiz to do")
        assert told(ana) == []
        with pytest.raises(DomainError, match="Write the note"):
            actions.add_note(case.pk, actor=ana.acting(), body="  ")
        with pytest.raises(DomainError, match="at most"):
            actions.add_note(case.pk, actor=ana.acting(), body="x" * 10_001)
        for stranger in (an_auditor().acting(), public_site(proven_case_ids=frozenset({case.pk}))):
            with pytest.raises(NotPermitted):
                actions.add_note(case.pk, actor=stranger, body="Hello")

    def test_notices_are_read_once(self) -> None:
        ana, sam = an_adviser(), an_adviser(name="Sam Poe")
        case = a_taken_case(ana)
        for _twice in range(2):
            actions.add_note(case.pk, actor=ana.acting(), body="@Sam Poe")
        first = Notice.objects.order_by("id")[0]
        assert count_unread_notices(sam.acting(), most=99) == 2
        assert read_notices(actor=ana.acting(), ids=[first.pk]) == 0
        assert read_notices(actor=sam.acting(), ids=[first.pk]) == 1
        assert read_notices(actor=sam.acting()) == 1
        assert read_notices(actor=sam.acting()) == 0

    def test_an_owner_is_told_that_the_customer_wrote(self) -> None:
        ana = an_adviser()
        customer_writes(a_taken_case(ana))
        assert told(ana) == [NoticeKind.CUSTOMER_WROTE]


class TestTasks:
    def test_a_task_is_given_done_and_taken_back(self) -> None:
        ana, sam = an_adviser(), an_adviser()
        case = a_taken_case(ana)
        task = actions.add_task(
            case.pk, actor=ana.acting(), title="Call the school", person=sam, due_on=date(2026, 3, 9)
        )
        assert told(sam) == [NoticeKind.TASK_GIVEN]
        assert list(open_tasks_of(sam.acting())) == [task]
        actions.finish_task(case.pk, task.pk, actor=sam.acting())
        actions.finish_task(case.pk, task.pk, actor=ana.acting())
        task.refresh_from_db()
        assert (task.done_by, list(open_tasks_of(sam.acting()))) == (sam, [])
        actions.finish_task(case.pk, task.pk, actor=ana.acting(), is_done=False)
        assert list(open_tasks_of(sam.acting())) == [task]
        assert Event.objects.filter(type__startswith="task.").count() == 3

    def test_open_tasks_come_first_and_by_day(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        days = [date(2026, 3, 12), date(2026, 3, 10), date(2026, 3, 11)]
        late, soon, done = (actions.add_task(case.pk, actor=ana.acting(), title=str(day), due_on=day) for day in days)
        actions.finish_task(case.pk, done.pk, actor=ana.acting())
        assert list(tasks_of(case)) == [soon, late, done]

    def test_what_cannot_be_is_refused(self) -> None:
        benefits = a_department("benefits")
        ana = an_adviser(departments=[benefits])
        case, other = a_taken_case(ana, a_restricted_type()), a_closed_case(ana)
        with pytest.raises(DomainError, match="cannot see"):
            actions.add_task(case.pk, actor=ana.acting(), title="Look", person=an_adviser())
        with pytest.raises(DomainError, match="is to be done"):
            actions.add_task(case.pk, actor=ana.acting(), title=" ")
        with pytest.raises(DomainError, match="closed"):
            actions.add_task(other.pk, actor=ana.acting(), title="Look")
        task = actions.add_task(case.pk, actor=ana.acting(), title="Look")
        with pytest.raises(NotFound):
            actions.finish_task(other.pk, task.pk, actor=ana.acting())


class TestParties:
    def test_others_of_the_matter_are_named_and_taken_off(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        party = actions.add_party(
            case.pk, actor=ana.acting(), role="representative", name="Joan Vale", reached_at="(555) 555-0140"
        )
        also = actions.add_party(case.pk, actor=ana.acting(), role="concerned", customer=case.customer)
        assert list(parties_of(case)) == [party, also]
        actions.remove_party(case.pk, party.pk, actor=ana.acting())
        assert list(parties_of(case)) == [also]
        with pytest.raises(NotFound):
            actions.remove_party(case.pk, party.pk, actor=ana.acting())
        with pytest.raises(DomainError, match="Give a name"):
            actions.add_party(case.pk, actor=ana.acting(), role="witness", name=" ")
        with pytest.raises(DomainError, match="what they are"):
            actions.add_party(case.pk, actor=ana.acting(), role="friend", name="Jo")


class TestHonestClosure:
    @pytest.mark.parametrize(
        ("outcome", "says"), [("not_ours", "a matter for"), ("no_action", "The reason"), ("referred", "passed on to")]
    )
    def test_an_outcome_that_ends_nothing_says_why(self, outcome: str, says: str) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        with pytest.raises(DomainError, match="Say "):
            actions.close_case(case.pk, actor=ana.acting(), outcome=outcome, note="Sorry.")
        case = actions.close_case(
            case.pk, actor=ana.acting(), outcome=outcome, note="Sorry.", evidence="State Water Board"
        )
        last = queries.public_thread(case).last()
        assert last is not None
        assert f"{says}: State Water Board." in last.body

    def test_first_point_resolution_is_what_happened(self) -> None:
        ana, sam = an_adviser(), an_adviser(tier=2)
        assert is_resolved_at_first_point(a_closed_case(ana))
        assert not is_resolved_at_first_point(a_taken_case(ana))
        wrote_twice = customer_writes(a_taken_case(ana))
        again = a_closed_case(ana)
        actions.reopen_case(again.pk, actor=ana.acting())
        handed = a_taken_case(ana)
        routing.hand_on(handed.pk, actor=ana.acting(), queue=a_queue(2), note="Please.")
        routing.take_next(actor=sam.acting())
        for case, owner in ((wrote_twice, ana), (again, ana), (handed, sam)):
            case = actions.close_case(case.pk, actor=owner.acting(), outcome=Outcome.DONE, note="Done.")
            assert not is_resolved_at_first_point(case)
        referred = a_taken_case(ana)
        actions.close_case(
            referred.pk, actor=ana.acting(), outcome=Outcome.REFERRED, note="To others.", evidence="The bank"
        )
        assert not is_resolved_at_first_point(Case.objects.get(pk=referred.pk))


def test_a_supervisor_can_note_what_nobody_owns() -> None:
    case = a_case()
    assert actions.add_note(case.pk, actor=a_supervisor().acting(), body="Look at this first.").case == case
