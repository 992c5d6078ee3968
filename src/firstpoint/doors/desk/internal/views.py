"""Asking internal services: what there is, its forms, and one's own cases, which no code is needed for.

Whoever asks acts here as a customer does, by the same rule: they see their own internal cases and nothing else, whatever
else they may see at the desk.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core import clock
from firstpoint.core.errors import DomainError
from firstpoint.core.files import download
from firstpoint.core.forms.form import AnswerForm
from firstpoint.core.forms.uploads import check
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import get_attachment, get_case, may_reopen, public_thread, steps
from firstpoint.domain.cases.queries.internal import asked_by, asking_as
from firstpoint.domain.catalogue.models import Audience, EnquiryTypeVersion
from firstpoint.domain.catalogue.queries import enquiry_types, get_enquiry_type
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Incoming
from firstpoint.doors.desk.base import asked, done, page, show, status_of, user_of
from firstpoint.doors.desk.internal.forms import SHOWING, MessageForm, new_showing, sent_as
from firstpoint.doors.desk.paging import newest_page

Offered = list[tuple[object, list[EnquiryTypeVersion]]]


@page
def home(request: HttpRequest) -> HttpResponse:
    """Show what can be asked, by service, and what one asked so far."""
    found = newest_page(asked_by(user_of(request)), "opened_at", asked(request, "before"))
    return show(request, "desk/internal/home.html", {"offered": _offered(), "page": found})


def _offered() -> Offered:
    """Return the internal enquiry types by service, those of none last."""
    by_service: dict[object, list[EnquiryTypeVersion]] = {}
    for kind in enquiry_types(Audience.STAFF).select_related("service").order_by("service__position", "position", "pk"):
        if kind.current_version and (kind.service is None or kind.service.is_active):
            by_service.setdefault(kind.service, []).append(kind.current_version)
            kind.current_version.enquiry_type = kind
    return list(by_service.items())


@page
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show and take in the form of one internal enquiry type."""
    version = get_enquiry_type(code, Audience.STAFF)
    country = version.calendar.holiday_country or "US"
    today = clock.now().astimezone(ZoneInfo(version.calendar.time_zone)).date()
    language = get_language() or ""
    settled: dict[str, Any] = {"language": language, "today": today, "country": country}
    if request.method != "POST":
        return _show_form(request, version, version.definition.form(**settled))
    answers = version.definition.form(request.POST, request.FILES, **settled)
    uploads = list(answers.answer_files().values()) if _is_sound(answers) else []
    if answers.errors:
        return _show_form(request, version, answers, status=422)
    given = answers.answers()
    incoming = Incoming(
        channel=Channel.WEB,
        language=language,
        body=version.definition.told(given, language, country=country) or str(version.name),
        enquiry_type=code,
        answers=given,
        staff_id=user_of(request).pk,
    )
    try:
        case = _take_in(request, incoming, uploads)
    except DomainError as error:
        answers.add_error(None, str(error))
        return _show_form(request, version, answers, status=status_of(error))
    sentence = _("This was sent. Its reference is %(reference)s.") % {"reference": case.reference}
    return done(request, sentence, "desk:internal_case", case.reference)


def _is_sound(answers: AnswerForm) -> bool:
    """Say whether everything can be taken in, its files included."""
    answers.full_clean()
    for code, upload in answers.answer_files().items():
        try:
            check(upload)
        except ValidationError as error:
            answers.add_error(code, error)
    return not answers.errors


def _show_form(
    request: HttpRequest, version: EnquiryTypeVersion, answers: AnswerForm, *, status: int = 200
) -> HttpResponse:
    takes_files = any(field.kind == "file" for field in version.definition.fields)
    context = {"version": version, "form": answers, "takes_files": takes_files, "showing": _showing(request)}
    return show(request, "desk/internal/form.html", context, status=status)


def _showing(request: HttpRequest) -> str:
    return request.POST.get(SHOWING, "")[:64] or new_showing()


def _take_in(request: HttpRequest, incoming: Incoming, uploads: "list[UploadedFile[bytes]]") -> Case:
    user = user_of(request)
    known_as = sent_as(user, _showing(request), incoming, uploads)
    return intake.take_in(incoming, actor=asking_as(user), external_id=known_as, uploads=uploads)


@page
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case of one's own: its steps, promises and messages."""
    return _show_case(request, get_case(asking_as(user_of(request)), reference), MessageForm())


def _show_case(request: HttpRequest, case: Case, form: MessageForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "steps": steps(case),
        "thread": public_thread(case),
        "can_write": not case.is_closed or may_reopen(asking_as(user_of(request)), case),
        "form": form,
        "showing": _showing(request),
    }
    return show(request, "desk/internal/case.html", context, status=status)


@page
@require_POST
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a message and files to a case of one's own; a closed one opens again."""
    user = user_of(request)
    case = get_case(asking_as(user), reference)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        incoming = Incoming(
            channel=Channel.WEB, language=user.language, body=form.cleaned_data["message"], case_id=case.pk
        )
        try:
            _take_in(request, incoming, form.cleaned_data["files"])
        except DomainError as error:
            form.add_error(None, str(error))
            return _show_case(request, case, form, status=status_of(error))
        return done(request, _("Your message is with us."), "desk:internal_case", case.reference)
    return _show_case(request, case, form, status=422)


@page
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """End a case of one's own that nobody needs to answer any more."""
    actor = asking_as(user_of(request))
    case = get_case(actor, reference)
    cases.withdraw_case(case.pk, actor=actor)
    messages.success(request, _("You have withdrawn this case."))
    return redirect("desk:internal_case", case.reference)


@page
def case_file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """Give a file of a case of one's own as a download."""
    actor = asking_as(user_of(request))
    attachment = get_attachment(actor, get_case(actor, reference), pk)
    return download(attachment.stored_as, name=attachment.name)
