"""What is done to staff: invited, changed, reset, deactivated; and what they do to come in."""

from collections.abc import Collection, Mapping

from allauth.mfa.models import Authenticator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.people.models import STAFF_ROLES, Department, NoticesBy, Role, User


class AlreadyStaff(DomainError):
    """The address belongs to somebody already."""

    sentence = _("Somebody with this e-mail address is on the staff list already.")


class LastAdministrator(DomainError):
    """Nobody could manage staff any more."""

    sentence = _("This is the last active administrator. Make somebody else an administrator first.")


@action
def invite_staff(
    *,
    actor: Actor,
    email: str,
    name: str,
    roles: Collection[str],
    tier: int = 0,
    departments: Collection[Department] = (),
    language: str = "en",
) -> User:
    """Put somebody on the staff list; they get a link to choose a password.

    Records staff.invited. Raises AlreadyStaff.
    """
    require(actor, "people.invite")
    _check_roles(roles, tier)
    email, name = email.strip().lower(), name.strip()
    try:
        with transaction.atomic():
            user = User(email=email, name=name, roles=sorted(set(roles)), tier=tier, language=language)
            user.set_unusable_password()
            user.invited_at = clock.now()
            user.save()
    except IntegrityError as error:
        raise AlreadyStaff from error
    user.departments.set(departments)
    record("staff.invited", user, actor=actor)
    return user


@action
def change_staff(
    user: User,
    *,
    actor: Actor,
    name: str,
    roles: Collection[str],
    tier: int,
    departments: Collection[Department],
    language: str,
) -> User:
    """Change what somebody may do and where. Records staff.changed. Raises LastAdministrator."""
    require(actor, "people.change")
    _check_roles(roles, tier)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(user)
    user = lock(actor, "people.change", user.pk)
    user.name, user.roles, user.tier, user.language = name.strip(), sorted(set(roles)), tier, language
    user.save()
    user.departments.set(departments)
    record("staff.changed", user, actor=actor, data={"tier": tier, "roles": "+".join(user.roles)})
    return user


@action
def reset_access(user: User, *, actor: Actor) -> None:
    """Take away password and second factor, which ends every session, and send a link to choose a password.

    Records staff.access_reset.
    """
    user = lock(actor, "people.change", user.pk)
    if not user.is_active:
        raise DomainError(_("This person is deactivated. Reactivate them first."))
    user.set_unusable_password()
    user.invited_at = clock.now()
    user.save(update_fields=["password", "invited_at"])
    Authenticator.objects.filter(user_id=user.pk).delete()
    record("staff.access_reset", user, actor=actor)


@action
def deactivate_staff(user: User, *, actor: Actor) -> None:
    """Shut somebody out at once; their work goes back to its queues. Records staff.deactivated."""
    require(actor, "people.deactivate")
    if user.pk == actor.id:
        raise DomainError(_("You cannot deactivate yourself. Ask another administrator."))
    _keep_an_administrator(user)
    user = lock(actor, "people.deactivate", user.pk)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record("staff.deactivated", user, actor=actor)


@action
def reactivate_staff(user: User, *, actor: Actor) -> None:
    """Let somebody back in; they get a link to choose a password. Records staff.invited."""
    user = lock(actor, "people.deactivate", user.pk)
    user.is_active, user.invited_at = True, clock.now()
    user.set_unusable_password()
    user.save(update_fields=["is_active", "invited_at", "password"])
    record("staff.invited", user, actor=actor)


@action
def choose_desk_language(*, actor: Actor, language: str) -> None:
    """Show the desk in another language to the actor. Records staff.language_chosen."""
    user = lock(actor, "people.change_own_language", actor.id)
    user.language = language
    user.save(update_fields=["language"])
    record("staff.language_chosen", user, actor=actor, data={"language": language})


@action
def save_department(code: str, *, actor: Actor, name: Mapping[str, str]) -> Department:
    """Set a part of the agency and its name by language. Records department.saved when something changed."""
    require(actor, "people.change")
    department = Department.objects.select_for_update().filter(code=code).first() or Department(code=code)
    is_new = department._state.adding
    if alter(department, {"name": name}):
        check_words({"name": name})
        check_columns(department)
        department.save()
        record("department.saved", department, actor=actor, data={"is_new": is_new})
    return department


@action
def change_profile(*, actor: Actor, name: str, language: str, notices_by: str = NoticesBy.DESK) -> None:
    """Change one's own name, language of the desk and how notices come. Records staff.profile_changed."""
    user = lock(actor, "people.change_own_profile", actor.id)
    user.name, user.language, user.notices_by = name.strip(), language, NoticesBy(notices_by)
    user.save(update_fields=["name", "language", "notices_by"])
    record("staff.profile_changed", user, actor=actor)


@action
def note_sign_in(*, actor: Actor) -> None:
    """Note that somebody came in. Records staff.signed_in."""
    require(actor, "people.sign_in")
    record("staff.signed_in", User(pk=actor.id), actor=actor)


@action
def note_sign_out(*, actor: Actor) -> None:
    """Note that somebody left. Records staff.signed_out."""
    require(actor, "people.sign_in")
    record("staff.signed_out", User(pk=actor.id), actor=actor)


@action
def note_sign_in_changed(*, actor: Actor, change: str) -> None:
    """Note that somebody's password or second factor changed, by a code of the change; they are told by mail.

    Records staff.sign_in_changed.
    """
    require(actor, "people.sign_in")
    record("staff.sign_in_changed", User(pk=actor.id), actor=actor, data={"change": change})


@action
def note_refusal(user_id: int | None, *, actor: Actor, reason: str) -> None:
    """Note that a sign-in was refused, by a code of the reason; without a user where the address is nobody's.

    What was typed is not kept. Records staff.sign_in_refused.
    """
    require(actor, "people.note_refusal")
    record("staff.sign_in_refused", User(pk=user_id or actor.id), actor=actor, data={"reason": reason})


@action
def request_password_link(user: User, *, actor: Actor) -> None:
    """Have a link to a new password sent to somebody who forgot theirs. Records staff.password_link_requested."""
    require(actor, "people.request_password_link")
    record("staff.password_link_requested", user, actor=actor)


def _check_roles(roles: Collection[str], tier: int) -> None:
    if not roles or not set(roles) <= set(STAFF_ROLES):
        raise DomainError(_("Choose at least one role."))
    if Role.ADVISER in roles and tier not in (1, 2, 3):
        raise DomainError(_("An adviser works at tier 1, 2 or 3. Choose one."))


def _keep_an_administrator(user: User) -> None:
    """Raise LastAdministrator when nobody else could manage staff.

    Locks the administrators, in the order of their ids and before any other member of staff, so that two who leave at
    once neither both get away nor wait for each other.
    """
    administrators = User.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR])
    if [administrator.pk for administrator in administrators.order_by("pk").select_for_update()] == [user.pk]:
        raise LastAdministrator
