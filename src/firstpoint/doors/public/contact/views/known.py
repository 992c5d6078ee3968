"""Nobody tells the agency twice: what it knows of a visitor who has proved a case is filled in for them."""

from django.http import HttpRequest

from firstpoint.core.forms.definition import FormDefinition
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.customers.queries import known_facts
from firstpoint.doors.public.base import actor_of
from firstpoint.doors.public.contact.forms.reaching import PREFIX

REACHED_BY = ("name", "email", "phone")


def known_answers(request: HttpRequest, definition: FormDefinition) -> dict[str, object]:
    """Return answers to a form's questions about the visitor, as a draft keeps them, from the newest case proved here.

    Empty, without a query, for a visitor who has proved none within the hour.
    """
    actor = actor_of(request)
    if not actor.proven_case_ids:
        return {}
    proved = visible_to(actor).filter(customer__isnull=False).select_related("customer")
    case = proved.order_by("-opened_at", "-id").first()
    if case is None or case.customer is None:
        return {}
    facts = known_facts(case.customer)
    asked = {field.code: facts[field.kind] for field in definition.fields if field.personal and field.kind in facts}
    return asked | {f"{PREFIX}-{name}": facts[name] for name in REACHED_BY if name in facts}
