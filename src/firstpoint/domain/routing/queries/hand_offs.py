"""Reads of hand-offs: what is missing to make one, who could take it, and those that are open."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.rights import visible_to as cases_visible_to
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import Role, User
from firstpoint.domain.routing.models import Adviser, HandOff, HandOffState
from firstpoint.domain.routing.queries.reach import is_met


def missing_to_hand_on(case: Case) -> list[str]:
    """Return what the receiver would have to ask again, in the words of the desk: name, contact number, the form's own.

    Somebody who may stay anonymous, and has, is not asked for name and number.
    """
    missing = []
    customer = case.customer
    if customer is not None or not case.version.may_be_anonymous:
        if customer is None or not customer.name:
            missing.append(_("the customer's name"))
        if customer is None or not (customer.staff_id or customer.contact_points.exists()):
            missing.append(_("a phone number or e-mail address"))
    labels = {field.code: str(field.label) for field in case.version.definition.fields}
    return missing + [labels[code] for code in case.version.hand_off_needs if not case.answers.get(code)]


def who_can_take(case: Case, queue: Queue, person: User | None = None) -> list[User]:
    """Return the active advisers of the queue's tier who have its skills, speak the language and may see the case.

    With a person, that person alone, if they take work at all and may see the case.
    """
    advisers = User.objects.filter(is_active=True, roles__overlap=[Role.ADVISER, Role.SUPERVISOR])
    advisers = advisers.filter(pk=person.pk) if person else advisers.filter(tier=queue.tier)
    if case.restricted_to_id:
        advisers = advisers.filter(departments=case.restricted_to_id)
    known = {adviser.user_id: adviser for adviser in Adviser.objects.filter(user__in=advisers)}
    return [
        user for user in advisers.order_by("name", "id") if person or _fits(known.get(user.pk), queue, case.language)
    ]


def _fits(adviser: Adviser | None, queue: Queue, language: str) -> bool:
    if adviser is None:
        return not queue.skills
    return is_met(queue.skills, adviser.skills) and (not adviser.languages or language in adviser.languages)


def open_hand_off(case: Case) -> HandOff | None:
    """Return the hand-off of a case that nobody has answered yet."""
    return (
        HandOff.objects.filter(case=case, state=HandOffState.OFFERED)
        .select_related("sender", "to_queue", "from_queue", "to_person")
        .first()
    )


def hand_offs_of(case: Case) -> QuerySet[HandOff]:
    """Return every hand-off of a case that the caller may see, newest first."""
    return (
        HandOff.objects.filter(case=case)
        .select_related("sender", "to_queue", "from_queue", "to_person", "answered_by")
        .order_by("-offered_at", "-id")
    )


def offered_by(actor: Actor) -> QuerySet[HandOff]:
    """Return what the actor offered and nobody has answered, the longest first."""
    return (
        HandOff.objects.filter(sender=actor.id, state=HandOffState.OFFERED, case__in=cases_visible_to(actor))
        .select_related("case__version", "to_queue", "to_person")
        .order_by("offered_at", "id")
    )
