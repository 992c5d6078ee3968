"""A form is saved for later, and comes back to whoever can read what is sent to its contact point."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.catalogue.queries import get_enquiry_type
from firstpoint.domain.customers.actions import WrongCode
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.intake.queries import get_open_draft
from firstpoint.doors.public.base import STATUS, actor_of, page, show
from firstpoint.doors.public.contact.forms import CodeForm, EnquiryForm, Journey, journeys
from firstpoint.doors.public.contact.forms.news import news_between
from firstpoint.doors.public.contact.views.asking import HONEYPOT, address_of, draft_of, show_form
from firstpoint.doors.public.contact.views.limits import count_code, count_form
from firstpoint.doors.public.sealed import read_cookie, set_cookie

CODE_COOKIE = "draft_code"
CODE_GOOD_FOR = timedelta(minutes=15)
PROOF_COOKIE = "draft_proof"
PROOF_GOOD_FOR = timedelta(hours=1)


@page
def save_form(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what was typed so far and have a link to it sent."""
    if request.method != "POST":
        return redirect(address_of(code))
    version, language = get_enquiry_type(code), get_language() or ""
    enquiry = EnquiryForm(version, request.POST, language=language, for_draft=True)
    journey, draft_id, status = Journey.read(request.POST, journeys.PREFIX), draft_of(request), 422
    if enquiry.is_valid():
        kind, destination = enquiry.reach.destination()
        try:
            count_form(request)
            count_code(request, destination)
            if not request.POST.get(HONEYPOT):
                intake.save_draft(
                    actor=actor_of(request),
                    version=version,
                    kind=kind,
                    destination=destination,
                    language=language,
                    answers=enquiry.typed(),
                    journey=journey.kept(),
                    draft_id=draft_id,
                )
            return redirect("public:draft_saved")
        except DomainError as error:
            enquiry.problems.append(error)
            status = STATUS.get(type(error), 409)
    return show_form(request, enquiry, journey, draft_id=draft_id, status=status)


@page
def saved(request: HttpRequest) -> HttpResponse:
    """Say that the link is on its way."""
    return show(request, "contact/draft_saved.html")


@never_cache
@page
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a saved form's link leads: to a code that is sent on request, since what was typed is personal."""
    kept = _open(token)
    if kept is None:
        return show(request, "contact/draft_gone.html", status=410)
    context: dict[str, object] = {"draft": kept}
    if request.method != "POST":
        return show(request, "contact/draft.html", context)
    try:
        count_code(request, f"draft {kept.pk}")
        code = intake.request_draft_code(kept.pk, actor=actor_of(request))
    except DomainError as error:
        return show(
            request, "contact/draft.html", {**context, "problems": [error]}, status=STATUS.get(type(error), 409)
        )
    return set_cookie(
        redirect("public:draft_code", token=token), CODE_COOKIE, [code.pk, kept.pk], good_for=CODE_GOOD_FOR
    )


@never_cache
@page
def draft_code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code that was sent, and open the form with it."""
    kept = _open(token)
    if kept is None:
        return show(request, "contact/draft_gone.html", status=410)
    code_id, draft_id = read_cookie(request, CODE_COOKIE, good_for=CODE_GOOD_FOR) or (0, 0)
    if draft_id != kept.pk:
        return redirect("public:draft", token=token)
    digits = CodeForm(request.POST if request.method == "POST" else None)
    if digits.is_valid():
        try:
            intake.prove_draft(code_id, digits.cleaned_data["digits"], actor=actor_of(request))
        except (WrongCode, NotFound) as error:
            digits.add_error("digits", str(error))
        else:
            response = set_cookie(
                redirect("public:draft_form", token=token), PROOF_COOKIE, kept.pk, good_for=PROOF_GOOD_FOR
            )
            response.delete_cookie(CODE_COOKIE)
            return response
    context = {"form": digits, "again_url": reverse("public:draft", args=[token])}
    return show(request, "contact/draft_code.html", context, status=422 if digits.errors else 200)


@never_cache
@page
def draft_form(request: HttpRequest, token: str) -> HttpResponse:
    """Show the saved form as it was left, to whoever has proved its contact point within the hour."""
    kept = _open(token)
    if kept is None:
        return show(request, "contact/draft_gone.html", status=410)
    if read_cookie(request, PROOF_COOKIE, good_for=PROOF_GOOD_FOR) != kept.pk:
        return redirect("public:draft", token=token)
    try:
        version = get_enquiry_type(kept.version.enquiry_type.code)
    except NotFound:
        # Nobody can ask about this any more.
        return show(request, "contact/draft_gone.html", status=410)
    language = get_language() or ""
    enquiry = EnquiryForm(version, language=language, typed=kept.answers)
    news = news_between(kept.version.definition, version.definition, answered=kept.answers, language=language)
    return show_form(request, enquiry, Journey.read(kept.journey), draft_id=kept.pk, news=news)


def _open(token: str) -> Draft | None:
    """Return the draft that a link leads to, or None for a link that is forged, too old or done with."""
    try:
        return get_open_draft(Draft.read_token(token))
    except NotFound:
        return None
