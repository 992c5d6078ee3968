"""Who works in which queue, and who of them is there."""

from dataclasses import dataclass
from datetime import datetime

from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import User
from firstpoint.domain.routing.models import Adviser, Presence
from firstpoint.domain.routing.queries.reach import is_met
from firstpoint.domain.routing.rights import HANDLERS


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody who takes work, and what is known of them; somebody who never said whether they are there is not."""

    user: User
    adviser: Adviser

    @property
    def is_there(self) -> bool:
        """Say whether they can be given something now."""
        return self.adviser.presence == Presence.AVAILABLE

    @property
    def since(self) -> datetime | None:
        """Return since when they have been there or not, None when they never said."""
        return self.adviser.presence_at if self.adviser.pk else None

    def can_take(self, queue: Queue, channel: str = "") -> bool:
        """Say whether work of a queue is for them, on a channel or on any."""
        return (
            self.user.tier == queue.tier
            and is_met(queue.skills, self.adviser.skills)
            and (not channel or not self.adviser.channels or channel in self.adviser.channels)
        )


def working_advisers() -> list[Working]:
    """Return everybody who takes work, those who are there first, then by name; two queries."""
    users = list(User.objects.filter(is_active=True, is_machine=False, roles__overlap=sorted(HANDLERS)))
    known = {adviser.user_id: adviser for adviser in Adviser.objects.filter(user__in=users)}
    working = [Working(user, known.get(user.pk) or Adviser(user=user)) for user in users]
    place = {presence: number for number, presence in enumerate(Presence)}
    return sorted(working, key=lambda one: (place[Presence(one.adviser.presence)], one.user.name, one.user.pk))


def count_staff(queue: Queue, working: list[Working]) -> tuple[int, int]:
    """Return how many are there who could take work of a queue, and how many there are at all."""
    fitting = [one for one in working if one.can_take(queue)]
    return sum(one.is_there for one in fitting), len(fitting)
