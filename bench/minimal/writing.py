"""The rows of one new case by plain ORM in one transaction: row for row what Firstpoint writes for such a question."""

import json
from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from bench.minimal.models import Event, Job
from firstpoint.core import clock
from firstpoint.core.refs import new_reference
from firstpoint.domain.cases.models import Case, CaseContact
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.contacts.models import Contact, Message
from firstpoint.domain.customers.models import ContactPoint, Customer, NameWord
from firstpoint.domain.intake.models import RawInput
from firstpoint.domain.people.models import PUBLIC_SITE_ID
from firstpoint.domain.routing.models import WorkItem

RECEIPT = """We have received: {case.version}.
Your reference is {case.reference}.

An adviser reads it and answers.

We promise a first answer by {case.first_answer_due_at}, and to be done by {case.due_at}."""


@transaction.atomic
def write_case(question: str, name: str, email: str) -> Case:
    """Write a question as a new customer's case, with its receipt to be sent."""
    now, version = clock.now(), EnquiryTypeVersion.objects.get(enquiry_type__code="general-question")
    kind = version.enquiry_type_id
    customer = Customer.objects.create(name=name, language="en", preferred_channel="email")
    ContactPoint.objects.create(customer=customer, kind="email", value=email)
    first, last = name.lower().split()
    NameWord.objects.bulk_create(
        NameWord(word=word, beside=beside, customer=customer)
        for word, beside in ((first, ""), (last, ""), (first, last))
    )
    _record("customer.created", customer, customer_id=customer.pk)
    contact = Contact.objects.create(
        channel="web", direction="inbound", customer=customer, enquiry_type_id=kind, language="en", outcome="case"
    )
    Message.objects.create(contact=contact, direction="inbound", kind="enquiry", body=question, language="en")
    _record("contact.received", contact, customer_id=customer.pk, contact_id=contact.pk, channel="web")
    case = Case.objects.create(
        reference=new_reference(),
        customer=customer,
        enquiry_type_id=kind,
        version=version,
        channel="web",
        language="en",
        summary=question[:200],
        answers={"question": question},
        first_answer_due_at=now + timedelta(minutes=version.first_answer_minutes),
        due_at=now + timedelta(minutes=version.resolution_minutes),
        customer_wrote_at=now,
    )
    CaseContact.objects.create(case=case, contact=contact)
    ids = {"customer_id": customer.pk, "case_id": case.pk}
    _record("case.opened", case, **ids, contact_id=contact.pk, channel="web")
    _write_receipt(case, customer, email)
    item = WorkItem.objects.create(
        case=case,
        queue_id=version.queue_id,
        tier=version.tier,
        language="en",
        channel="web",
        promise_at=case.due_at,
    )
    _record("work.placed", item, case_id=case.pk)
    raw = RawInput.objects.create(
        channel="web",
        external_id=f"{uuid4().hex}.{uuid4().hex}",
        content=json.dumps(
            {"body": question, "answers": {"question": question}, "email": email, "name": name}
        ).encode(),
        state="received",
        contact=contact,
    )
    _record("input.received", raw, case_id=case.pk, contact_id=contact.pk, channel="web")
    return case


def _write_receipt(case: Case, customer: Customer, email: str) -> None:
    contact = Contact.objects.create(
        channel="email",
        direction="outbound",
        customer=customer,
        handler_id=PUBLIC_SITE_ID,
        enquiry_type_id=case.enquiry_type_id,
        language="en",
    )
    message = Message.objects.create(
        contact=contact,
        direction="outbound",
        kind="receipt",
        author_id=PUBLIC_SITE_ID,
        subject=f"{case.version}: {case.reference}",
        body=RECEIPT.format(case=case),
        language="en",
        to=email,
        delivery="queued",
    )
    CaseContact.objects.create(case=case, contact=contact)
    ids = {"customer_id": customer.pk, "case_id": case.pk, "contact_id": contact.pk}
    _record("message.sent", message, **ids, channel="email")
    Job.objects.create(task_name="deliver_message", args={"subject_id": message.pk})


def _record(event_type: str, subject: object, **ids: object) -> None:
    label = subject._meta.label_lower
    Event.objects.create(type=event_type, subject_type=label, subject_id=subject.pk, actor_id=PUBLIC_SITE_ID, **ids)
