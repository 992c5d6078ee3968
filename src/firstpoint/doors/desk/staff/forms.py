"""What is asked about somebody on the staff. These forms check shape; who may do it and when is for the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.people.models import STAFF_ROLES, Department, Role, User

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
