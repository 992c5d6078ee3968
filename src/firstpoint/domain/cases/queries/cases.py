"""Reads of cases: lists, one case, its thread and its steps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.models import Case, CaseState, Outcome
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.contacts.models import Attachment, Message, MessageKind
from firstpoint.domain.people.models import Role

# Cases that ended otherwise may have left out steps.
WALKED_TO_THE_END = (Outcome.DONE, Outcome.ANSWERED)


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


def references_of(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Return the references of these cases by id, of those that the actor may see."""
    return dict(visible_to(actor).filter(pk__in=ids).values_list("pk", "reference"))


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


def cases_of(actor: Actor, customer_ids: Collection[int]) -> QuerySet[Case]:
    """Return the cases of these customers, who are one, that the actor may see; newest first."""
    return (
        visible_to(actor)
        .filter(customer_id__in=customer_ids)
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
    """Return the messages that the customer reads on the site: none that can still be taken back.

    The receipt stands there in other form.
    """
    return thread(case).filter(_gone_out()).exclude(kind=MessageKind.RECEIPT)


def _gone_out(message: str = "") -> Q:
    """Return the condition that a message cannot be taken back any more; `message` is the way to it."""
    return Q(**{f"{message}held_until": None}) | Q(**{f"{message}held_until__lte": clock.now()})


def get_attachment(actor: Actor, case: Case, pk: int) -> Attachment:
    """Return a file of the case. Raises NotFound."""
    files = Attachment.objects.filter(message__contact__case_link__case=case)
    if actor.has_role(Role.PUBLIC_SITE):
        files = files.filter(_gone_out("message__"))
    attachment = files.filter(pk=pk).first()
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
