"""A form that is not published yet, as the public will see it, for whoever has the link from the desk."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue.models import EnquiryTypeDraft
from firstpoint.domain.catalogue.queries.starting import version_of_draft
from firstpoint.doors.public.base import page, show
from firstpoint.doors.public.contact.forms import EnquiryForm, Journey


@never_cache
@page
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, and what it says to answers; nothing that is sent is kept."""
    draft_id = EnquiryTypeDraft.read_token(token)
    if not draft_id:
        raise NotFound
    version, language = version_of_draft(draft_id), get_language() or ""
    is_sent = request.method == "POST"
    enquiry = EnquiryForm(version, *((request.POST, request.FILES) if is_sent else ()), language=language)
    # What is kept of drawn forms is kept by version, and this is none yet.
    enquiry.is_new = False
    context = {
        "enquiry": enquiry,
        "version": version,
        "journey": Journey(),
        "send_url": request.path,
        "save_url": request.path,
        "is_preview": True,
        "is_sound": is_sent and enquiry.is_valid(),
    }
    status = 422 if enquiry.has_errors else 200
    response = show(request, "contact/form.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
