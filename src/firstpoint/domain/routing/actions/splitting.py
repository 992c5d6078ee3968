"""What is split off from a case waits in a queue of its own."""

from collections.abc import Collection

from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.routing.actions.placing import place_work


@action
def split_case(
    case_id: int, message_ids: Collection[int], *, actor: Actor, version: EnquiryTypeVersion, summary: str
) -> Case:
    """Make a case of its own of messages about something else, and place it. Records what the parts record."""
    new = cases.split_off(case_id, message_ids, actor=actor, version=version, summary=summary)
    place_work(new, actor=actor)
    return new
