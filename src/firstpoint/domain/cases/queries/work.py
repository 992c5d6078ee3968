"""Reads of what staff do about a case: notes, tasks, parties, linked cases, and whether it was resolved at first point."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.models import Event
from firstpoint.domain.cases.models import Case, CaseLink, LinkKind, Note, Outcome, Party, Task, TierClock
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.contacts.models import Direction

WHAT_THE_OTHER_IS = {
    # To the case on whose page it stands: as the first of the link, and as the other.
    LinkKind.RELATED: ("related", "related"),
    LinkKind.CHILD: ("part", "whole"),
    LinkKind.MERGED: ("merged_here", "continued_there"),
    LinkKind.SPLIT: ("split_off", "split_from"),
}


def notes_of(case: Case) -> QuerySet[Note]:
    """Return the notes of a case that the caller may see, oldest first."""
    return case.notes.select_related("author").order_by("at", "id")


def tasks_of(case: Case) -> QuerySet[Task]:
    """Return what is to do for a case that the caller may see: open ones first, by day."""
    return case.tasks.select_related("person", "done_by").order_by(F("done_at").asc(nulls_first=True), "due_on", "id")


def open_tasks_of(actor: Actor) -> QuerySet[Task]:
    """Return what the actor has to do for cases that they may see, the earliest day first."""
    return (
        Task.objects.filter(person=actor.id, done_at=None, case__in=visible_to(actor))
        .select_related("case__version")
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )


def parties_of(case: Case) -> QuerySet[Party]:
    """Return who else is part of a case that the caller may see."""
    return case.parties.select_related("customer").order_by("id")


def tier_clocks_of(case: Case) -> QuerySet[TierClock]:
    """Return the clocks of the tiers that held a case that the caller may see, in order."""
    return case.tier_clocks.order_by("began_at", "id")


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case, and what it is to this one: a key of `WHAT_THE_OTHER_IS`."""

    case: Case
    is_to_this: str

    @property
    def can_be_untied(self) -> bool:
        """Say whether the tie was made by hand."""
        return self.is_to_this in ("related", "part", "whole")


def linked_cases(actor: Actor, case: Case) -> Sequence[LinkedCase]:
    """Return the cases linked to this one that the actor may see, the newest first."""
    visible = visible_to(actor)
    links = (
        CaseLink.objects.filter(Q(case=case, other__in=visible) | Q(other=case, case__in=visible))
        .select_related("case__version", "other__version")
        .order_by("-made_at", "-id")
    )
    return [
        LinkedCase(link.other, WHAT_THE_OTHER_IS[LinkKind(link.kind)][0])
        if link.case_id == case.pk
        else LinkedCase(link.case, WHAT_THE_OTHER_IS[LinkKind(link.kind)][1])
        for link in links
    ]


def is_resolved_at_first_point(case: Case) -> bool:
    """Say whether a case that the caller may see was resolved in its first contact by its first handler.

    What happened decides, nobody ticks it: it ended as done or answered, the customer wrote once, one person owned it,
    nobody accepted it from another, and it did not open again.
    """
    if case.outcome not in (Outcome.DONE, Outcome.ANSWERED):
        return False
    if case.contact_links.filter(contact__direction=Direction.INBOUND).count() > 1:
        return False
    events = Event.objects.filter(case_id=case.pk, is_look=False)
    if events.filter(type__in=("case.reopened", "hand_off.accepted", "work.reassigned")).exists():
        return False
    owners = events.filter(type="case.owner_changed").exclude(data__owner=None).values_list("data__owner", flat=True)
    return len(set(owners)) == 1
