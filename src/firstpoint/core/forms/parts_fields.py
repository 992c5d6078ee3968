"""Dates, addresses and places: answers put together from several inputs and stored as one value."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .text_fields import TextField
from .widgets import AddressInput, LocationInput, MemorableDateInput, Part


class PartsField(forms.MultiValueField):
    """A field whose answer is put together from several inputs."""

    def __init__(self, parts: tuple[Part, ...], missing: Mapping[str, str | Promise], **options: Any) -> None:
        self.names = [part.name for part in parts]
        super().__init__(
            [_part_field(part, missing.get(part.name)) for part in parts], require_all_fields=False, **options
        )


def _part_field(part: Part, missing: str | Promise | None) -> forms.CharField:
    if not part.label:
        return forms.CharField(required=False)
    messages: dict[str, Any] = {"max_length": _("This is too long: use at most %(limit_value)d characters.")}
    if missing:
        messages |= {"required": missing, "incomplete": missing}
    return TextField(max_length=part.max_length, required=bool(missing), error_messages=messages)


class MemorableDateField(PartsField):
    """A date in the three parts that people remember, stored as ISO 8601."""

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        widget = MemorableDateInput()
        missing = {"month": _("Enter the month."), "day": _("Enter the day."), "year": _("Enter the year.")}
        super().__init__(widget.parts, missing, widget=widget, **options)
        self.earliest, self.latest = earliest, latest

    def compress(self, data_list: list[str]) -> str | None:
        if not data_list:
            return None
        month, day, year = data_list
        if not re.fullmatch(r"[1-9][0-9]{3}", year):
            raise ValidationError(_("Enter the year with 4 digits, such as 1987."))
        try:
            entered = date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            raise ValidationError(_("There is no such date. Enter month, day and year in digits.")) from None
        if self.earliest and entered < self.earliest:
            raise ValidationError(
                _("Enter a date that is not before %(limit)s."), params={"limit": _worded(self.earliest)}
            )
        if self.latest and entered > self.latest:
            raise ValidationError(
                _("Enter a date that is not after %(limit)s."), params={"limit": _worded(self.latest)}
            )
        return entered.isoformat()


def _worded(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


class AddressField(PartsField):
    """A postal address, stored as an object of its parts without the empty ones."""

    def __init__(self, *, country: str, **options: Any) -> None:
        widget = AddressInput(country)
        missing = {
            "line1": _("Enter the street address."),
            "city": _("Enter the city."),
            "state": _("Enter the state."),
            "postal_code": _("Enter the postal code."),
        }
        super().__init__(widget.parts, missing, widget=widget, **options)
        self.country = country

    def compress(self, data_list: list[str]) -> dict[str, str] | None:
        if not data_list:
            return None
        address = {name: value for name, value in zip(self.names, data_list, strict=True) if value}
        if self.country == "US":
            address["postal_code"] = _zip_code(address["postal_code"])
        return address


def _zip_code(text: str) -> str:
    match = re.fullmatch(r"([0-9]{5})(?:[- ]?([0-9]{4}))?", text)
    if not match:
        raise ValidationError(_("Enter a ZIP code of 5 digits, such as 12345, or of 9, such as 12345-6789."))
    return "-".join(part for part in match.groups() if part)


class LocationField(PartsField):
    """A place, stored as an object: a description, and if a map gave them, coordinates in degrees."""

    def __init__(self, **options: Any) -> None:
        widget = LocationInput()
        super().__init__(widget.parts, {}, widget=widget, **options)

    def compress(self, data_list: list[str]) -> dict[str, str | float] | None:
        description, *coordinates = data_list or [""]
        place: dict[str, str | float] = {"description": description} | _coordinates(coordinates)
        if any(place.values()):
            return place
        if self.required:
            raise ValidationError(self.error_messages["required"])
        return None


def _coordinates(texts: list[str]) -> dict[str, float]:
    """Read what a map wrote; nobody can see or mend these, so bad ones are dropped rather than refused."""
    try:
        latitude, longitude = (round(float(text), 6) for text in texts)
    except ValueError:
        return {}
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return {"latitude": latitude, "longitude": longitude}
    return {}
