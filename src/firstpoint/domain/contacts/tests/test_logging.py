"""A contact that is over at once is logged without a word about the person, and can be taken back."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.contacts import actions
from firstpoint.domain.contacts.models import Contact
from firstpoint.domain.contacts.tests.make import an_inbound_message
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db

GIVEN = {"enquiry_type": "general-question", "outcome": "sign_posted", "channel": "phone", "language": "en"}


@pytest.fixture
def ana() -> User:
    a_general_question()
    return an_adviser()


@pytest.mark.req("CU-04")
def test_only_type_outcome_and_channel_are_kept(ana: User) -> None:
    contact = actions.log_contact(actor=ana.acting(), **GIVEN)
    assert (contact.customer, contact.handler_id, contact.outcome) == (None, ana.pk, "sign_posted")
    assert contact.journey == {} and not contact.messages.exists()
    event = Event.objects.get(type="contact.logged")
    assert (event.contact_id, event.customer_id, event.channel) == (contact.pk, None, "phone")
    assert event.data == {"enquiry_type": "general-question", "outcome": "sign_posted"}


@pytest.mark.parametrize("wrong", [{"outcome": "case"}, {"channel": "pigeon"}, {"enquiry_type": "none"}])
def test_what_is_no_choice_is_refused(ana: User, wrong: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        actions.log_contact(actor=ana.acting(), **GIVEN | wrong)
    assert not Contact.objects.exists()


def test_the_last_one_can_be_taken_back(ana: User) -> None:
    contact = actions.log_contact(actor=ana.acting(), **GIVEN)
    pk = contact.pk
    actions.unlog_contact(pk, actor=ana.acting())
    assert not Contact.objects.exists()
    assert Event.objects.get(type="contact.unlogged").contact_id == pk


def test_nobody_takes_back_what_is_not_theirs_or_old_or_no_log(ana: User) -> None:
    contact = actions.log_contact(actor=ana.acting(), **GIVEN)
    written = an_inbound_message().contact
    with pytest.raises(NotFound):
        actions.unlog_contact(contact.pk, actor=an_adviser().acting())
    with pytest.raises(NotFound):
        actions.unlog_contact(written.pk, actor=ana.acting())
    with clock.frozen(clock.now() + timedelta(hours=2)), pytest.raises(NotFound):
        actions.unlog_contact(contact.pk, actor=ana.acting())
    assert Contact.objects.count() == 2
