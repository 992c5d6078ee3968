"""A form is shown, checked and sent; whoever sent it reads the reference, and what happens next by when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.actions import hash_of_secret
from firstpoint.domain.cases.queries import get_receipt
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION, get_enquiry_type
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.knowledge.queries.articles import find_version
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.knowledge.rights import visible_to as visible_articles
from firstpoint.domain.people.models import public_site
from firstpoint.doors.public import notebook
from firstpoint.doors.public.base import STATUS, actor_of, page, show
from firstpoint.doors.public.contact.forms import EnquiryForm, Journey, journeys, sending
from firstpoint.doors.public.contact.forms.news import News
from firstpoint.doors.public.contact.views.answers import offer, words_of
from firstpoint.doors.public.contact.views.known import known_answers
from firstpoint.doors.public.contact.views.limits import count_form
from firstpoint.doors.public.sealed import read_cookie, seal, set_cookie, unseal

# A field that people do not see; machines that fill in everything fill it in too.
HONEYPOT = "website-address"
LOOKS_LIKE_A_MACHINE = "The hidden field of the form was filled in, which people do not see."
DRAFT_NAME = "draft-token"
DRAFT_GOOD_FOR = timedelta(days=365)
SENT_COOKIE = "sent"
SENT_GOOD_FOR = timedelta(minutes=30)


def ask(request: HttpRequest) -> HttpResponseBase:
    """Show and take in the general question."""
    return form(request, code=GENERAL_QUESTION)


@page
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show and take in the form of one enquiry type."""
    version = get_enquiry_type(code)
    language = get_language() or ""
    if request.method == "POST":
        return send(request, EnquiryForm(version, request.POST, request.FILES, language=language))
    known = known_answers(request, version.definition)
    enquiry = EnquiryForm(version, language=language, typed=known)
    return show_form(request, enquiry, Journey.read(request.GET), is_known=bool(known))


def show_form(
    request: HttpRequest,
    enquiry: EnquiryForm,
    journey: Journey,
    *,
    draft_id: int | None = None,
    token: str = "",
    offered: Mapping[str, object] | None = None,
    news: News | None = None,
    is_known: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render the form, new, restored or with its errors and likely answers; without a token it gets a new one."""
    code, article = enquiry.version.enquiry_type.code, None
    service = enquiry.version.enquiry_type.service
    if journey.article:
        readable = visible_articles(actor_of(request)).filter(slug=journey.article)
        article = find_version(readable, enquiry.language)
    context = {
        "enquiry": enquiry,
        "version": enquiry.version,
        "journey": journey if article else replace(journey, article=""),
        "article": article,
        "offered": offered or {},
        "news": news,
        "is_known": is_known,
        "token": token or sending.new_token(),
        "draft_token": "" if draft_id is None else seal(DRAFT_NAME, draft_id),
        "send_url": address_of(code),
        "save_url": reverse("public:form_save", args=[code]),
        "is_general": code == GENERAL_QUESTION,
        "trail": [{"url": reverse("public:service", args=[service.code]), "title": service.name}] if service else [],
    }
    response = show(request, "contact/form.html", context, status=status)
    # The token is this visitor's; whoever goes back still finds their words.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def address_of(code: str) -> str:
    """Return where an enquiry type's form is."""
    return reverse("public:ask") if code == GENERAL_QUESTION else reverse("public:form", args=[code])


def draft_of(request: HttpRequest) -> int | None:
    """Return the draft that the posted form was restored from, if its token is in order."""
    draft_id = unseal(DRAFT_NAME, request.POST.get(DRAFT_NAME, ""), good_for=DRAFT_GOOD_FOR)
    return draft_id if isinstance(draft_id, int) else None


def send(request: HttpRequest, enquiry: EnquiryForm) -> HttpResponse:
    """Take the form in and lead to its reference, or show it again with everything that was typed."""
    journey = Journey.read(request.POST, journeys.PREFIX)
    typed_token = request.POST.get(sending.TOKEN_NAME, "")
    token = sending.read_token(typed_token)
    status = 422
    if enquiry.is_valid():
        try:
            if token is not None:
                count_form(request)
                return take_in(request, enquiry, journey, token)
            enquiry.problems.append(sending.EXPIRED)
        except DomainError as error:
            enquiry.problems.append(error)
            status = STATUS.get(type(error), 409)
    offered = offer(request, words_of(enquiry), journey.found)
    return show_form(
        request,
        enquiry,
        _with_offered(journey, offered),
        draft_id=draft_of(request),
        token=typed_token if token else "",
        offered=offered,
        status=status,
    )


def _with_offered(journey: Journey, offered: Mapping[str, Any]) -> Journey:
    """Return the journey with the answers that the form's page now offers."""
    slugs = dict.fromkeys([*journey.offered.split(), *(answer["slug"] for answer in offered["answers"])])
    return replace(journey, found=offered["found"], offered=" ".join(slugs))


def take_in(request: HttpRequest, enquiry: EnquiryForm, journey: Journey, token: str) -> HttpResponse:
    """Bring the checked form in; what a machine seems to have filled in is set aside for a person to judge."""
    actor, uploads, incoming = actor_of(request), enquiry.uploads(), enquiry.incoming(journey)
    sent_as, seed = sending.external_id(token, incoming, uploads), ""
    if enquiry.needs_secret():
        seed = sent_as
        incoming = replace(incoming, secret_hash=hash_of_secret(sending.secret_of(seed)))
    if request.POST.get(HONEYPOT):
        intake.set_aside(incoming, actor=actor, external_id=sent_as, uploads=uploads, reason=LOOKS_LIKE_A_MACHINE)
        return thank(["", 0, ""])
    case = intake.take_in(incoming, actor=actor, external_id=sent_as, uploads=uploads, draft_id=draft_of(request))
    notebook.note_asked(Found(journey.found))
    return thank([case.reference, case.pk, seed])


def thank(sent: list[object]) -> HttpResponse:
    """Lead to the page about what was sent. The cookie keeps reference and secret out of addresses and sessions."""
    return set_cookie(redirect("public:sent"), SENT_COOKIE, sent, good_for=SENT_GOOD_FOR)


@never_cache
@page
def sent(request: HttpRequest) -> HttpResponse:
    """Show the reference, what happens next and by when, and the secret of somebody whom no code can reach."""
    _reference, case_id, seed = read_cookie(request, SENT_COOKIE, good_for=SENT_GOOD_FOR) or ("", None, "")
    case = get_receipt(_just_sent(int(case_id)), int(case_id)) if case_id else None
    context = {
        "case": case,
        "secret": sending.secret_of(seed) if seed else "",
        "is_known": case_id is not None,
    }
    return show(request, "contact/sent.html", context)


def _just_sent(case_id: int) -> Actor:
    return public_site(language=get_language() or "", proven_case_ids=frozenset({case_id}))
