"""What is done to services and to the occasions that bring people to them."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.actions.changes import keep_change
from firstpoint.domain.catalogue.models import Audience, Occasion, Service
from firstpoint.domain.people.models import Department

Words = Mapping[str, str]


@action
def save_occasion(
    code: str,
    *,
    actor: Actor,
    name: Words,
    summary: Words,
    icon: str = "",
    position: int = 0,
    why: str = "",
) -> Occasion:
    """Set a life event in the customer's own words. Records occasion.saved when something changed."""
    require(actor, "catalogue.change")
    occasion = Occasion.objects.select_for_update().filter(code=code).first() or Occasion(code=code)
    is_new = occasion._state.adding
    if alter(occasion, {"name": name, "summary": summary, "icon": icon, "position": position}):
        check_words({"name": name}, {"summary": summary})
        check_columns(occasion)
        occasion.save()
        keep_change(occasion, by=actor, why=why)
        record("occasion.saved", occasion, actor=actor, data={"is_new": is_new})
    return occasion


@action
def save_service(
    code: str,
    *,
    actor: Actor,
    name: Words,
    kind: str,
    department: Department,
    summary: Words | None = None,
    offering: Words | None = None,
    occasions: Collection[Occasion] = (),
    channels: Sequence[str] = (),
    roles: Sequence[Words] = (),
    tools: Sequence[Words] = (),
    annual_demand: int = 0,
    phone: str = "",
    icon: str = "",
    position: int = 0,
    is_active: bool = True,
    audience: str = Audience.PUBLIC,
    why: str = "",
) -> Service:
    """Set a service as the service-mapping worksheet describes it. Records service.saved when something changed.

    Raises DomainError for another audience than that of its enquiry types.
    """
    require(actor, "catalogue.change")
    service = Service.objects.select_for_update(of=("self",)).filter(code=code).first() or Service(code=code)
    is_new = service._state.adding
    values = {
        "name": name,
        "summary": summary or {},
        "kind": kind,
        "offering": offering or {},
        "department_id": department.pk,
        "channels": list(channels),
        "roles": list(roles),
        "tools": list(tools),
        "annual_demand": annual_demand,
        "phone": phone,
        "icon": icon,
        "position": position,
        "is_active": is_active,
        "audience": audience,
    }
    if not is_new and service.enquiry_types.exclude(audience=audience).exists():
        raise DomainError(_("audience: this service has enquiry types for others. Make another service for these."))
    wanted = {occasion.pk for occasion in occasions}
    if alter(service, values):
        check_words({"name": name}, {"summary": summary or {}, "offering": offering or {}})
        for words in (*roles, *tools):
            check_words({"roles, tools": words})
        check_columns(service)
        service.save()
    elif wanted == set(service.occasions.values_list("pk", flat=True)):
        return service
    service.occasions.set(wanted)
    keep_change(service, by=actor, why=why)
    record("service.saved", service, actor=actor, data={"is_new": is_new})
    return service
