"""Numbers and amounts: how people write them, what limits them and how they are stored."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_NUMBER = 30

_POINT = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:[, \u00a0][0-9]{3})+|[0-9]+)?(?:\.([0-9]+))?")
_COMMA = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:[. \u00a0][0-9]{3})+|[0-9]+),([0-9]+)")


def parse_decimal(text: str) -> Decimal | None:
    """Read a number as people write it, with a point or a comma; "1,234" has its comma between thousands."""
    text = text.strip()
    match = len(text) <= LONGEST_NUMBER and (_POINT.fullmatch(text) or _COMMA.fullmatch(text))
    if not match or not (match[2] or match[3]):
        return None
    whole = re.sub(r"[^0-9]", "", match[2] or "0")
    # Adding zero turns minus zero into zero.
    return Decimal(f"{match[1]}{whole}.{match[3] or 0}") + 0


class DecimalField(forms.Field):
    """What numbers and amounts share: how they are read and what limits them."""

    decimal_places = 4
    most_digits = 15
    invalid = _("Enter a number, such as 12 or 12.5.")
    too_precise = _("Enter a number with at most 4 decimal places.")

    def __init__(self, *, minimum: Decimal | None = None, maximum: Decimal | None = None, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal"}), **options)
        self.minimum, self.maximum = minimum, maximum

    def clean(self, value: Any) -> Any:
        text = (value or "").strip()
        if not text:
            return super().clean(None)
        return self.stored(self._decimal(text))

    def _decimal(self, text: str) -> Decimal:
        number = parse_decimal(text)
        if number is None:
            raise ValidationError(self.invalid)
        _sign, digits, exponent = number.normalize().as_tuple()
        assert isinstance(exponent, int)
        if exponent < -self.decimal_places:
            raise ValidationError(self.too_precise)
        if len(digits) + max(exponent, 0) > self.most_digits:
            raise ValidationError(_("This number is too long."))
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(_("Enter %(limit)s or more."), params={"limit": self.minimum})
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(_("Enter %(limit)s or less."), params={"limit": self.maximum})
        return number

    def stored(self, number: Decimal) -> Any:
        raise NotImplementedError


class NumberField(DecimalField):
    """A number, stored as a JSON number; 15 digits survive that exactly."""

    def stored(self, number: Decimal) -> int | float:
        return int(number) if number == number.to_integral_value() else float(number)


class MoneyField(DecimalField):
    """An amount, stored as text with two decimal places."""

    decimal_places = 2
    invalid = _("Enter an amount, such as 12 or 12.50.")
    too_precise = _("Enter an amount with at most 2 decimal places.")

    def clean(self, value: Any) -> Any:
        return super().clean((value or "").strip("$€£ \u00a0"))

    def stored(self, number: Decimal) -> str:
        return f"{number:.2f}"
