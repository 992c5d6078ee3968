"""What is asked about the agency's frame: the agency, the limits it sets, and its calendars."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import holidays

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import WEEKDAYS, Calendar
from firstpoint.domain.catalogue.queries.entries import LIMITS
from firstpoint.doors.desk.setup.forms.entries import EntryForm, Wording, coded, number
from firstpoint.doors.desk.setup.forms.queues import NAME


class AgencyForm(EntryForm):
    """The one agency, and everything that it decides for the whole centre."""

    section = "agency"
    words = {"name": Wording(_("Name of the agency"), is_needed=True)}
    plain = ("phone", "email", "address", "calendar", *LIMITS)
    layout = ("name", *plain)

    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    address = forms.CharField(label=_("Address"), widget=forms.Textarea({"rows": 3}), max_length=500, required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), help_text=_("When the centre is open, as the site says it."))
    forms_per_hour = number(
        _("Forms per hour"), _("Forms that one network address may send in an hour."), least=1, most=30_000
    )
    codes_per_hour = number(
        _("Codes per hour"), _("One-time codes sent for one case or address in an hour."), least=1, most=30_000
    )
    draft_days = number(_("Days of a saved form"), _("Days that a saved form can be resumed."), least=1, most=3650)
    reopen_days = number(_("Days to reopen"), _("Days after closing in which the customer can reopen."), most=3650)
    reading_grade = number(
        _("Reading grade"), _("School grade at or below which articles should read."), least=1, most=20
    )
    reader_words_days = number(
        _("Days of readers' words"),
        _("Days that what readers searched for, and said of articles, is kept."),
        least=1,
        most=3650,
    )
    reply_address_days = number(
        _("Days of a reporter's address"),
        _("Days after the answer that the address of a reader who reported something is kept."),
        most=3650,
    )
    triage_threshold = number(
        _("Confidence of triage"),
        _("Confidence in per cent below which a person decides what a message is about."),
        least=1,
        most=100,
    )
    undo_send_seconds = number(
        _("Seconds to undo"),
        _("Seconds in which an answer can be taken back before it goes out; 0 for none."),
        most=300,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        _choices(self, "calendar", coded(Calendar.objects.order_by("code")))


class CalendarForm(EntryForm):
    """When work is done: hours for each weekday, holidays, and further days closed."""

    section = "calendars"
    words = NAME
    plain = ("time_zone",)
    layout = ("name", "time_zone", *(f"hours_{day}" for day in WEEKDAYS), "country", "subdivision", "closures")

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())]
    )
    country = forms.ChoiceField(
        label=_("Holidays of the country"),
        choices=[("", _("No holidays")), *((code, code) for code in sorted(holidays.list_supported_countries()))],
        required=False,
    )
    subdivision = forms.CharField(
        label=_("State or region"),
        help_text=_("Its code, such as NY, for its own holidays."),
        max_length=8,
        required=False,
    )
    closures = forms.CharField(
        label=_("Further days closed"),
        help_text=_("Each on a line of its own, such as 2027-12-24."),
        widget=forms.Textarea({"rows": 5}),
        required=False,
        max_length=20_000,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for number_, day in enumerate(WEEKDAYS):
            self.fields[f"hours_{day}"] = forms.CharField(
                label=format_lazy(_("Hours on {day}"), day=WEEKDAY_NAMES[number_]),
                help_text=_("Such as 08:00-12:00, 13:00-17:00. Empty is closed; 24:00 ends the day."),
                max_length=100,
                required=False,
            )

    @classmethod
    def initial_of(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        hours = {
            f"hours_{day}": ", ".join(f"{start}-{end}" for start, end in entry["hours"].get(day) or ())
            for day in WEEKDAYS
        }
        holiday = entry["holidays"]
        return {
            **super().initial_of(entry),
            **hours,
            "country": holiday.get("country", ""),
            "subdivision": holiday.get("subdivision", ""),
            "closures": "\n".join(entry["closures"]),
        }

    def entry(self) -> dict[str, Any]:
        filled = self.cleaned_data
        holiday = {name: filled[name] for name in ("country", "subdivision") if filled[name]}
        hours = {day: filled[f"hours_{day}"] for day in WEEKDAYS if filled[f"hours_{day}"]}
        return {**super().entry(), "hours": hours, "holidays": holiday, "closures": filled["closures"]}

    def clean(self) -> dict[str, Any]:
        """Read hours and days; a calendar that is never open is refused."""
        filled = self.cleaned_data
        for day in WEEKDAYS:
            name = f"hours_{day}"
            try:
                filled[name] = _spans(filled.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        if not self.errors and not any(filled[f"hours_{day}"] for day in WEEKDAYS):
            self.add_error(
                "hours_mon",
                _(
                    "A calendar without working hours would never let a promise fall due. Give hours on one day at least."
                ),
            )
        return filled

    def clean_closures(self) -> list[str]:
        """Return the days in order, each once."""
        days = set()
        for line in filter(None, map(str.strip, self.cleaned_data["closures"].splitlines())):
            try:
                days.add(date.fromisoformat(line).isoformat())
            except ValueError as error:
                raise ValidationError(
                    gettext("“%(line)s” is no date like 2027-12-24.") % {"line": line[:40]}
                ) from error
        return sorted(days)


def _spans(text: str) -> list[list[str]]:
    """Return hours as pairs of "HH:MM"."""
    spans = []
    for span in filter(None, map(str.strip, text.replace(";", ",").split(","))):
        parts = [part.strip() for part in span.replace("–", "-").split("-")]
        if len(parts) != 2 or not all(_is_time(part) for part in parts):
            raise ValidationError(gettext("Write hours like 08:00-12:00, 13:00-17:00."))
        spans.append(parts)
    return spans


def _is_time(text: str) -> bool:
    hours, _colon, minutes = text.partition(":")
    if text == "24:00":
        return True
    return len(text) == 5 and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
