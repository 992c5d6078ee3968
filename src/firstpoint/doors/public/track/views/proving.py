"""A visitor proves a right to a case. No page, status or delay tells whether a reference exists."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.customers.actions import WrongCode
from firstpoint.doors.public.base import STATUS, actor_of, forget_proofs, page, remember_proof, show
from firstpoint.doors.public.contact.forms import CodeForm
from firstpoint.doors.public.contact.views.asking import SENT_COOKIE
from firstpoint.doors.public.contact.views.limits import count_code
from firstpoint.doors.public.sealed import read_cookie, set_cookie
from firstpoint.doors.public.track.forms import ContactPointProof, SecretProof

CODE_COOKIE = "track_code"
CODE_GOOD_FOR = timedelta(minutes=15)


@never_cache
@page
def track(request: HttpRequest) -> HttpResponse:
    """Ask for the reference and one of two proofs: a contact point that a code is sent to, or the secret."""
    country = _country()
    by_code = ContactPointProof(country=country, reference=request.GET.get("reference", ""))
    by_secret = SecretProof(reference=request.GET.get("reference", ""))
    problem: DomainError | None = None
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if "secret" in request.POST:
                by_secret = SecretProof(request.POST)
                if by_secret.is_valid():
                    return _prove_by_secret(request, by_secret)
            else:
                by_code = ContactPointProof(request.POST, country=country)
                if by_code.is_valid():
                    return _send_code(request, by_code)
        except DomainError as error:
            problem, status = error, STATUS.get(type(error), 422)
    context = {
        "by_code": by_code,
        "by_secret": by_secret,
        "forms": [by_code, by_secret],
        "problems": [problem] if problem else [],
        "has_errors": problem or by_code.errors or by_secret.errors,
    }
    return show(request, "track/track.html", context, status=status)


def _country() -> str:
    """Return where phone numbers without a country code belong."""
    return Agency.objects.values_list("calendar__holiday_country", flat=True).get() or "US"


def _send_code(request: HttpRequest, proof: ContactPointProof) -> HttpResponse:
    reference, (kind, value) = proof.cleaned_data["reference"], proof.cleaned_data["contact_point"]
    count_code(request, f"case {reference}")
    code = cases.request_tracking_code(
        actor=actor_of(request), reference=reference, kind=kind, value=value, language=get_language() or ""
    )
    return set_cookie(redirect("public:track_code"), CODE_COOKIE, code.pk, good_for=CODE_GOOD_FOR)


def _prove_by_secret(request: HttpRequest, proof: SecretProof) -> HttpResponse:
    reference, secret = proof.cleaned_data["reference"], proof.cleaned_data["secret"]
    count_code(request, f"case {reference}")
    try:
        case = cases.prove_case_by_secret(reference, secret, actor=actor_of(request))
    except NotFound:
        raise DomainError(_("This reference and this secret do not belong together. Check both.")) from None
    remember_proof(request, case.pk)
    return redirect("public:case", reference=case.reference)


@never_cache
@page
def track_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and lead to the case with it."""
    code_id = read_cookie(request, CODE_COOKIE, good_for=CODE_GOOD_FOR)
    if code_id is None:
        messages.info(request, _("That code is too old by now. Ask for a new one."))
        return redirect("public:track")
    digits = CodeForm(request.POST if request.method == "POST" else None)
    if digits.is_valid():
        try:
            case = cases.prove_case_by_code(code_id, digits.cleaned_data["digits"], actor=actor_of(request))
        except WrongCode as error:
            digits.add_error("digits", str(error))
        else:
            remember_proof(request, case.pk)
            response = redirect("public:case", reference=case.reference)
            response.delete_cookie(CODE_COOKIE)
            return response
    context = {"form": digits, "again_url": reverse("public:track")}
    return show(request, "track/code.html", context, status=422 if digits.errors else 200)


@never_cache
@page
def leave(request: HttpRequest) -> HttpResponse:
    """Let nobody after this visitor see their cases in this browser, nor what they have just sent.

    It leads to tracking, or back to the form that was filled in with what somebody else had told.
    """
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if is_ours else reverse("public:track"))
    if request.method == "POST":
        forget_proofs(request)
        response.delete_cookie(SENT_COOKIE)
        messages.success(request, _("You have left your case. Nobody sees it here without a new proof."))
    return response
