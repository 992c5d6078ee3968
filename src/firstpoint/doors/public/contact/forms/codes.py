"""The six digits of a one-time code, as people type them."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DIGITS = 6


class CodeForm(forms.Form):
    """Asks for the digits of the code that was sent."""

    use_required_attribute = False
    digits = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Enter the six digits of the code.")},
    )

    def clean_digits(self) -> str:
        """Return plain digits; spaces and dashes, and the digits of any script, are understood."""
        symbols = [symbol for symbol in self.cleaned_data["digits"] if symbol.isalnum()]
        if len(symbols) != DIGITS or not all(symbol.isdigit() for symbol in symbols):
            raise ValidationError(_("Enter the six digits of the code."))
        return "".join(str(unicodedata.digit(symbol)) for symbol in symbols)
