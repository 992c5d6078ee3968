"""Waiting work for tests."""

from datetime import timedelta
from typing import Any

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import a_queue
from firstpoint.domain.people.models import User
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import HandOff, WorkItem


def waiting_item(
    version: EnquiryTypeVersion | None = None, *, hours: int = 0, priority: int = 0, waited: int = 0, **more: Any
) -> WorkItem:
    """Bring in a case whose promise is that many hours from now, and which has waited that many minutes already."""
    case = a_case(version, **more)
    WorkItem.objects.filter(case=case).update(
        promise_at=clock.now() + timedelta(hours=hours),
        priority=priority,
        waiting_since=clock.now() - timedelta(minutes=waited),
    )
    return WorkItem.objects.get(case=case)


def item_of(case: Case) -> WorkItem:
    """Return the work of a case as it stands in the database."""
    return WorkItem.objects.get(case=case)


def hand_on(case: Case, sender: User, tier: int = 2, **more: object) -> HandOff:
    """Offer a case to a queue of this tier."""
    wanted = {"queue": a_queue(tier), "note": "Needs a specialist."} | more
    return actions.hand_on(case.pk, actor=sender.acting(), **wanted)  # type: ignore[arg-type]


def owner_of(case: Case) -> User | None:
    """Return who owns the case as it stands in the database."""
    return Case.objects.get(pk=case.pk).owner
