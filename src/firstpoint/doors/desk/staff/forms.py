"""What is asked about somebody on the staff. These forms check shape; who may do it and when is for the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import SKILL_LEVELS, Skill
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.people.models import STAFF_ROLES, Department, NoticesBy, Role, User
from firstpoint.domain.routing.models import Adviser

TIERS = [(0, _("None")), (1, _("Tier 1: generalist")), (2, _("Tier 2: specialist")), (3, _("Tier 3: professional"))]
STATES = [("", _("Everybody")), ("active", _("Active")), ("deactivated", _("Deactivated"))]


class StaffForm(forms.Form):
    """What somebody is called, what they may do, and where."""

    name = forms.CharField(label=_("Name"), max_length=120)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    tier = forms.TypedChoiceField(label=_("Tier"), help_text=_("For advisers."), choices=TIERS, coerce=int)
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        help_text=_("Restricted kinds of case are seen by these departments alone."),
        queryset=Department.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the desk"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, member: User) -> "StaffForm":
        """Return the form as it stands for somebody."""
        known = {name: getattr(member, name) for name in ("name", "roles", "tier", "language")}
        return cls(initial={**known, "departments": [department.pk for department in member.departments.all()]})


class InviteForm(StaffForm):
    """Somebody new."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The link to choose a password goes there."), max_length=254
    )
    field_order = ("email", "name", "roles", "tier", "departments", "language")


class ProfileForm(forms.Form):
    """What people change about themselves."""

    name = forms.CharField(label=_("Name"), help_text=_("Customers see it under your answers."), max_length=120)
    language = forms.ChoiceField(label=_("Language of the desk"), choices=settings.LANGUAGES)
    notices_by = forms.ChoiceField(
        label=_("Notices"), help_text=_("How you are told of what concerns you."), choices=NoticesBy.choices
    )


class AdviserForm(forms.Form):
    """What an adviser can be given: a level for each skill there is, and how much at once of each channel."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("None means all of them."),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        help_text=_("None means all of them."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        levels = [("", _("None")), *((level, str(level)) for level in SKILL_LEVELS)]
        self.skills = list(Skill.objects.order_by("code"))
        for skill in self.skills:
            self.fields[f"skill-{skill.code}"] = forms.TypedChoiceField(
                label=_("Skill: %(name)s") % {"name": skill.name},
                choices=levels,
                coerce=int,
                empty_value=None,
                required=False,
            )
        for channel in Channel:
            self.fields[f"capacity-{channel}"] = forms.IntegerField(
                label=_("Most at once: %(channel)s") % {"channel": channel.label},
                min_value=0,
                max_value=100,
                required=False,
            )

    @classmethod
    def of(cls, adviser: Adviser) -> "AdviserForm":
        """Return the form as it stands for somebody."""
        return cls(
            initial={
                "languages": adviser.languages,
                "channels": adviser.channels,
                **{f"skill-{code}": level for code, level in adviser.skills.items()},
                **{f"capacity-{channel}": most for channel, most in adviser.capacity.items()},
            }
        )

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        filled = self.cleaned_data
        skills = {skill.code: filled.get(f"skill-{skill.code}") for skill in self.skills}
        capacity = {channel.value: filled.get(f"capacity-{channel}") for channel in Channel}
        return {
            "languages": filled["languages"],
            "channels": filled["channels"],
            "skills": {code: level for code, level in skills.items() if level},
            "capacity": {channel: most for channel, most in capacity.items() if most is not None},
        }


class AbsenceForm(forms.Form):
    """Days on which somebody is away, and who stands in."""

    from_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), help_text=_("Takes the open cases meanwhile."), queryset=User.objects.none()
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        staff: Any = self.fields["deputy"]
        taking_work = User.objects.filter(is_active=True, roles__overlap=[Role.ADVISER, Role.SUPERVISOR])
        staff.queryset = taking_work.exclude(pk=person.pk).order_by("name", "id")


class StaffFilter(forms.Form):
    """What narrows the list of staff; anything else in the address narrows nothing."""

    q = forms.CharField(label=_("Name or e-mail address"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("All roles")), *((role.value, role.label) for role in STAFF_ROLES)],
        required=False,
    )
    tier = forms.TypedChoiceField(
        label=_("Tier"), choices=[("", _("All tiers")), *TIERS[1:]], coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(label=_("Access"), choices=STATES, required=False)

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filter as the query takes it."""
        self.is_valid()
        asked = self.cleaned_data
        state = asked.get("state")
        return {
            "search": asked.get("q", ""),
            "role": asked.get("role", ""),
            "tier": asked.get("tier"),
            "is_active": None if not state else state == "active",
        }


def role_names(member: User) -> list[str]:
    """Return what somebody may do, in words."""
    return [str(Role(role).label) for role in member.roles]


def given_in_words(adviser: Adviser) -> dict[str, Any]:
    """Return what somebody can be given with the names of channels and skills."""
    skills = {skill.code: str(skill.name) for skill in Skill.objects.filter(code__in=adviser.skills)}
    return {
        "languages": adviser.languages,
        "channels": [str(Channel(channel).label) for channel in adviser.channels],
        "skills": [(skills.get(code, code), level) for code, level in adviser.skills.items()],
        "capacity": [(str(Channel(channel).label), most) for channel, most in adviser.capacity.items()],
    }
