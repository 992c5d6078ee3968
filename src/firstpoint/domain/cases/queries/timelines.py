"""What happened, as the journal tells it: of one case, and of a customer over every channel."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case, CaseContact
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import identity_ids
from firstpoint.domain.people.models import User

TIMELINE_LENGTH = 50
MOST_PRINTED = 2000
# Where a timeline was read up to: the moment and the id of its last event, as many events share a moment.
Place = tuple[datetime, int]


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


def whole_timeline_of_case(case: Case) -> list[TimelineEntry]:
    """Return the events of a case that the caller may see, newest first; of a very long one the newest alone."""
    return _entries(Event.objects.filter(case_id=case.pk, is_look=False), {case.pk: case.reference}, None, MOST_PRINTED)


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


def looks_at_customer(actor: Actor, customer: Customer, *, before: Place | None = None) -> list[TimelineEntry]:
    """Return who looked at a customer, or at one of those of their cases that the actor may see; newest first."""
    ids = identity_ids(customer.pk)
    references = dict(visible_to(actor).filter(customer_id__in=ids).values_list("pk", "reference"))
    at_customer = Q(subject_type=Customer._meta.label_lower, subject_id__in=ids)
    at_cases = Q(subject_type=Case._meta.label_lower, subject_id__in=list(references))
    return _entries(Event.objects.filter(at_customer | at_cases, is_look=True), references, before)


def _entries(
    events: QuerySet[Event], references: dict[int, str], before: Place | None, most: int = TIMELINE_LENGTH
) -> list[TimelineEntry]:
    if before:
        at, pk = before
        events = events.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=pk))
    newest = list(events.order_by("-at", "-id")[:most])
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
