"""The service-mapping drawing: which life events lead to which services, and how those are reached and worked."""

from dataclasses import dataclass

from django.db.models import Prefetch

from firstpoint.core.access import Actor, require
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service


@dataclass(frozen=True, slots=True)
class Branch:
    """A life event, None for what none leads to, and the services below it with their enquiry types."""

    occasion: Occasion | None
    services: list[tuple[Service | None, list[EnquiryType]]]


def service_map(actor: Actor) -> list[Branch]:
    """Return the branches in the agency's order; services without a life event, and types without a service, last."""
    require(actor, "catalogue.view")
    in_use = EnquiryType.objects.filter(is_active=True, current_version__isnull=False)
    types = in_use.select_related("current_version__queue")
    services = list(
        Service.objects.filter(is_active=True).prefetch_related(Prefetch("enquiry_types", types), "occasions")
    )
    told = [(service, list(service.enquiry_types.all())) for service in services]
    branches = [
        Branch(occasion, [(service, kinds) for service, kinds in told if occasion in service.occasions.all()])
        for occasion in Occasion.objects.all()
    ]
    rest: list[tuple[Service | None, list[EnquiryType]]] = [
        (service, kinds) for service, kinds in told if not service.occasions.all()
    ]
    loose = list(types.filter(service__isnull=True))
    if loose:
        rest.append((None, loose))
    return [*branches, *([Branch(None, rest)] if rest else [])]
