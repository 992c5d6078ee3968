"""Reads of cases: lists, one case, its thread and its timeline."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.core.models import Event
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.models import Case, CaseContact, CaseState, Outcome
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import identity_ids
from firstpoint.domain.people.models import Role, User

TIMELINE_LENGTH = 50
# Cases that ended otherwise may have left out steps.
WALKED_TO_THE_END = (Outcome.DONE, Outcome.ANSWERED)
# Where a timeline was read up to: the moment and the id of its last event, as many events share a moment.
Place = tuple[datetime, int]


def get_case(actor: Actor, reference: str) -> Case:
    """Return the case with all that its page shows of it; `reference` is as it was typed. Raises NotFound."""
    case = (
        visible_to(actor)
        .filter(reference=read_reference(reference) or "")
        .select_related("customer", "version__calendar", "enquiry_type__service", "enquiry_type__department", "owner")
        .first()
    )
    if case is None:
        raise NotFound
    return case


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody is told right after they sent something."""

    reference: str
    first_answer_due_at: datetime
    due_at: datetime
    what_happens_next: Text


def get_receipt(actor: Actor, pk: int) -> Receipt:
    """Return what the sender of a case is told at once. Raises NotFound."""
    columns = ("reference", "first_answer_due_at", "due_at", "version__what_happens_next")
    row = visible_to(actor).filter(pk=pk).values_list(*columns).first()
    if row is None:
        raise NotFound
    return Receipt(*row)


def case_list(actor: Actor, *, search: str = "", state: str = "") -> QuerySet[Case]:
    """Return cases, newest first; `search` is a reference, however it is typed."""
    cases = visible_to(actor).select_related("customer", "version", "owner").order_by("-opened_at", "-id")
    if search:
        cases = cases.filter(reference=read_reference(search) or "")
    if state:
        cases = cases.filter(state=state)
    return cases


def owned_cases(actor: Actor) -> QuerySet[Case]:
    """Return the open cases that the actor owns: those in which the customer waits for words first, then by promise."""
    return (
        visible_to(actor)
        .filter(owner_id=actor.id)
        .exclude(state=CaseState.CLOSED)
        .select_related("customer", "version", "owner")
        .alias(news=Q(answered_at=None) | Q(customer_wrote_at__gt=F("answered_at")))
        .order_by("-news", "due_at", "id")
    )


def cases_of(actor: Actor, customer: Customer) -> QuerySet[Case]:
    """Return the customer's cases that the actor may see, newest first."""
    return (
        visible_to(actor)
        .filter(customer_id__in=identity_ids(customer.pk))
        .select_related("version", "owner")
        .order_by("-opened_at", "-id")
    )


def thread(case: Case) -> QuerySet[Message]:
    """Return the messages of a case that the caller may see, oldest first, with files and authors."""
    return (
        Message.objects.filter(contact__case_link__case=case)
        .select_related("contact", "author")
        .prefetch_related("attachments")
        .order_by("at", "id")
    )


def public_thread(case: Case) -> QuerySet[Message]:
    """Return the messages that the customer reads on the site; the receipt stands there in other form."""
    return thread(case).exclude(kind=MessageKind.RECEIPT)


def get_attachment(actor: Actor, case: Case, pk: int) -> Attachment:
    """Return a file of the case. Raises NotFound."""
    attachment = Attachment.objects.filter(pk=pk, message__contact__case_link__case=case).first()
    if attachment is None or not visible_to(actor).filter(pk=case.pk).exists():
        raise NotFound
    return attachment


def may_reopen(actor: Actor, case: Case) -> bool:
    """Say whether the actor may open a closed case again: its customer for the agency's days, staff always."""
    if case.closed_at is None or not actor.has_role(Role.PUBLIC_SITE):
        return case.is_closed
    days = Agency.objects.values_list("reopen_days", flat=True).get()
    return clock.now() <= case.closed_at + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the process map as the customer sees it: "done", "current" or "coming"."""

    name: Text
    state: str


def steps(case: Case) -> list[Step]:
    """Return the steps of the case's process map; of a case that ended before the last, those that it reached."""
    names = case.version.step_names()
    if case.is_closed:
        reached = names if case.outcome in WALKED_TO_THE_END else names[: case.step + 1]
        return [Step(name, "done") for name in reached]
    return [
        Step(name, "done" if place < case.step else "current" if place == case.step else "coming")
        for place, name in enumerate(names)
    ]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event on a timeline. `reference` is that of its case, empty without one or when the actor may not see it."""

    id: int
    at: datetime
    type: str
    channel: str
    contact_id: int | None
    actor_id: int
    actor_name: str
    reference: str
    data: dict[str, object]


def timeline_of_case(case: Case, *, before: Place | None = None) -> list[TimelineEntry]:
    """Return the newest events of a case, or those before a place on the timeline."""
    return _entries(Event.objects.filter(case_id=case.pk, is_look=False), {case.pk: case.reference}, before)


def timeline_of_customer(actor: Actor, customer: Customer, *, before: Place | None = None) -> list[TimelineEntry]:
    """Return the newest events of a customer over every channel, without those of cases hidden from the actor."""
    ids = identity_ids(customer.pk)
    references = dict(visible_to(actor).filter(customer_id__in=ids).values_list("pk", "reference"))
    # Worked out from this customer's cases alone: to exclude a query set of all visible cases reads every case.
    hidden_ids = set(Case.objects.filter(customer_id__in=ids).values_list("pk", flat=True)) - references.keys()
    events = Event.objects.filter(customer_id__in=ids, is_look=False).exclude(
        # A bare NOT IN would drop events of no case at all.
        case_id__isnull=False,
        case_id__in=hidden_ids,
    )
    if hidden_ids:
        hidden_contacts = CaseContact.objects.filter(case__in=hidden_ids).values("contact")
        events = events.exclude(contact_id__in=hidden_contacts, contact_id__isnull=False)
    return _entries(events, references, before)


def _entries(events: QuerySet[Event], references: dict[int, str], before: Place | None) -> list[TimelineEntry]:
    if before:
        at, pk = before
        events = events.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=pk))
    newest = list(events.order_by("-at", "-id")[:TIMELINE_LENGTH])
    names = dict(User.objects.filter(pk__in={event.actor_id for event in newest}).values_list("pk", "name"))
    return [
        TimelineEntry(
            id=event.pk,
            at=event.at,
            type=event.type,
            channel=event.channel,
            contact_id=event.contact_id,
            actor_id=event.actor_id,
            actor_name=names.get(event.actor_id, ""),
            reference=references.get(event.case_id or 0, ""),
            data=event.data,
        )
        for event in newest
    ]
