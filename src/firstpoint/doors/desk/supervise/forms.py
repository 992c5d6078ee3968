"""What supervisors do to several cases at once. This form checks shape; whether it can be done is for the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import User
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.actions.batching import MOST_IN_BATCH, PRIORITIES
from firstpoint.domain.routing.models import Batch, BatchKind
from firstpoint.domain.routing.queries.reach import queues
from firstpoint.domain.routing.queries.staffing import Working

NEEDS = {BatchKind.REASSIGN: "person", BatchKind.MOVE: "queue", BatchKind.PRIORITY: "priority"}


class BatchForm(forms.Form):
    """Which cases, what is done to them, and to whom or where they go."""

    case = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Choose some cases first.")})
    kind = forms.ChoiceField(choices=BatchKind.choices)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.filter(is_active=True, is_machine=False), required=False
    )
    queue = forms.ModelChoiceField(label=_("Queue"), queryset=Queue.objects.order_by("tier", "id"), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=list(PRIORITIES.items()), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *arguments: Any, working: list[Working] | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["case"]
        # Which cases there are is for the action: it leaves out what the actor may not see.
        field.valid_value = str.isdecimal
        if working is not None:
            people: Any = self.fields["person"]
            people.choices = [("", "---------"), *((one.user.pk, one.user.name) for one in by_name(working))]
            places: Any = self.fields["queue"]
            places.choices = [("", "---------"), *((one.pk, str(one.name)) for one in queues())]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        cleaned = super().clean() or {}
        needed = NEEDS.get(cleaned.get("kind", ""))
        if needed and cleaned.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("Choose one."))
        return cleaned

    def carry_out(self, actor: Actor) -> Batch:
        """Do it."""
        asked = self.cleaned_data
        if asked["kind"] == BatchKind.REASSIGN:
            return actions.reassign_cases(asked["case"], actor=actor, person=asked["person"])
        if asked["kind"] == BatchKind.MOVE:
            return actions.move_cases(asked["case"], actor=actor, queue=asked["queue"])
        return actions.prioritise_cases(asked["case"], actor=actor, priority=asked["priority"])


def by_name(working: list[Working]) -> list[Working]:
    """Return advisers by name, as somebody is looked for in a list."""
    return sorted(working, key=lambda one: (one.user.name, one.user.pk))


__all__ = ("MOST_IN_BATCH", "BatchForm")
