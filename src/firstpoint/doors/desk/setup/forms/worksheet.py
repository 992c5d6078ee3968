"""What is asked about life events and services: the service-mapping worksheet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import Audience, Occasion, Service, ServiceKind
from firstpoint.domain.people.models import Department
from firstpoint.doors.desk.setup.forms.entries import EntryForm, Wording, coded, lines_of, number, words_of

# The channels of the service-mapping worksheet, by the codes that catalogues use.
CHANNELS = {
    "website": _("Website"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "in_person": _("In person"),
    "live_chat": _("Live chat"),
    "sms_text_messages": _("Text messages"),
    "social_media": _("Social media"),
    "postal_mail": _("Postal mail"),
}
POSITION = number(_("Place in the list"), _("Smaller numbers come first."), most=30_000)
ICON_HELP = _("Name of an icon of the design system, such as local_library.")


class OccasionForm(EntryForm):
    """A life event in the customer's own words."""

    section = "occasions"
    words = {"name": Wording(_("Name"), is_needed=True), "summary": Wording(_("Summary"), rows=2)}
    plain = ("icon", "position")
    layout = ("name", "summary", *plain)

    icon = forms.CharField(label=_("Icon"), help_text=ICON_HELP, max_length=40, required=False)
    position = POSITION


class ServiceForm(EntryForm):
    """A service as the worksheet describes it."""

    section = "services"
    words = {
        "name": Wording(_("Name"), is_needed=True),
        "summary": Wording(_("Summary"), rows=2),
        "offering": Wording(_("Offering"), rows=2, help=_("What people get from it.")),
    }
    plain = (
        *("kind", "audience", "department", "occasions", "channels"),
        *("annual_demand", "phone", "icon", "position", "active"),
    )
    layout = (
        "name",
        "summary",
        "kind",
        "audience",
        "offering",
        "department",
        "occasions",
        "channels",
        "roles",
        "tools",
        "annual_demand",
        "phone",
        "icon",
        "position",
        "active",
    )

    kind = forms.ChoiceField(label=_("Type of service"), choices=ServiceKind.choices)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, initial=Audience.PUBLIC)
    department = forms.ChoiceField(label=_("Department"))
    occasions = forms.MultipleChoiceField(
        label=_("Life events that bring people to it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    channels = forms.MultipleChoiceField(label=_("Channels"), widget=forms.CheckboxSelectMultiple, required=False)
    roles = forms.CharField(
        label=_("Roles"),
        help_text=_("Who does the work, each on a line of its own: English | Spanish."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=4000,
    )
    tools = forms.CharField(
        label=_("Tools"),
        help_text=_("What the work is done with, each on a line of its own: English | Spanish."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=4000,
    )
    annual_demand = number(_("Yearly demand"), _("Contacts in a year."), most=2_000_000_000)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    icon = forms.CharField(label=_("Icon"), help_text=ICON_HELP, max_length=40, required=False)
    position = POSITION
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        known = {code for (codes,) in Service.objects.values_list("channels") for code in codes}
        further = [(code, code) for code in sorted(known - set(CHANNELS))]
        for name, choices in (
            ("department", coded(Department.objects.order_by("code"))),
            ("occasions", coded(Occasion.objects.all())),
            ("channels", [*CHANNELS.items(), *further]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @classmethod
    def initial_of(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        lines = {name: lines_of(entry[name]) for name in ("roles", "tools")}
        return {**super().initial_of(entry), **lines}

    def entry(self) -> dict[str, Any]:
        listed = {name: words_of(self.cleaned_data[name]) for name in ("roles", "tools")}
        return {**super().entry(), **listed}
