"""Inputs of several parts: a date, an address, a place. Each part has its own name; none needs a script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """One text input of several; without a label it is hidden, for a script to fill in."""

    name: str
    label: str | Promise = ""
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int = 100

    def widget(self) -> forms.Widget:
        if not self.label:
            return forms.HiddenInput()
        attrs = {"autocomplete": self.autocomplete, "inputmode": self.inputmode}
        return forms.TextInput({name: value for name, value in attrs.items() if value})


class PartsWidget(forms.MultiWidget):
    """Several inputs whose value is an object of the parts by name."""

    template_name = "forms/widgets/parts.html"

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        super().__init__({part.name: part.widget() for part in parts})

    def decompress(self, value: Any) -> list[Any]:
        """Spread an answer, or the raw parts of a draft, over the inputs."""
        given = value if isinstance(value, Mapping) else {}
        return [given.get(part.name) for part in self.parts]

    def input_names(self, name: str) -> list[str]:
        """Return the names under which the parts are posted."""
        return [f"{name}_{part.name}" for part in self.parts]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [(value or "").strip() for value in super().value_from_datadict(data, files, name)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, part in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            subwidget.update(label=part.label, part=part.name)
        return context


class MemorableDateInput(PartsWidget):
    """Month, day and year, each typed; no calendar stands in the way of a date known by heart."""

    template_name = "forms/widgets/memorable_date.html"

    def __init__(self) -> None:
        super().__init__(
            (
                Part("month", _("Month"), inputmode="numeric"),
                Part("day", _("Day"), inputmode="numeric"),
                Part("year", _("Year"), inputmode="numeric"),
            )
        )

    def decompress(self, value: Any) -> list[Any]:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            return super().decompress(value)
        return [day.month, day.day, day.year]


class AddressInput(PartsWidget):
    """A postal address in the parts that browsers know how to fill in."""

    def __init__(self, country: str) -> None:
        american = country == "US"
        super().__init__(
            (
                Part("line1", _("Street address"), "address-line1"),
                Part("line2", _("Apartment, suite or unit (optional)"), "address-line2"),
                Part("city", _("City"), "address-level2"),
                Part("state", _("State") if american else _("State or region"), "address-level1"),
                Part(
                    "postal_code",
                    _("ZIP code") if american else _("Postal code"),
                    "postal-code",
                    max_length=20,
                ),
            )
        )


class LocationInput(PartsWidget):
    """A place in the customer's words; a map may add coordinates in the hidden inputs."""

    template_name = "forms/widgets/location.html"
    use_fieldset = False

    def __init__(self) -> None:
        super().__init__((Part("description", _("Place"), max_length=500), Part("latitude"), Part("longitude")))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"
