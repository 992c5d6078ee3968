"""Staff: who may sign in and what each may do. Administrators manage, supervisors look, all keep their profile."""

from typing import Any

from allauth.mfa.models import Authenticator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstpoint.core.access import may, require
from firstpoint.core.errors import DomainError
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import User
from firstpoint.domain.people.queries import absences_to_come, get_member_of_staff, staff_list
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import Adviser
from firstpoint.domain.routing.queries.board import count_held
from firstpoint.domain.routing.rights import HANDLERS
from firstpoint.doors.desk.base import actor_of, asked, carry_out, done, page, show, status_of, user_of
from firstpoint.doors.desk.paging import numbered_page
from firstpoint.doors.desk.staff.forms import (
    AbsenceForm,
    AdviserForm,
    InviteForm,
    ProfileForm,
    StaffFilter,
    StaffForm,
    given_in_words,
    role_names,
)

HELD_COUNTED = 1000


@page
def staff(request: HttpRequest) -> HttpResponse:
    """List the staff."""
    actor = actor_of(request)
    require(actor, "people.view")
    form = StaffFilter({name: asked(request, name) for name in StaffFilter.base_fields})
    found = numbered_page(
        staff_list(actor, **form.narrowed),
        asked(request, "page"),
        **{name: asked(request, name) for name in form.fields},
    )
    context = {
        "form": form,
        "page": found,
        "rows": [(member, role_names(member)) for member in found.rows],
        "may_invite": may(actor, "people.invite"),
    }
    return show(request, "desk/staff/staff.html", context)


@page
def invite(request: HttpRequest) -> HttpResponse:
    """Put somebody on the staff list."""
    actor = actor_of(request)
    require(actor, "people.invite")
    form = InviteForm(request.POST or None, initial={"language": user_of(request).language, "tier": 0})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                member = actions.invite_staff(actor=actor, **form.cleaned_data)
            except DomainError as error:
                form.add_error("email" if isinstance(error, actions.AlreadyStaff) else None, str(error))
                status = status_of(error)
            else:
                told = _("The link to choose a password goes to %(email)s.") % {"email": member.email}
                messages.success(request, told)
                return redirect("desk:staff_member", member.pk)
    return show(request, "desk/staff/invite.html", {"form": form}, status=status)


@page
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody, and change what they may do."""
    actor = actor_of(request)
    require(actor, "people.view")
    person = get_member_of_staff(actor, pk)
    if request.method != "POST":
        return _show_member(request, person, StaffForm.of(person))
    require(actor, "people.change")
    form = StaffForm(request.POST)
    if not form.is_valid():
        return _show_member(request, person, form, status=422)
    try:
        actions.change_staff(person, actor=actor, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show_member(request, person, form, status=status_of(error))
    messages.success(request, _("The changes are saved."))
    return redirect("desk:staff_member", pk)


def _show_member(request: HttpRequest, person: User, form: StaffForm, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "may_set_up": may(actor, "routing.set_up") and person.acting().has_role(*HANDLERS),
        "may_supervise": may(actor, "routing.supervise"),
        "given": given_in_words(Adviser.objects.filter(user=person).first() or Adviser(user=person)),
        "absences": absences_to_come(person),
        "held": count_held(person, most=HELD_COUNTED) if person.is_active else 0,
        "held_counted": HELD_COUNTED,
        "roles": role_names(person),
        "may_change": may(actor, "people.change"),
        "is_oneself": person.pk == actor.id,
    }
    return show(request, "desk/staff/member.html", context, status=status)


@page
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut somebody's present way in, and send them a link to choose a password."""
    actor = actor_of(request)
    person = get_member_of_staff(actor, pk)
    actions.reset_access(person, actor=actor)
    messages.success(request, _("The link to choose a password goes to %(email)s.") % {"email": person.email})
    return redirect("desk:staff_member", pk)


@page
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut somebody out."""
    actor = actor_of(request)
    person = get_member_of_staff(actor, pk)
    actions.deactivate_staff(person, actor=actor)
    told = _("%(name)s can no longer sign in. Their work goes back to its queues.") % {"name": person.name}
    messages.success(request, told)
    return redirect("desk:staff_member", pk)


@page
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody back in."""
    actor = actor_of(request)
    person = get_member_of_staff(actor, pk)
    actions.reactivate_staff(person, actor=actor)
    messages.success(request, _("The link to choose a password goes to %(email)s.") % {"email": person.email})
    return redirect("desk:staff_member", pk)


@page
def adviser(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what an adviser can be given."""
    actor = actor_of(request)
    require(actor, "routing.set_up")
    person = get_member_of_staff(actor, pk)
    known = Adviser.objects.filter(user=person).first() or Adviser(user=person)
    form = AdviserForm(request.POST) if request.method == "POST" else AdviserForm.of(known)
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda _cleaned: routing.save_adviser(person, actor=actor, **form.given))
        if status == 200:
            return done(request, _("The changes are saved."), "desk:staff_member", pk)
    return show(request, "desk/staff/adviser.html", {"person": person, "form": form}, status=status)


@page
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one's own absence, or as a supervisor that of somebody else."""
    actor = actor_of(request)
    require(actor, "routing.be_absent" if pk == actor.id else "routing.supervise")
    person = get_member_of_staff(actor, pk)
    form = AbsenceForm(person, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda cleaned: routing.plan_absence(person, actor=actor, **cleaned))
        if status == 200:
            return done(request, _("The absence is planned."), *_home_of(actor.id, pk))
    return show(request, "desk/staff/absences.html", {"person": person, "form": form}, status=status)


@page
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an absence off."""
    actor = actor_of(request)
    cancelled = routing.cancel_absence(pk, actor=actor)
    return done(request, _("The absence is called off."), *_home_of(actor.id, cancelled.user_id))


def _home_of(actor_id: int, pk: int) -> tuple[Any, ...]:
    """Return the page on which somebody's absences stand."""
    return ("desk:profile",) if pk == actor_id else ("desk:staff_member", pk)


@page
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, language and ways of signing in."""
    user = user_of(request)
    kept = {"name": user.name, "language": user.language, "notices_by": user.notices_by}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(actor=actor_of(request), **form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return redirect("desk:profile")
    ways = {one.type: one.wrap() for one in Authenticator.objects.filter(user_id=user.pk)}
    codes = ways.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "form": form,
        "roles": role_names(user),
        "has_password": user.has_usable_password(),
        "has_second_factor": Authenticator.Type.TOTP in ways,
        "may_be_absent": may(actor_of(request), "routing.be_absent"),
        "absences": absences_to_come(user),
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
    }
    return show(request, "desk/staff/profile.html", context, status=422 if form.errors else 200)
