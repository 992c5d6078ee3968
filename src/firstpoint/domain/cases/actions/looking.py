"""Somebody looked at a case, which the journal keeps apart from what was done."""

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case


@action
def note_look(case: Case, *, actor: Actor) -> None:
    """Note that the actor was shown a case. Records case.viewed, a look."""
    require(actor, "cases.view")
    record("case.viewed", case, actor=actor, customer_id=case.customer_id, case_id=case.pk, is_look=True)
