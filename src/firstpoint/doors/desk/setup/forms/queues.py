"""What is asked about departments, skills and queues."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import SKILL_LEVELS, Skill
from firstpoint.doors.desk.setup.forms.entries import EntryForm, Wording, number

NAME = {"name": Wording(_("Name"), is_needed=True)}
TIERS = [(1, _("Tier 1: first contact")), (2, _("Tier 2: specialists")), (3, _("Tier 3: departments"))]


class DepartmentForm(EntryForm):
    """A part of the agency."""

    section = "departments"
    words = NAME
    layout = ("name",)


class SkillForm(EntryForm):
    """Something that an adviser has to be good at."""

    section = "skills"
    words = NAME
    layout = ("name",)


class QueueForm(EntryForm):
    """A queue, with a level for each skill there is."""

    section = "queues"
    words = NAME
    plain = (
        "tier",
        "overflow_waiting",
        "overflow_minutes",
        "accept_minutes",
        "most_hand_offs",
        "keep_minutes",
        "is_pushed",
        "push_seconds",
    )

    tier = forms.TypedChoiceField(label=_("Tier"), choices=TIERS, coerce=int)
    overflow_waiting = number(
        _("Overflow: items waiting"), _("When more wait, the tier above may take from it too. 0 is never.")
    )
    overflow_minutes = number(
        _("Overflow: minutes of the longest wait"),
        _("When one waits longer, in working minutes, the tier above may take from it too. 0 is never."),
    )
    accept_minutes = number(
        _("Minutes to accept a hand-off"),
        _("What nobody accepts in this working time goes back to its sender."),
        least=1,
    )
    most_hand_offs = number(
        _("Most hand-offs of a case"), _("After so many, a supervisor decides where the case goes."), least=1, most=100
    )
    keep_minutes = number(
        _("Minutes to keep work for its adviser"),
        _("New work of a customer waits so long for the adviser who has another open case of theirs. 0 is not at all."),
    )
    is_pushed = forms.BooleanField(label=_("Work is offered to advisers, who need not look for it"), required=False)
    push_seconds = number(
        _("Seconds of each offer"), _("Then the work is offered to the next adviser."), least=10, most=3600
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        levels = [
            ("", _("Not needed")),
            *((level, _("Level %(level)s or higher") % {"level": level}) for level in SKILL_LEVELS),
        ]
        self.skills = list(Skill.objects.order_by("code"))
        for skill in self.skills:
            self.fields[f"skill-{skill.code}"] = forms.TypedChoiceField(
                label=_("Skill: %(name)s") % {"name": skill.name},
                choices=levels,
                coerce=int,
                empty_value=None,
                required=False,
            )
        asked = [f"skill-{skill.code}" for skill in self.skills]
        self.layout = ("name", "tier", *asked, *self.plain[1:])

    @classmethod
    def initial_of(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        levels = {f"skill-{code}": level for code, level in entry["skills"].items()}
        return {**super().initial_of(entry), **levels}

    def entry(self) -> dict[str, Any]:
        levels = {skill.code: self.cleaned_data[f"skill-{skill.code}"] for skill in self.skills}
        return {**super().entry(), "skills": {code: level for code, level in levels.items() if level}}
