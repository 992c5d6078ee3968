"""Which waiting work somebody can be given: their skills, languages and channels, and whom it is kept for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.models import Adviser, Presence, WorkItem


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor can be given: no languages or channels means all of them. A supervisor can be given anything.

    `presence` says whether they are there; somebody who never said so is not.
    """

    actor_id: int
    is_unlimited: bool
    presence: Presence = Presence.OFFLINE
    languages: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    queues_beyond: frozenset[int] = frozenset()

    def narrowing(self) -> Q:
        """Return the condition on waiting work."""
        free = Q(kept_for=None) | Q(kept_for=self.actor_id) | Q(kept_until__lte=clock.now())
        own = Q(hand_off__sender=self.actor_id, hand_off__isnull=False)
        if self.is_unlimited:
            return free & ~own
        narrowed = free & ~own
        if self.queues_beyond:
            narrowed &= ~Q(queue__in=self.queues_beyond)
        if self.languages:
            narrowed &= Q(language__in=self.languages)
        if self.channels:
            narrowed &= Q(channel__in=self.channels)
        return narrowed

    def covers(self, item: WorkItem) -> bool:
        """Say the same of one item."""
        is_free = item.kept_for_id in (None, self.actor_id) or (
            item.kept_until is not None and item.kept_until <= clock.now()
        )
        if item.hand_off and item.hand_off.sender_id == self.actor_id:
            return False
        if self.is_unlimited or item.kept_for_id == self.actor_id:
            return is_free
        return (
            is_free
            and item.queue_id not in self.queues_beyond
            and (not self.languages or item.language in self.languages)
            and (not self.channels or item.channel in self.channels)
        )


def reach_of(actor: Actor) -> Reach:
    """Return what the actor can be given; somebody of whom no languages, channels and skills are known, all."""
    return reach_with(actor, Adviser.objects.filter(user_id=actor.id).first() or Adviser(user_id=actor.id))


def reach_with(actor: Actor, adviser: Adviser) -> Reach:
    """Return what the actor can be given by what is known of them."""
    return Reach(
        actor.id,
        actor.has_role(Role.SUPERVISOR, Role.SYSTEM),
        Presence(adviser.presence),
        frozenset(adviser.languages),
        frozenset(adviser.channels),
        frozenset(queue.pk for queue in queues() if not is_met(queue.skills, adviser.skills)),
    )


@kept
def queues() -> list[Queue]:
    """Return the queues, by tier."""
    return list(Queue.objects.order_by("tier", "id"))


def is_met(asked: Mapping[str, int], levels: Mapping[str, int]) -> bool:
    """Say whether the levels of skills reach those that are asked for."""
    return all(levels.get(skill, 0) >= least for skill, least in asked.items())
