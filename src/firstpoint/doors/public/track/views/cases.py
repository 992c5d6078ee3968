"""A proved case: its steps, promises and messages; the customer adds to it, withdraws it or opens it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.files import download
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.contacts.models import Channel, Message
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Incoming
from firstpoint.doors.public.base import STATUS, actor_of, page, show
from firstpoint.doors.public.contact.forms import sending
from firstpoint.doors.public.contact.views.limits import count_form
from firstpoint.doors.public.track.forms import MessageForm


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of a message, as the thread shows it."""

    url: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message, as the thread shows it."""

    from_agency: bool
    from_name: str
    at: datetime
    body: str
    files: list[ShownFile]


def proved(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hand the case to the view when this visitor has proved a right to it; else lead to where it is proved.

    What its rules refuse is said on the page of the case. Nothing of a case stays in the browser's store.
    """

    @never_cache
    @page
    @wraps(view)
    def guarded(request: HttpRequest, reference: str, **named: int) -> HttpResponseBase:
        actor, written = actor_of(request), read_reference(reference) or ""
        try:
            case = queries.get_case(actor, written)
        except NotFound:
            return prove_first(request, written)
        try:
            return view(request, actor, case, **named)
        except NotFound:
            raise
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("public:case", reference=case.reference)

    return guarded


def prove_first(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the proof; what was written meanwhile is shown, so that it is not lost."""
    if request.method == "POST" and (written := MessageForm(request.POST)["message"].data):
        return show(request, "track/prove_again.html", {"reference": reference, "written": written}, status=403)
    return redirect(f"{reverse('public:track')}?reference={reference}" if reference else "public:track")


@proved
def case(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    """Show the case."""
    return show_case(request, actor, case, MessageForm())


def show_case(
    request: HttpRequest,
    actor: Actor,
    case: Case,
    form: MessageForm,
    *,
    problem: object = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the case, with the form for a further message new or as it came back."""
    country = case.version.calendar.holiday_country or "US"
    can_reopen = case.is_closed and queries.may_reopen(actor, case)
    thread = [shown(case, message) for message in queries.public_thread(case)]
    context = {
        "case": case,
        "trail": [{"url": reverse("public:track"), "title": _("Track a case")}],
        "steps": [{"title": step.name, "state": step.state} for step in queries.steps(case)],
        "thread": thread,
        "facts": [
            {"label": line.label, "value": line.text}
            for line in case.version.definition.display(case.answers, get_language() or "", country=country)
            # The words that began the case are the first of the messages already.
            if line.text != thread[0].body
        ],
        "waits_for_customer": case.state == CaseState.WITH_CUSTOMER,
        "can_reopen": can_reopen,
        "can_write": can_reopen or not case.is_closed,
        "form": form,
        "forms": [form],
        "problems": [problem] if problem else [],
        "token": token or sending.new_token(),
    }
    return show(request, "track/case.html", context, status=status)


def shown(case: Case, message: Message) -> ShownMessage:
    """Return a message as the customer reads it: staff by their first names, machines as such."""
    author = message.author
    if author is None or not author.name.strip():
        name = _("Adviser")
    else:
        name = _("Automatic message") if author.is_machine else author.name.split()[0]
    files = [
        ShownFile(reverse("public:case_file", args=[case.reference, file.pk]), file.name, file.size)
        for file in message.attachments.all()
    ]
    return ShownMessage(not message.is_inbound, name, message.at, message.body, files)


@proved
def message(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    """Add a message and files to the case."""
    if request.method != "POST":
        return redirect("public:case", reference=case.reference)
    form = MessageForm(request.POST, request.FILES)
    typed_token = request.POST.get(sending.TOKEN_NAME, "")
    token, status = sending.read_token(typed_token), 422
    problem: object = None
    if form.is_valid():
        try:
            if token is not None:
                count_form(request)
                _add(actor, case, form, token)
                messages.success(request, _("Your message is with us."))
                return redirect("public:case", reference=case.reference)
            problem = sending.EXPIRED
        except DomainError as error:
            problem, status = error, STATUS.get(type(error), 409)
    return show_case(request, actor, case, form, problem=problem, token=typed_token if token else "", status=status)


def _add(actor: Actor, case: Case, form: MessageForm, token: str) -> None:
    incoming = Incoming(
        channel=Channel.WEB, language=actor.language, body=form.cleaned_data["message"], case_id=case.pk
    )
    uploads = form.cleaned_data["files"]
    sent_as = sending.external_id(token, incoming, uploads)
    intake.take_in(incoming, actor=actor, external_id=sent_as, uploads=uploads)


@proved
def withdraw(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    """Ask whether the case should really end, and end it."""
    if request.method != "POST":
        return show(request, "track/withdraw.html", {"case": case})
    actions.withdraw_case(case.pk, actor=actor)
    messages.success(request, _("You have withdrawn this case."))
    return redirect("public:case", reference=case.reference)


@proved
def reopen(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    """Open the closed case again."""
    if request.method == "POST":
        actions.reopen_case(case.pk, actor=actor)
        messages.success(request, _("Your case is open again."))
    return redirect("public:case", reference=case.reference)


@proved
def file(request: HttpRequest, actor: Actor, case: Case, pk: int) -> HttpResponseBase:
    """Send a file of the case."""
    attachment = queries.get_attachment(actor, case, pk)
    return download(attachment.stored_as, name=attachment.name)
