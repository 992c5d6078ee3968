"""What an adviser does to a case. What was typed comes back with the reason when it could not be done."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from firstpoint.core.errors import DomainError
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import get_case
from firstpoint.domain.routing import actions as routing
from firstpoint.doors.desk.base import actor_of, page, status_of
from firstpoint.doors.desk.case.forms import AnswerForm, AskForm, CloseForm, StepForm
from firstpoint.doors.desk.case.views.case_page import show_case


@page
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the customer."""
    case = get_case(actor_of(request), reference)
    form = AnswerForm(request.POST, prefix="answer")
    return _act(request, case, "answer", form, actions.answer_case, _("Your answer is on its way to the customer."))


@page
@require_POST
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the customer for something."""
    case = get_case(actor_of(request), reference)
    form = AskForm(request.POST, prefix="ask")
    return _act(request, case, "ask", form, actions.ask_customer, _("Your question is on its way to the customer."))


@page
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case with an outcome."""
    case = get_case(actor_of(request), reference)
    form = CloseForm(request.POST, prefix="close")
    return _act(request, case, "close", form, actions.close_case, _("The case is closed. The customer is told why."))


@page
@require_POST
def step(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the case to a step of its process map."""
    case = get_case(actor_of(request), reference)
    form = StepForm(case, request.POST)
    return _act(request, case, "step", form, actions.advance_case, _("The customer now sees this step."))


@page
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed case again."""
    actor = actor_of(request)
    actions.reopen_case(get_case(actor, reference).pk, actor=actor)
    messages.success(request, _("The case is open again. The customer is told."))
    return redirect("desk:case", reference)


@page
@require_POST
def put_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the case wait in its queue again, for whoever comes next."""
    actor = actor_of(request)
    routing.put_back(get_case(actor, reference).pk, actor=actor)
    messages.success(request, _("The case is back in its queue."))
    return redirect("desk:work")


def _act(
    request: HttpRequest,
    case: Case,
    name: str,
    form: forms.Form,
    action: Callable[..., object],
    done: str | Promise,
) -> HttpResponse:
    if not form.is_valid():
        return show_case(request, case, typed={name: form}, status=422)
    actor = actor_of(request)
    try:
        action(case.pk, actor=actor, **form.cleaned_data)
    except actions.SentAlready as error:
        messages.info(request, str(error))
        return redirect("desk:case", case.reference)
    except DomainError as error:
        form.add_error(None, str(error))
        # The case is read again: it is not any more what the form was written for.
        return show_case(request, get_case(actor, case.reference), typed={name: form}, status=status_of(error))
    messages.success(request, str(done))
    return redirect("desk:case", case.reference)
