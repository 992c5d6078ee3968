"""Words go to the customer's best contact point, wait for their delivery, and are noted as delivered or failed."""

from typing import Any

import pytest

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_general_question, a_restricted_type
from firstpoint.domain.contacts import actions
from firstpoint.domain.contacts.models import Attachment, Contact, ContactOutcome, Delivery, Direction
from firstpoint.domain.contacts.rights import visible_to
from firstpoint.domain.contacts.tests.make import an_inbound_message, an_outbound_message
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_department, an_adviser, an_editor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("points", "channel", "to", "event"),
    [
        ({"email": "rosa@mail.example", "phone": "+15555550123"}, "email", "rosa@mail.example", "message.sent"),
        ({"email": "", "phone": "+15555550123"}, "sms", "+15555550123", "message.sent"),
        ({"email": "", "phone": ""}, "web", "", "message.left"),
    ],
)
def test_the_best_way_to_write(points: dict[str, Any], channel: str, to: str, event: str) -> None:
    message = an_outbound_message(customer=a_customer(**points))
    assert (message.contact.channel, message.to) == (channel, to)
    assert message.delivery == (Delivery.QUEUED if to else Delivery.NOT_NEEDED)
    assert Event.objects.get(type=event).contact_id == message.contact_id


def test_a_contact_is_recorded_with_its_message_files_and_journey() -> None:
    file = Attachment(name="note.txt", content_type="text/plain", size=5, stored_as="x")
    message = an_inbound_message(subject="s" * 400, files=[file], journey={"searched": ["library card"]})
    contact = Contact.objects.get()
    assert (contact.direction, contact.outcome) == (Direction.INBOUND, ContactOutcome.CASE)
    assert contact.journey == {"searched": ["library card"]}
    assert len(message.subject) == 300
    assert message.attachments.get().name == "note.txt"
    event = Event.objects.get(type="contact.received")
    assert (event.customer_id, event.contact_id) == (contact.customer_id, contact.pk)
    assert event.data == {"enquiry_type": "general-question"}


@pytest.mark.parametrize(
    ("failure", "delivery", "event"),
    [("", Delivery.SENT, "message.delivered"), ("550 no such user " * 40, Delivery.FAILED, "message.failed")],
)
def test_delivery_is_noted(failure: str, delivery: str, event: str) -> None:
    message = an_outbound_message()
    actions.note_delivery(message, actor=SYSTEM, failure=failure)
    message.refresh_from_db()
    assert (message.delivery, message.failure) == (delivery, failure[:300])
    assert message.delivered_at == (None if failure else clock.now())
    assert Event.objects.get(type=event).subject_id == message.pk


def test_contacts_about_restricted_matters_are_seen_in_their_department_alone() -> None:
    plain = an_inbound_message().contact
    unknown = an_inbound_message(enquiry_type=None).contact
    hidden = an_inbound_message(enquiry_type=a_restricted_type().enquiry_type).contact
    assert a_general_question().enquiry_type == plain.enquiry_type
    home = an_adviser(departments=[a_department("benefits")])
    assert set(visible_to(an_adviser().acting())) == {plain, unknown}
    assert set(visible_to(home.acting())) == set(visible_to(SYSTEM)) == {plain, unknown, hidden}
    assert not visible_to(an_editor().acting())
    assert not visible_to(public_site())
