"""The heart of the product: input is stored, then understood, then placed, and never lost or doubled."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import insert_new
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.events import Data, record
from firstpoint.core.files import store_upload
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Audience, EnquiryType, EnquiryTypeVersion
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION, get_enquiry_type
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Attachment, Message
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.intake.actions.quarantine import quarantine_input
from firstpoint.domain.intake.models import Draft, Incoming, IncomingFile, RawInput, RawState
from firstpoint.domain.people.models import SYSTEM_ID, User
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.queries.decisions import words_of
from firstpoint.domain.routing.queries.triage import likely_enquiry_types


@action
def accept(*, actor: Actor, channel: str, external_id: str, content: bytes) -> RawInput:
    """Store raw input before anything is parsed; the same external id of a channel is stored once.

    `external_id` comes from the transport, never from what a sender can choose. Records input.accepted the first time,
    which has a worker read it.
    """
    require(actor, "intake.accept")
    raw, is_new = _store(channel, external_id, content)
    if is_new:
        record("input.accepted", raw, actor=actor, channel=channel)
    return raw


def _store(channel: str, external_id: str, content: bytes) -> tuple[RawInput, bool]:
    """Return the stored input, and whether it is new. A second one under the id waits for the first to commit."""
    raw = RawInput(channel=channel, external_id=external_id, content=content)
    if insert_new(raw):
        return raw, True
    return RawInput.objects.get(channel=channel, external_id=external_id), False


@action
def take_in(
    incoming: Incoming,
    *,
    actor: Actor,
    external_id: str,
    uploads: "Sequence[UploadedFile[bytes]]" = (),
    draft_id: int | None = None,
) -> Case:
    """Accept and receive in one transaction, for doors and live channels whose sender waits for the reference.

    Sent twice, it returns the case of the first time. `uploads` are put into the store, and the draft that the input
    was saved as is deleted. Records what accept and receive record. Raises FileTooLarge, FileNotAccepted.
    """
    require(actor, "intake.accept")
    raw, incoming, is_new = _store_with_files(incoming, external_id, uploads)
    if draft_id is not None:
        Draft.objects.filter(pk=draft_id).delete()
    if is_new:
        return _receive(raw, incoming, actor)
    if raw.state != RawState.RECEIVED:
        raise DomainError
    return Case.objects.get(contact_links__contact=raw.contact_id)


@action
def set_aside(
    incoming: Incoming,
    *,
    actor: Actor,
    external_id: str,
    reason: str,
    uploads: "Sequence[UploadedFile[bytes]]" = (),
) -> RawInput:
    """Store input that looks like a machine's work straight into quarantine, where a person judges it.

    Records input.quarantined the first time.
    """
    require(actor, "intake.accept")
    raw, _incoming, is_new = _store_with_files(incoming, external_id, uploads)
    if is_new:
        quarantine_input(raw.pk, actor=actor, reason=reason)
    return raw


def _store_with_files(
    incoming: Incoming, external_id: str, uploads: "Sequence[UploadedFile[bytes]]"
) -> tuple[RawInput, Incoming, bool]:
    """Store the input and its files; those that came with an input stored before are taken out again."""
    stored = tuple(store_upload(upload) for upload in uploads)
    files = tuple(IncomingFile(file.name, file.content_type, file.size, file.stored_as) for file in stored)
    incoming = replace(incoming, files=(*incoming.files, *files))
    raw, is_new = _store(incoming.channel, external_id, incoming.to_bytes())
    if not is_new:
        for file in stored:
            default_storage.delete(file.stored_as)
    return raw, incoming, is_new


@action
def receive(raw_id: int, incoming: Incoming, *, actor: Actor) -> Case:
    """Turn accepted and understood input into a contact in a case.

    Receiving the same input again returns its case. Records input.received and what the steps record.
    """
    raw: RawInput = lock(actor, "intake.receive", raw_id)
    if raw.state == RawState.RECEIVED:
        return Case.objects.get(contact_links__contact=raw.contact_id)
    if raw.state == RawState.DISCARDED:
        raise DomainError
    return _receive(raw, incoming, actor)


def _receive(raw: RawInput, incoming: Incoming, actor: Actor) -> Case:
    """Place the input in its case, and note that it is done."""
    require(actor, "intake.receive")
    join = _join_case if incoming.case_id else _open_case
    case, message = join(incoming, actor)
    raw.state, raw.reason, raw.contact = RawState.RECEIVED, "", message.contact
    raw.save(update_fields=["state", "contact", "reason"])
    record("input.received", raw, actor=actor, case_id=case.pk, contact_id=raw.contact_id, channel=incoming.channel)
    return case


def _open_case(incoming: Incoming, actor: Actor) -> tuple[Case, Message]:
    """Identify the customer, record the contact and its message, open the case, place the work."""
    version, noted = _what_about(incoming, actor)
    customer = _from_whom(incoming, actor)
    message = _record_message(incoming, customer, version.enquiry_type, actor)
    case = cases.open_case(
        message,
        actor=actor,
        version=version,
        summary=incoming.subject or " · ".join(" ".join(part.split()) for part in incoming.body.split("\n\n")),
        answers=incoming.answers,
        secret_hash=incoming.secret_hash,
        noted=noted,
    )
    routing.place_work(case, actor=actor)
    return case, message


def _from_whom(incoming: Incoming, actor: Actor) -> Customer | None:
    """Return the customer. Raises NotPermitted for something internal in somebody else's name."""
    sender = incoming.sender
    if incoming.staff_id is None:
        return customers.identify(
            actor=actor, name=sender.name, email=sender.email, phone=sender.phone, language=incoming.language
        )
    if actor.id not in (incoming.staff_id, SYSTEM_ID):
        raise NotPermitted
    return customers.identify_staff(User.objects.get(pk=incoming.staff_id), actor=actor)


def _what_about(incoming: Incoming, actor: Actor) -> tuple[EnquiryTypeVersion, Data]:
    """Return the enquiry type that was named, else the likeliest where no person needs to decide, and what triage said."""
    if incoming.staff_id:
        return get_enquiry_type(incoming.enquiry_type, Audience.STAFF), {}
    if incoming.enquiry_type:
        return get_enquiry_type(incoming.enquiry_type), {}
    general = get_enquiry_type(GENERAL_QUESTION)
    words = words_of(incoming.subject, incoming.body, incoming.answers)
    likely = likely_enquiry_types(actor, words, incoming.language, most=1)
    if not likely:
        return general, {}
    [first] = likely
    may_be_so = first.is_sure and (first.version.may_be_anonymous or not incoming.sender.is_anonymous)
    return first.version if may_be_so else general, {"triage": first.code, "confidence": first.per_cent}


def _join_case(incoming: Incoming, actor: Actor) -> tuple[Case, Message]:
    """Record the contact and its message, and add them to the case that the sender has proved."""
    case = Case.objects.select_related("customer", "enquiry_type").get(pk=incoming.case_id or 0)
    message = _record_message(incoming, case.customer, case.enquiry_type, actor)
    return cases.add_to_case(case.pk, message, actor=actor), message


def _record_message(incoming: Incoming, customer: Customer | None, kind: EnquiryType, actor: Actor) -> Message:
    return contacts.record_contact(
        actor=actor,
        channel=incoming.channel,
        customer=customer,
        enquiry_type=kind,
        language=incoming.language,
        subject=incoming.subject,
        body=incoming.body,
        journey=incoming.journey,
        files=[
            Attachment(name=file.name, content_type=file.content_type, size=file.size, stored_as=file.stored_as)
            for file in incoming.files
        ],
    )
