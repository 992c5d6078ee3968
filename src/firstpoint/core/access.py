"""Who may do what: one check for every action, and one rule per app for what an actor may see.

Each app's `rights.py` holds ALLOWED, from verb to the roles that may do it, and `visible_to(actor)`, the rows that the
actor may see. Lists, pages, search, export and API all filter by that one query set.
"""

from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps

from firstpoint.core.errors import NotFound, NotPermitted


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts: a member of staff, the public site, a machine.

    `proven_case_ids` are the cases to which a visitor of the public site has proved a right during this visit.
    """

    id: int
    roles: frozenset[str]
    tier: int = 0
    department_ids: frozenset[int] = frozenset()
    proven_case_ids: frozenset[int] = field(default=frozenset())
    language: str = ""

    def has_role(self, *roles: str) -> bool:
        """Say whether the actor has any of the roles."""
        return not self.roles.isdisjoint(roles)


def may(actor: Actor, right: str) -> bool:
    """Say whether the actor's roles allow the right, written "app.verb"."""
    app_label, verb = right.split(".")
    return not actor.roles.isdisjoint(_rights(app_label).ALLOWED[verb])


def require(actor: Actor, right: str) -> None:
    """Raise NotPermitted unless the actor's roles allow the right."""
    if not may(actor, right):
        raise NotPermitted


def lock(actor: Actor, right: str, pk: int) -> Any:
    """Return the row, locked until the transaction ends, when the actor has the right and may see it.

    Raises NotPermitted without the right, NotFound for a row that is absent or hidden from the actor.
    """
    require(actor, right)
    visible = _rights(right.split(".")[0]).visible_to(actor)
    row = visible.filter(pk=pk).select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound
    return row


def _rights(app_label: str) -> ModuleType:
    return import_module(f"{apps.get_app_config(app_label).name}.rights")
