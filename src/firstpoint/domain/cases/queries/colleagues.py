"""Who else on the staff may see a case."""

from django.db.models import QuerySet

from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.rights import ALLOWED
from firstpoint.domain.people.models import User


def colleagues(case: Case) -> QuerySet[User]:
    """Return the active staff who may see the case, by name."""
    staff = User.objects.filter(is_active=True, is_machine=False, roles__overlap=sorted(ALLOWED["view"]))
    if case.restricted_to_id:
        staff = staff.filter(departments=case.restricted_to_id)
    return staff.order_by("name", "id")
