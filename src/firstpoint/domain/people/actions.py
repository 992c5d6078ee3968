"""What is done to staff: invited, changed, reset, deactivated."""

from collections.abc import Collection, Mapping

from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock, require
from firstpoint.core.database.fields import Text
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.people.models import STAFF_ROLES, Department, Role, User


class AlreadyStaff(DomainError):
    """The address belongs to somebody already."""

    sentence = _("Somebody with this e-mail address is on the staff list already.")


class LastAdministrator(DomainError):
    """Nobody could manage staff any more."""

    sentence = _("This is the last active administrator. Make somebody else an administrator first.")


@transaction.atomic
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
    try:
        with transaction.atomic():
            user = User(email=email.strip(), name=name.strip(), roles=sorted(set(roles)), tier=tier, language=language)
            user.set_unusable_password()
            user.invited_at = clock.now()
            user.save()
    except IntegrityError as error:
        raise AlreadyStaff from error
    user.departments.set(departments)
    record("staff.invited", user, actor=actor)
    return user


@transaction.atomic
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
    user = lock(actor, "people.change", user.pk)
    _check_roles(roles, tier)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(user)
    user.name, user.roles, user.tier, user.language = name.strip(), sorted(set(roles)), tier, language
    user.save()
    user.departments.set(departments)
    record("staff.changed", user, actor=actor, data={"tier": tier, "roles": "+".join(user.roles)})
    return user


@transaction.atomic
def reset_access(user: User, *, actor: Actor) -> None:
    """Make the password unusable and send a link to choose another. Records staff.access_reset."""
    user = lock(actor, "people.change", user.pk)
    if not user.is_active:
        raise DomainError(_("This person is deactivated. Reactivate them first."))
    user.set_unusable_password()
    user.invited_at = clock.now()
    user.save(update_fields=["password", "invited_at"])
    record("staff.access_reset", user, actor=actor)


@transaction.atomic
def deactivate_staff(user: User, *, actor: Actor) -> None:
    """Shut somebody out at once; their work goes back to its queues. Records staff.deactivated."""
    user = lock(actor, "people.deactivate", user.pk)
    if user.pk == actor.id:
        raise DomainError(_("You cannot deactivate yourself. Ask another administrator."))
    _keep_an_administrator(user)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record("staff.deactivated", user, actor=actor)


@transaction.atomic
def reactivate_staff(user: User, *, actor: Actor) -> None:
    """Let somebody back in; they get a link to choose a password. Records staff.invited."""
    user = lock(actor, "people.deactivate", user.pk)
    user.is_active, user.invited_at = True, clock.now()
    user.save(update_fields=["is_active", "invited_at"])
    record("staff.invited", user, actor=actor)


@transaction.atomic
def choose_desk_language(user: User, *, actor: Actor, language: str) -> None:
    """Show the desk in another language to this person. Records staff.language_chosen."""
    user = lock(actor, "people.change_own_language", user.pk)
    user.language = language
    user.save(update_fields=["language"])
    record("staff.language_chosen", user, actor=actor, data={"language": language})


@transaction.atomic
def save_department(code: str, *, actor: Actor, name: Mapping[str, str]) -> Department:
    """Set a part of the agency and its name by language. Records department.saved when something changed."""
    require(actor, "people.change")
    department = Department.objects.select_for_update().filter(code=code).first() or Department(code=code)
    is_new = department._state.adding
    if is_new or department.name != name:
        if not str(Text(name)).strip():
            raise DomainError(_("Give the department a name."))
        validate_slug(code)
        department.name = name
        department.save()
        record("department.saved", department, actor=actor, data={"is_new": is_new})
    return department


def _check_roles(roles: Collection[str], tier: int) -> None:
    if not roles or not set(roles) <= set(STAFF_ROLES):
        raise DomainError(_("Choose at least one role."))
    if Role.ADVISER in roles and tier not in (1, 2, 3):
        raise DomainError(_("An adviser works at tier 1, 2 or 3. Choose one."))


def _keep_an_administrator(user: User) -> None:
    """Raise LastAdministrator when nobody else could manage staff. The lock keeps two from leaving at once."""
    if Role.ADMINISTRATOR not in user.roles:
        return
    administrators = User.objects.select_for_update().filter(is_active=True, roles__contains=[Role.ADMINISTRATOR])
    if all(administrator.pk == user.pk for administrator in administrators):
        raise LastAdministrator
