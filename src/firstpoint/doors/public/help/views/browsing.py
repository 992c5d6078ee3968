"""The home page, services, life events, and the pages about the site itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from firstpoint.domain.catalogue import queries as catalogue
from firstpoint.domain.knowledge.queries import articles_of_occasion, articles_of_service, most_asked
from firstpoint.doors.public.base import page
from firstpoint.doors.public.help.views.frame import (
    address,
    article_items,
    article_page,
    event_cards,
    language_of_page,
    reader,
    service_cards,
    show_page,
)

MOST_ASKED = 10


@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page: search, most asked questions, services, life events, and how to reach the agency."""
    context = {
        # Called by the template only while it keeps no such list.
        "most_asked": lambda: article_items(most_asked(reader(), language_of_page(), MOST_ASKED)),
        "services": lambda: service_cards(catalogue.services()),
        "events": lambda: event_cards(catalogue.occasions()),
    }
    return show_page(request, "public/help/home.html", context)


@page
def services(request: HttpRequest) -> HttpResponse:
    """Show all services."""
    return show_page(request, "public/help/services.html", {"services": service_cards(catalogue.services())})


@page
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: what it is, its answers, and what can be started online."""
    shown = catalogue.get_service(code)
    forms = [
        {
            "url": address("form", kind.code),
            "title": str(kind.current_version.name),
            "description": str(kind.current_version.summary),
        }
        for kind in catalogue.enquiry_types().filter(service=shown)
        if kind.current_version
    ]
    context: dict[str, Any] = {
        "service": shown,
        "forms": forms,
        "events": event_cards(shown.occasions.all()),
        "trail": [{"url": address("services"), "title": _("Services")}],
        **article_page(request, articles_of_service(reader(), shown, language_of_page())),
    }
    return show_page(request, "public/help/service.html", context)


@page
def events(request: HttpRequest) -> HttpResponse:
    """Show all life events."""
    return show_page(request, "public/help/events.html", {"events": event_cards(catalogue.occasions())})


@page
def event(request: HttpRequest, code: str) -> HttpResponse:
    """Show one life event: the services and answers that it calls for."""
    shown = catalogue.get_occasion(code)
    context: dict[str, Any] = {
        "event": shown,
        "services": service_cards(shown.services.filter(is_active=True)),
        "trail": [{"url": address("events"), "title": _("Life events")}],
        **article_page(request, articles_of_occasion(reader(), shown, language_of_page())),
    }
    return show_page(request, "public/help/event.html", context)


@page
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is done with what people tell the agency."""
    return show_page(request, "public/help/privacy.html")


@page
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how everybody can use the site, and what to do where they cannot."""
    return show_page(request, "public/help/accessibility.html")
