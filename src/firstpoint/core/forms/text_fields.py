"""Text, choices and phone numbers: Django form fields whose cleaned values are the stored answers."""

from typing import Any

import phonenumbers

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .patterns import compile_pattern


class TextField(forms.CharField):
    """One line of text, matching the whole pattern if there is one."""

    def __init__(self, *, pattern: str = "", pattern_help: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.pattern, self.pattern_help = pattern, pattern_help

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").splitlines())

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if self.pattern and value and not compile_pattern(self.pattern).fullmatch(value):
            raise ValidationError(self.pattern_help)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out maxlength: browsers would cut off pasted text without a word."""
        return {}


class LongTextField(TextField):
    """Text of several lines, stored with plain line feeds."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return "\n".join((forms.CharField.to_python(self, value) or "").splitlines())


class ChoicesField(forms.MultipleChoiceField):
    """Several options, stored in the order of the definition."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(choices=choices, **options)
        self.codes = [code for code, _label in choices]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return [code for code in self.codes if code in chosen]


class PhoneField(TextField):
    """A telephone number, stored in E.164; numbers without a country code belong to the given country."""

    def __init__(self, *, country: str, **options: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs), **options)
        self.country = country

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self._e164(text) if text else ""

    def _e164(self, text: str) -> str:
        try:
            number = phonenumbers.parse(text, self.country)
        except phonenumbers.NumberParseException:
            raise ValidationError(_("Enter a phone number, such as (555) 555-0100.")) from None
        # Only the length is judged: new number ranges come into use sooner than the library learns of them.
        possible = phonenumbers.is_possible_number_with_reason(number)
        if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise ValidationError(_("Enter the whole phone number with its area code, such as (555) 555-0100."))
        if number.extension:
            raise ValidationError(_("Enter the phone number without the extension."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
