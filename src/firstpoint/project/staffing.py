"""Staff from the command line: how the first administrator comes in."""

from rich.table import Table

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from firstpoint.channels.tasks import password_path
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.domain.people.actions import invite_staff
from firstpoint.domain.people.models import SYSTEM, Role, User
from firstpoint.domain.people.queries import staff_list


@action
def add_administrator(email: str, *, name: str, language: str, password: str | None) -> str:
    """Invite an administrator, or give them the password at once; return what to tell the operator.

    Raises AlreadyStaff, and DomainError for an unusable address, name or password.
    """
    try:
        validate_email(email)
        user = User(email=email, name=name)
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    if not name.strip():
        raise DomainError("Give a name.")
    user = invite_staff(actor=SYSTEM, email=email, name=name, roles=[Role.ADMINISTRATOR], language=language)
    if password is None:
        link = f"{settings.SITE_URL}{password_path(user)}"
        return (
            f"{user.name} is an administrator. A link to choose their password, good once and for three days:\n{link}"
        )
    user.set_password(password)
    user.save(update_fields=["password"])
    return f"{user.name} is an administrator and can sign in at {settings.SITE_URL}/desk/"


def staff_table() -> Table:
    """Return the staff as a table for the terminal."""
    table = Table("Name", "E-mail", "Roles", "Tier", "Departments", "Active")
    for user in staff_list(SYSTEM):
        departments = ", ".join(department.code for department in user.departments.all())
        tier, active = str(user.tier or ""), "yes" if user.is_active else "no"
        table.add_row(user.name, user.email, ", ".join(user.roles), tier, departments, active)
    return table
