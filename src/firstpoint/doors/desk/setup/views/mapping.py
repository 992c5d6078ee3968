"""The catalogue at a glance: its sections, and the drawing of how services are reached and worked."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from firstpoint.core.access import may, require
from firstpoint.domain.catalogue.queries.changes import drafts
from firstpoint.domain.catalogue.queries.entries import SECTIONS
from firstpoint.domain.catalogue.queries.mapping import service_map
from firstpoint.doors.desk.base import actor_of, page, show
from firstpoint.doors.desk.setup.forms.worksheet import CHANNELS
from firstpoint.doors.desk.setup.views.wording import NAMES


@page
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show the sections of the catalogue, and what is being written."""
    actor = actor_of(request)
    require(actor, "catalogue.view")
    counts = [(section, name, SECTIONS[section]._default_manager.count()) for section, name in NAMES.items()]
    context = {
        "sections": counts,
        "types": SECTIONS["enquiry_types"]._default_manager.count(),
        "drafts": drafts(actor),
        "may_change": may(actor, "catalogue.change"),
    }
    return show(request, "desk/setup/overview.html", context)


@page
@require_GET
def drawing(request: HttpRequest) -> HttpResponse:
    """Draw life events, the services they lead to, their enquiry types, and where those are worked."""
    drawn: set[int | None] = set()
    branches = []
    for branch in service_map(actor_of(request)):
        services = []
        for service, kinds in branch.services:
            channels = [CHANNELS.get(code, code) for code in (service.channels if service else ())]
            pk = service.pk if service else None
            # On paper, what hangs on a service is drawn where the service first stands.
            services.append((service, channels, kinds, pk in drawn))
            drawn.add(pk)
        branches.append((branch.occasion, services))
    return show(request, "desk/setup/map.html", {"branches": branches})
