"""What the demo would have sent: a page for everybody, since nobody real is in it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firstpoint.channels.models import DemoMessage
from firstpoint.domain.routing.queries import front_desk

PER_PAGE = 20
LONGEST_SEARCH = 254


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show every mail and text message, the newest first; `to` narrows it to one address."""
    to = request.GET.get("to", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    messages = DemoMessage.objects.order_by("-at", "-id")
    if to:
        messages = messages.filter(to__icontains=to)
    desk = front_desk()
    context = {
        "site": desk.agency,
        "front_desk": desk,
        "page": Paginator(messages, PER_PAGE).get_page(request.GET.get("page")),
        "to": to,
    }
    return render(request, "demo/outbox.html", context)
