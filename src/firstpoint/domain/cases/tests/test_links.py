"""Cases that belong together: linked, part of another, merged into one, split in two."""

import pytest

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case, CaseLink, CaseState, LinkKind, Outcome
from firstpoint.domain.cases.queries.work import linked_cases
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_restricted_type, an_enquiry_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_department, an_adviser
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.tests.make import item_of

pytestmark = pytest.mark.django_db


def tied(viewer: User, case: Case) -> list[tuple[Case, str]]:
    return [(linked.case, linked.is_to_this) for linked in linked_cases(viewer.acting(), case)]


class TestLinks:
    def test_two_cases_are_related_and_each_shows_the_other(self) -> None:
        ana = an_adviser()
        first, second = a_case(), a_case()
        actions.link_case(second.pk, first.pk, actor=ana.acting())
        assert tied(ana, first) == [(second, "related")]
        assert tied(ana, second) == [(first, "related")]
        assert Event.objects.filter(type="case.linked").count() == 2
        with pytest.raises(DomainError, match="linked already"):
            actions.link_case(first.pk, second.pk, actor=ana.acting())
        actions.unlink_case(second.pk, first.pk, actor=ana.acting())
        assert not CaseLink.objects.exists()

    def test_a_part_keeps_the_whole_open(self) -> None:
        ana = an_adviser()
        whole, part = a_taken_case(ana), a_taken_case(ana)
        actions.link_case(whole.pk, part.pk, actor=ana.acting(), kind=LinkKind.CHILD)
        assert (tied(ana, whole), tied(ana, part)) == ([(part, "part")], [(whole, "whole")])
        with pytest.raises(DomainError, match=part.reference):
            actions.close_case(whole.pk, actor=ana.acting(), outcome=Outcome.DONE, note="Done.")
        for case in (part, whole):
            actions.close_case(case.pk, actor=ana.acting(), outcome=Outcome.DONE, note="Done.")

    def test_parts_make_no_circle_and_have_one_whole(self) -> None:
        ana = an_adviser().acting()
        one, two, three = a_case(), a_case(), a_case()
        actions.link_case(one.pk, two.pk, actor=ana, kind=LinkKind.CHILD)
        actions.link_case(two.pk, three.pk, actor=ana, kind=LinkKind.CHILD)
        with pytest.raises(DomainError, match="part of its own part"):
            actions.link_case(three.pk, one.pk, actor=ana, kind=LinkKind.CHILD)
        with pytest.raises(DomainError, match="part of another"):
            actions.link_case(one.pk, three.pk, actor=ana, kind=LinkKind.CHILD)
        with pytest.raises(DomainError, match="another case than this"):
            actions.link_case(one.pk, one.pk, actor=ana)
        with pytest.raises(DomainError, match="belong together"):
            actions.link_case(one.pk, three.pk, actor=ana, kind=LinkKind.MERGED)

    def test_a_hidden_case_is_neither_linked_nor_shown(self) -> None:
        home = an_adviser(departments=[a_department("benefits")])
        stranger = an_adviser()
        hidden, case = a_case(a_restricted_type()), a_case()
        with pytest.raises(NotFound):
            actions.link_case(case.pk, hidden.pk, actor=stranger.acting())
        actions.link_case(case.pk, hidden.pk, actor=home.acting())
        assert tied(home, case) == [(hidden, "related")]
        assert tied(stranger, case) == []


class TestMerging:
    def test_a_case_goes_on_in_another_of_the_same_customer_who_is_told(self) -> None:
        ana = an_adviser()
        into, again = a_taken_case(ana), a_taken_case(ana)
        actions.merge_case(again.pk, into.pk, actor=ana.acting())
        again.refresh_from_db()
        assert (again.state, again.outcome) == (CaseState.CLOSED, Outcome.MERGED)
        last = queries.public_thread(again).last()
        assert last is not None
        assert into.reference in last.body
        assert tied(ana, into) == [(again, "merged_here")]
        assert tied(ana, again) == [(into, "continued_there")]

    def test_a_customer_who_writes_to_it_opens_it_again(self) -> None:
        ana = an_adviser()
        into, again = a_taken_case(ana), a_taken_case(ana)
        actions.merge_case(again.pk, into.pk, actor=ana.acting())
        assert customer_writes(again).state == CaseState.OPEN
        assert tied(ana, into) == []

    def test_different_customers_closed_and_restricted_cases_are_refused(self) -> None:
        ana = an_adviser(departments=[a_department("benefits")])
        case, other = a_taken_case(ana), a_taken_case(ana, name="Bo", email="bo@mail.example")
        with pytest.raises(DomainError, match="same customer"):
            actions.merge_case(case.pk, other.pk, actor=ana.acting())
        hidden = a_taken_case(ana, a_restricted_type())
        with pytest.raises(DomainError, match="restricted"):
            actions.merge_case(case.pk, hidden.pk, actor=ana.acting())
        unowned = a_case()
        with pytest.raises(actions.NotTheOwner):
            actions.merge_case(unowned.pk, case.pk, actor=ana.acting())
        closed = a_taken_case(ana)
        actions.close_case(closed.pk, actor=ana.acting(), outcome=Outcome.DONE, note="Done.")
        with pytest.raises(actions.CaseIsClosed):
            actions.merge_case(case.pk, closed.pk, actor=ana.acting())


class TestSplitting:
    def test_messages_about_something_else_become_a_case_that_waits(self) -> None:
        ana = an_adviser()
        case = customer_writes(a_taken_case(ana), body="And my bin is broken.")
        about_bin = queries.thread(case).get(body="And my bin is broken.")
        kind = an_enquiry_type("bins")
        new = routing.split_case(case.pk, [about_bin.pk], actor=ana.acting(), version=kind, summary="A broken bin")
        assert about_bin in queries.thread(new)
        assert about_bin not in queries.thread(case)
        assert (new.customer, new.enquiry_type, item_of(new).state) == (case.customer, kind.enquiry_type, "waiting")
        assert tied(ana, case) == [(new, "split_off")]
        receipt = queries.thread(new).get(kind="receipt")
        assert new.reference in receipt.body

    def test_something_must_go_and_something_stay(self) -> None:
        ana = an_adviser()
        case = a_taken_case(ana)
        kind, first = an_enquiry_type("bins"), queries.thread(case)[0]
        for chosen, says in (([], "about something else"), ([first.pk], "Leave at least one")):
            with pytest.raises(DomainError, match=says):
                routing.split_case(case.pk, chosen, actor=ana.acting(), version=kind, summary="Bins")
        assert Case.objects.count() == 1
