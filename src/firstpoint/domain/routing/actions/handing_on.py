"""The owner of a case hands it on: offers it to a queue, or to one person. Ownership moves when it is accepted."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION, get_enquiry_type
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind, Role, User
from firstpoint.domain.people.queries import absences_on, deputy_of, today
from firstpoint.domain.routing.actions.accepting import record_hand_off
from firstpoint.domain.routing.actions.placing import place, queue_of
from firstpoint.domain.routing.models import Cause, HandOff, HandOffKind, HandOffState, WorkItem
from firstpoint.domain.routing.queries.hand_offs import missing_to_hand_on, who_can_take

# So long after nobody answered, work handed to one person is still theirs alone: a job takes it back long before.
KEPT_BEYOND = timedelta(days=1)


class NotEnoughToHandOn(DomainError):
    """Something is missing that the receiver would have to ask the customer again."""

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(
            _("Fill in first what the receiver would have to ask again: %(missing)s.") % {"missing": ", ".join(missing)}
        )


class HandedOnTooOften(DomainError):
    """The case goes round."""

    def __init__(self, times: int) -> None:
        super().__init__(
            ngettext(
                "This case was handed on %(times)s time already. A supervisor now decides who keeps it.",
                "This case was handed on %(times)s times already. A supervisor now decides who keeps it.",
                times,
            )
            % {"times": times}
        )


class NobodyThere(DomainError):
    """No active adviser could take the work."""

    sentence = gettext_lazy("Nobody works there who could take this case. Choose another queue or person.")


@action
def hand_on(
    case_id: int,
    *,
    actor: Actor,
    queue: Queue,
    note: str,
    person: User | None = None,
    kind: HandOffKind = HandOffKind.ELECTRONIC,
) -> HandOff:
    """Offer a case to a queue, or to one person in it, with what they need to know.

    The owner answers for it until it is accepted. A warm hand-off names the person who is on the line. Records
    hand_off.offered and work.placed. Raises CaseIsClosed, NotTheOwner, NotEnoughToHandOn, HandedOnTooOften, NobodyThere.
    """
    require(actor, "routing.hand_on")
    case = cases.lock_own_case(actor, "cases.take", case_id)
    if kind == HandOffKind.WARM and person is None:
        raise DomainError(_("Choose the person to whom you introduce the customer."))
    return _offer(case, actor, HandOff(kind=kind, to_queue=queue, to_person=person, note=note))


@action
def refer_case(case_id: int, *, actor: Actor, queue: Queue, note: str) -> HandOff:
    """Pass an answered case on as an ongoing or expected problem. Records and raises as hand_on does."""
    require(actor, "routing.hand_on")
    case = cases.lock_own_case(actor, "cases.take", case_id)
    if case.first_answered_at is None:
        raise DomainError(_("Answer the customer first: a referral follows an answer. Otherwise, hand the case on."))
    return _offer(case, actor, HandOff(kind=HandOffKind.REFERRAL, to_queue=queue, note=note))


@action
def send_back(case_id: int, *, actor: Actor, reason: str, cause: str) -> HandOff:
    """Send misdirected work back: to whoever handed it on, or to tier 1 when the customer came directly.

    Records and raises as hand_on does; the cause is counted as a misroute.
    """
    require(actor, "routing.hand_on")
    if cause not in Cause.values:
        raise DomainError(_("Say why the work arrived here."))
    case = cases.lock_own_case(actor, "cases.take", case_id)
    came_by = (
        HandOff.objects.filter(case=case, state=HandOffState.ACCEPTED)
        .select_related("from_queue", "sender")
        .order_by("-answered_at")
        .first()
    )
    if came_by:
        queue, person = came_by.from_queue, came_by.sender
    else:
        queue, person = _first_tier_queue(case), None
    if person and (not person.is_active or person.pk == actor.id):
        person = None
    hand_off = HandOff(kind=HandOffKind.RETURN, to_queue=queue, to_person=person, note=reason, cause=cause)
    return _offer(case, actor, hand_off)


def _first_tier_queue(case: Case) -> Queue:
    if case.version.queue.tier == 1:
        return case.version.queue
    return get_enquiry_type(GENERAL_QUESTION).queue


def _offer(case: Case, actor: Actor, hand_off: HandOff) -> HandOff:
    """Check what every hand-off must have, and let the work wait at its receiver."""
    if not hand_off.note.strip():
        raise DomainError(_("Write what the receiver needs to know."))
    if hand_off.kind != HandOffKind.RETURN and (missing := missing_to_hand_on(case)):
        raise NotEnoughToHandOn(missing)
    if hand_off.to_person:
        hand_off.to_person = _standing_in(hand_off.to_person, hand_off)
    before = HandOff.objects.filter(case=case)
    if before.filter(state=HandOffState.OFFERED).exists():
        raise DomainError(_("This case is offered to somebody already. Withdraw that first."))
    from_queue = queue_of(case)
    if hand_off.to_person is None and hand_off.to_queue == from_queue:
        raise DomainError(_("The case is in this queue already. Put it back instead."))
    if hand_off.to_person and hand_off.to_person.pk == case.owner_id:
        raise DomainError(_("This person owns the case already."))
    times = before.filter(state__in=(HandOffState.ACCEPTED, HandOffState.RETURNED, HandOffState.TIMED_OUT)).count()
    if times >= hand_off.to_queue.most_hand_offs and not actor.has_role(Role.SUPERVISOR):
        raise HandedOnTooOften(times)
    if not who_can_take(case, hand_off.to_queue, hand_off.to_person):
        raise NobodyThere
    calendar, now = case.version.calendar.working(), clock.now()
    hand_off.case, hand_off.sender_id, hand_off.from_queue = case, case.owner_id or actor.id, from_queue
    hand_off.offered_at = now
    hand_off.expires_at = calendar.add(now, timedelta(minutes=hand_off.to_queue.accept_minutes))
    hand_off.save()
    kept_until = hand_off.expires_at + KEPT_BEYOND if hand_off.to_person else None
    item = WorkItem(queue=hand_off.to_queue, hand_off=hand_off, kept_for=hand_off.to_person, kept_until=kept_until)
    place(item, case, actor=actor)
    if hand_off.to_person:
        give_notice([hand_off.to_person], NoticeKind.HAND_OFF_OFFERED, case_id=case.pk, by_id=actor.id)
    record_hand_off("hand_off.offered", hand_off, actor)
    return hand_off


def _standing_in(person: User, hand_off: HandOff) -> User | None:
    """Return who takes what is handed to somebody: their deputy while they are away.

    What is sent back to somebody without one goes to their queue. Raises DomainError for other hand-offs.
    """
    day = today()
    if not absences_on(day).filter(user=person).exists():
        return person
    deputy = deputy_of(person.pk, day)
    if deputy is None and hand_off.kind != HandOffKind.RETURN:
        raise DomainError(
            _("%(name)s is away, and nobody stands in for them. Choose somebody else.") % {"name": person.name}
        )
    return deputy
