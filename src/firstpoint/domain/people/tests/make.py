"""Staff and departments for tests, made as an administrator makes them."""

from collections.abc import Collection
from itertools import count
from typing import Any

from firstpoint.domain.people import actions
from firstpoint.domain.people.models import SYSTEM, Department, Role, User

_numbers = count(1)


def a_department(
    code: str = "records", name: str = "Records office", spanish: str = "Oficina de registros"
) -> Department:
    """Return the department of this code; the first call makes it."""
    found = Department.objects.filter(code=code).first()
    return found or actions.save_department(code, actor=SYSTEM, name={"en": name, "es": spanish})


def a_member_of_staff(*roles: str, tier: int = 0, departments: Collection[Department] = (), **more: Any) -> User:
    """Invite somebody under an address of their own; `acting()` makes the actor of them."""
    number = next(_numbers)
    invitation = {"email": f"staff{number}@aldercounty.example", "name": f"Staff {number}"} | more
    return actions.invite_staff(actor=SYSTEM, roles=roles, tier=tier, departments=departments, **invitation)


def an_adviser(*, tier: int = 1, **more: Any) -> User:
    """Invite an adviser."""
    return a_member_of_staff(Role.ADVISER, tier=tier, **more)


def a_supervisor(**more: Any) -> User:
    """Invite a supervisor."""
    return a_member_of_staff(Role.SUPERVISOR, **more)


def an_editor(**more: Any) -> User:
    """Invite a knowledge editor."""
    return a_member_of_staff(Role.EDITOR, **more)


def an_auditor(**more: Any) -> User:
    """Invite an auditor."""
    return a_member_of_staff(Role.AUDITOR, **more)


def an_administrator(**more: Any) -> User:
    """Invite an administrator."""
    return a_member_of_staff(Role.ADMINISTRATOR, **more)
