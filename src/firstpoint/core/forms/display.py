"""Read answers back in words, in any language, for a case page or a mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, format_decimal, get_territory_currencies

from django.utils.formats import date_format
from django.utils.translation import override

from .form import choices
from .schema import FieldDefinition, in_language


@dataclass(frozen=True)
class Answered:
    """A question and its answer in words; the lines of a long text or an address are parted by line feeds."""

    code: str
    label: str
    text: str
    personal: bool


def display_answers(
    fields: tuple[FieldDefinition, ...], answers: Mapping[str, object], *, language: str, country: str
) -> list[Answered]:
    """Return the answered fields in the order of the definition."""
    with override(language):
        return [
            Answered(
                code=field.code,
                label=in_language(field.label, language),
                text=_worded(field, answers[field.code], language, country),
                personal=field.personal,
            )
            for field in fields
            if field.code in answers
        ]


def _worded(field: FieldDefinition, answer: object, language: str, country: str) -> str:
    # The definition may have changed since the answer was given; what no longer fits is shown as stored.
    try:
        return _worded_as(field, answer, language, country)
    except (TypeError, ValueError, ArithmeticError, phonenumbers.NumberParseException):
        return str(answer)


def _worded_as(field: FieldDefinition, answer: object, language: str, country: str) -> str:
    match field.kind, answer:
        case (("choice" | "yes_no"), str(code)):
            return dict(choices(field, language)).get(code, code)
        case "choices", list(codes):
            labels = dict(choices(field, language))
            return ", ".join(labels.get(code, str(code)) for code in codes)
        case "date", str(text):
            return date_format(date.fromisoformat(text), "DATE_FORMAT")
        case "number", int() | float():
            return format_decimal(answer, locale=_locale(language, country), decimal_quantization=False)
        case "money", str(text):
            currency = get_territory_currencies(country)[0]
            return format_currency(Decimal(text), currency, locale=_locale(language, country))
        case "phone", str(text):
            return _phone(text, country)
        case "address", dict(parts):
            return _address(parts)
        case "location", dict(parts):
            return _location(parts)
    return str(answer)


def _phone(text: str, country: str) -> str:
    number = phonenumbers.parse(text)
    formats = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    return phonenumbers.format_number(number, formats.NATIONAL if at_home else formats.INTERNATIONAL)


def _address(parts: dict[str, object]) -> str:
    city = f"{parts.get('city', '')}, {parts.get('state', '')} {parts.get('postal_code', '')}"
    lines = (parts.get("line1"), parts.get("line2"), city.strip(", "))
    return "\n".join(str(line) for line in lines if line)


def _location(parts: dict[str, object]) -> str:
    lines = [str(parts.get("description") or "")]
    if "latitude" in parts and "longitude" in parts:
        lines.append(f"{parts['latitude']}, {parts['longitude']}")
    return "\n".join(line for line in lines if line)


@lru_cache
def _locale(language: str, country: str) -> Locale:
    """Find the conventions of the language in the country, else of the language, else of English."""
    base = language.partition("-")[0]
    return Locale.negotiate([f"{base}_{country}", base, "en"], locale_identifiers()) or Locale("en")
