"""A case that is about something else moves to another enquiry type; what was promised is only brought forward."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_general_question, a_restricted_type, an_agency, an_enquiry_type
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_editor

pytestmark = pytest.mark.django_db
DAY = 9 * 60


@pytest.fixture
def ana(db: None) -> User:
    an_agency()
    a_general_question()
    return an_adviser(name="Ana Ruiz")


def notices(case: Case) -> list[str]:
    """Return what the customer was told beside the receipt."""
    return list(Message.objects.filter(contact__case_link__case=case, kind="notice").values_list("body", flat=True))


def test_a_case_takes_on_the_other_enquiry_type_and_keeps_what_was_answered(ana: User) -> None:
    case = a_taken_case(ana, answers={"question": "How do I get a library card?"})
    promised = (case.first_answer_due_at, case.due_at)
    card = an_enquiry_type("library-card")
    actions.advance_case(case.pk, actor=ana.acting(), step=1)
    moved = actions.change_enquiry_type(case.pk, actor=ana.acting(), code="library-card")
    moved.refresh_from_db()
    assert (moved.enquiry_type, moved.version, moved.step) == (card.enquiry_type, card, 0)
    assert moved.answers == {"question": "How do I get a library card?"}
    assert (moved.owner, moved.restricted_to) == (ana, None)
    # The targets are the same, so nobody is told anything.
    assert (moved.first_answer_due_at, moved.due_at) == promised
    assert notices(case) == []
    event = Event.objects.get(type="case.enquiry_type_changed")
    assert event.data == {"before": "general-question", "enquiry_type": "library-card", "version": 1}
    assert (event.actor_id, event.case_id) == (ana.pk, case.pk)


def test_an_earlier_promise_is_told_and_a_later_one_is_not_made(ana: User) -> None:
    quick = an_enquiry_type("street-light", resolution_minutes=DAY)
    an_enquiry_type("planning", resolution_minutes=20 * DAY)
    case = a_taken_case(ana)
    opened, promised = case.opened_at, case.due_at
    actions.change_enquiry_type(case.pk, actor=ana.acting(), code="planning")
    case.refresh_from_db()
    assert case.due_at == promised
    actions.change_enquiry_type(case.pk, actor=ana.acting(), code="street-light")
    case.refresh_from_db()
    assert case.due_at == quick.calendar.working().add(opened, timedelta(minutes=DAY)) < promised
    (told,) = notices(case)
    assert "Street light" in told


def test_nothing_is_promised_for_the_past_and_pauses_do_not_count(ana: User) -> None:
    an_enquiry_type("street-light", resolution_minutes=DAY)
    case = a_taken_case(ana)
    calendar = case.version.calendar.working()
    with clock.frozen(clock.now() + timedelta(days=3)):
        actions.change_enquiry_type(case.pk, actor=ana.acting(), code="street-light")
        late = calendar.add(clock.now(), timedelta(minutes=DAY))
    case.refresh_from_db()
    assert case.due_at == late
    other = a_taken_case(ana)
    actions.ask_customer(other.pk, actor=ana.acting(), body="Which street?")
    with clock.frozen(clock.now() + timedelta(days=1)):
        customer_writes(other)
        actions.change_enquiry_type(other.pk, actor=ana.acting(), code="street-light")
    other.refresh_from_db()
    assert other.due_at == calendar.add(other.opened_at, timedelta(minutes=2 * DAY))


def test_the_restriction_follows(ana: User) -> None:
    restricted = a_restricted_type()
    case = a_taken_case(ana)
    actions.change_enquiry_type(case.pk, actor=ana.acting(), code="benefit-payment-missing")
    case.refresh_from_db()
    assert case.restricted_to == restricted.enquiry_type.department
    with pytest.raises(NotFound):
        actions.change_enquiry_type(case.pk, actor=ana.acting(), code="general-question")


def test_only_its_owner_or_a_supervisor_moves_an_open_case(ana: User) -> None:
    an_enquiry_type("library-card")
    case, waiting = a_taken_case(ana), a_case()
    with pytest.raises(actions.NotTheOwner):
        actions.change_enquiry_type(case.pk, actor=an_adviser().acting(), code="library-card")
    with pytest.raises(actions.NotTheOwner):
        actions.change_enquiry_type(waiting.pk, actor=ana.acting(), code="library-card")
    for actor in (an_editor().acting(), public_site(proven_case_ids=frozenset({case.pk}))):
        with pytest.raises(NotPermitted):
            actions.change_enquiry_type(case.pk, actor=actor, code="library-card")
    actions.change_enquiry_type(case.pk, actor=a_supervisor().acting(), code="library-card")
    with pytest.raises(DomainError, match="about this already"):
        actions.change_enquiry_type(case.pk, actor=ana.acting(), code="library-card")
    with pytest.raises(NotFound):
        actions.change_enquiry_type(case.pk, actor=ana.acting(), code="nothing-like-it")
    actions.close_case(case.pk, actor=ana.acting(), outcome="answered", note="Told by phone.")
    with pytest.raises(actions.CaseIsClosed):
        actions.change_enquiry_type(case.pk, actor=ana.acting(), code="general-question")
