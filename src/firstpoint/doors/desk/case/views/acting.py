"""What staff do to a case: one table says by which form, which action, and what is told then.

What was typed comes back with the reason when it could not be done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import get_case
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.queries.hand_offs import missing_to_hand_on, open_hand_off
from firstpoint.doors.desk.base import actor_of, done, page, record_look, show, status_of
from firstpoint.doors.desk.case import forms
from firstpoint.doors.desk.case.views.case_page import show_case
from firstpoint.doors.desk.case.views.replies import send_answer, send_question


@dataclass(frozen=True, slots=True)
class Doing:
    """How something is done to a case: `act` takes the case's id, the actor and what the form holds.

    What has a `title` has a page of its own; the rest stands on the page of the case.
    """

    form: type[forms.CaseForm]
    act: Callable[..., object]
    done: Promise
    title: str | Promise = ""
    button: str | Promise = ""


def _return(case_id: int, **named: str) -> object:
    offer = open_hand_off(Case(pk=case_id))
    if offer is None:
        raise NotFound
    return routing.return_hand_off(offer.pk, **named)  # type: ignore[arg-type]


OFFERED = _("The case is offered. It stays yours until it is accepted.")
DOINGS = {
    "answer": Doing(forms.AnswerForm, send_answer, _("Your answer is on its way to the customer.")),
    "ask": Doing(forms.AskForm, send_question, _("Your question is on its way to the customer.")),
    "close": Doing(forms.CloseForm, actions.close_case, _("The case is closed. The customer is told why.")),
    "step": Doing(forms.StepForm, actions.advance_case, _("The customer now sees this step.")),
    "note": Doing(forms.NoteForm, actions.add_note, _("The note is added.")),
    "task": Doing(forms.TaskForm, actions.add_task, _("The task is added."), _("Add a task"), _("Add the task")),
    "hand_on": Doing(forms.HandOnForm, routing.hand_on, OFFERED, _("Hand the case on"), _("Offer the case")),
    "refer": Doing(
        forms.ReferForm, routing.refer_case, OFFERED, _("Refer an ongoing or expected problem"), _("Offer the case")
    ),
    "send_back": Doing(
        forms.SendBackForm,
        routing.send_back,
        _("The case is offered back, with your reason."),
        _("Send the case back"),
        _("Send it back"),
    ),
    "return_offer": Doing(
        forms.ReturnForm,
        _return,
        _("The case is back with its sender, with your reason."),
        _("Give back what is offered to you"),
        _("Give it back"),
    ),
    "extend": Doing(
        forms.ExtendForm,
        actions.extend_promise,
        _("The day is moved. The customer is told why."),
        _("Move the day by which the law wants an answer"),
        _("Move the day"),
    ),
    "party": Doing(
        forms.PartyForm,
        actions.add_party,
        _("They are a part of the case now."),
        _("Add somebody to the case"),
        _("Add"),
    ),
    "link": Doing(forms.LinkForm, actions.link_case, _("The cases are linked."), _("Link another case"), _("Link")),
    "merge": Doing(
        forms.MergeForm,
        actions.merge_case,
        _("The case goes on in the other one. The customer is told."),
        _("Go on in another case"),
        _("Close this one and go on there"),
    ),
    "split": Doing(
        forms.SplitForm,
        routing.split_case,
        _("A new case was opened, and waits in its queue."),
        _("Split off another matter"),
        _("Open a new case"),
    ),
}


def doing(name: str) -> Callable[..., HttpResponseBase]:
    """Return the view that does this to a case."""
    what = DOINGS[name]

    def do(request: HttpRequest, reference: str) -> HttpResponse:
        actor = actor_of(request)
        case = get_case(actor, reference)
        if request.method == "GET":
            return _show(request, case, name)
        form = what.form(case, actor, request.POST, files=request.FILES, prefix=name)
        if not form.is_valid():
            return _show(request, case, name, form, status=422)
        try:
            what.act(case.pk, actor=actor, **form.cleaned_data)
        except actions.SentAlready as error:
            messages.info(request, str(error))
            return redirect("desk:case", case.reference)
        except DomainError as error:
            form.add_error(None, str(error))
            # The case is read again: it is not any more what the form was written for.
            return _show(request, get_case(actor, case.reference), name, form, status=status_of(error))
        return done(request, str(what.done), "desk:case", case.reference)

    return page(do if what.title else require_POST(do))


def _show(
    request: HttpRequest, case: Case, name: str, form: forms.CaseForm | None = None, *, status: int = 200
) -> HttpResponse:
    what, actor = DOINGS[name], actor_of(request)
    if not what.title:
        return show_case(request, case, typed={name: form} if form else {}, status=status)
    record_look(request, case)
    form = form or what.form(case, actor, prefix=name)
    context = {
        "case": case,
        "what": what,
        "form": form,
        "missing": missing_to_hand_on(case) if name == "hand_on" else [],
    }
    return show(request, "desk/case/doing.html", context, status=status)


@page
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed case again."""
    actor = actor_of(request)
    actions.reopen_case(get_case(actor, reference).pk, actor=actor)
    return done(request, str(_("The case is open again. The customer is told.")), "desk:case", reference)


@page
@require_POST
def put_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the case wait in its queue again, for whoever comes next."""
    actor = actor_of(request)
    routing.put_back(get_case(actor, reference).pk, actor=actor)
    return done(request, str(_("The case is back in its queue.")), "desk:work")


@page
@require_POST
def tick(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Tick a task off, or take that back."""
    actor = actor_of(request)
    is_done = "undo" not in request.POST
    actions.finish_task(get_case(actor, reference).pk, pk, actor=actor, is_done=is_done)
    return redirect(f"{_address(reference)}#tasks-title")


@page
@require_POST
def remove_party(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take somebody off the case."""
    actor = actor_of(request)
    actions.remove_party(get_case(actor, reference).pk, pk, actor=actor)
    return done(request, str(_("They are no part of the case any more.")), "desk:case", reference)


@page
@require_POST
def unlink(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Untie two cases."""
    actor = actor_of(request)
    actions.unlink_case(get_case(actor, reference).pk, get_case(actor, other).pk, actor=actor)
    return done(request, str(_("The cases are not linked any more.")), "desk:case", reference)


def _address(reference: str) -> str:
    return reverse("desk:case", args=[reference])
