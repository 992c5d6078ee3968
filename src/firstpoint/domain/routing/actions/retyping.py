"""A case that is about something else is seen in its queue by those alone who may see it now."""

from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.routing.models import WorkItem


@action
def retype_case(case_id: int, *, actor: Actor, code: str) -> Case:
    """Move a case to another enquiry type; a job brings its place in a queue in line. Records and raises as the case does.

    Who may see its work changes at once: until the job has run, it would wait before people who may not see it.
    """
    case = cases.change_enquiry_type(case_id, actor=actor, code=code)
    WorkItem.objects.filter(case=case_id).update(restricted_to=case.restricted_to_id)
    return case
