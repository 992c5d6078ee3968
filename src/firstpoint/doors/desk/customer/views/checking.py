"""A customer proves who they are: by a code sent to a contact point, by what only they know, or by a document."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.models import Case, CaseState
from firstpoint.domain.cases.queries import cases_of, get_case
from firstpoint.domain.catalogue.models import IdentityLevel
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.models import CheckHow, ContactPointKind, Customer, IdentityCheck
from firstpoint.domain.customers.queries import get_customer, identity_ids
from firstpoint.domain.customers.queries.checks import checks_in, knowledge_questions, masked
from firstpoint.domain.customers.queries.identity import contact_points_of
from firstpoint.doors.desk.base import actor_of, done, page, record_look, show, status_of
from firstpoint.doors.desk.customer.forms import AnswersForm, CodeForm

MOST_CASES = 20


@page
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for which case it is, unless there is but one."""
    actor = actor_of(request)
    require(actor, "customers.check")
    who = get_customer(actor, pk)
    cases = list(cases_of(actor, identity_ids(who.pk)).exclude(state=CaseState.CLOSED)[:MOST_CASES])
    if len(cases) == 1:
        return redirect("desk:customer_check_in_case", identity_ids(pk)[0], cases[0].reference)
    record_look(request, who)
    return show(request, "desk/customer/check_which.html", {"customer": who, "cases": cases})


@page
def check_in_case(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Show how the customer can prove who they are in a case today."""
    who, case = _of(actor_of(request), pk, reference)
    record_look(request, who)
    return _show(request, who, case)


@page
@require_POST
def send(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Send a code to a contact point of the customer."""
    actor = actor_of(request)
    who, case = _of(actor, pk, reference)
    typed = request.POST.get("point", "")
    point_pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    sent = actions.send_identity_code(who, point_pk, actor=actor, case_id=case.pk)
    told = _("The code is on its way. Ask the customer to read it to you.")
    return done(request, told, "desk:customer_check_code", pk, reference, sent.pk)


@page
def code(request: HttpRequest, pk: int, reference: str, code_pk: int) -> HttpResponse:
    """Ask for the code that the customer reads out, and check it."""
    actor = actor_of(request)
    who, case = _of(actor, pk, reference)
    if request.method != "POST":
        return _show(request, who, case, code_form=CodeForm(), code_pk=code_pk)
    form = CodeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.check_identity_by_code(who, code_pk, form.cleaned_data["digits"], actor=actor, case_id=case.pk)
        except DomainError as error:
            form.add_error("digits", str(error))
            status = status_of(error)
        else:
            return _told(request, True, case)
    return _show(request, who, case, code_form=form, code_pk=code_pk, status=status)


@page
@require_POST
def answers(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Judge what the customer answered."""
    actor = actor_of(request)
    who, case = _of(actor, pk, reference)
    form = AnswersForm(knowledge_questions(who), request.POST)
    if not form.is_valid():
        return _show(request, who, case, answers_form=form, status=422)
    try:
        made = actions.check_identity_by_answers(who, form.marks, actor=actor, case_id=case.pk)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, who, case, answers_form=form, status=status_of(error))
    return _told(request, made.passed, case)


@page
@require_POST
def document(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Note that the customer showed a document."""
    actor = actor_of(request)
    who, case = _of(actor, pk, reference)
    actions.check_identity(
        who, actor=actor, level=IdentityLevel.KNOWLEDGE, how=CheckHow.DOCUMENT, passed=True, case_id=case.pk
    )
    return _told(request, True, case)


def _of(actor: Actor, pk: int, reference: str) -> tuple[Customer, Case]:
    """Return the customer and one of their cases. Raises NotFound, and DomainError for the case of somebody else."""
    require(actor, "customers.check")
    who, case = get_customer(actor, pk), get_case(actor, reference)
    if case.customer_id not in identity_ids(pk):
        raise DomainError(_("This case belongs to another customer now. Open the case to see whose it is."))
    return who, case


def _told(request: HttpRequest, passed: bool, case: Case) -> HttpResponse:
    if passed:
        return done(request, _("The customer has proved who they are."), "desk:case", case.reference)
    told = _("The customer could not prove who they are. Give out nothing that is not public.")
    return done(request, told, "desk:case", case.reference)


def _show(request: HttpRequest, who: Customer, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    checks: list[IdentityCheck] = list(checks_in(who, case_id=case.pk).select_related("by"))
    kinds = {ContactPointKind.EMAIL, *([ContactPointKind.PHONE] if settings.SMS_URL else [])}
    context = {
        "customer": who,
        "case": case,
        "checks": checks,
        "level": max((check.level for check in checks if check.passed), default=IdentityLevel.NONE),
        "points": [
            (point, masked(point.value)) for point in contact_points_of(identity_ids(who.pk)) if point.kind in kinds
        ],
        "answers_form": AnswersForm(knowledge_questions(who)),
        **more,
    }
    return show(request, "desk/customer/check.html", context, status=status)
