"""The Django form that a definition makes: what is asked, answered, and kept of an unfinished one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .characters import readable
from .number_fields import MoneyField, NumberField
from .parts_fields import AddressField, LocationField, MemorableDateField
from .schema import DateLimit, FieldDefinition, in_language
from .text_fields import ChoicesField, LongTextField, PhoneField, TextField
from .widgets import PartsWidget

MOST_RADIOS = 7

_REQUIRED = {
    "choice": gettext_lazy("Choose an answer."),
    "choices": gettext_lazy("Choose at least one answer."),
    "yes_no": gettext_lazy("Choose yes or no."),
    "date": gettext_lazy("Enter a date."),
    "address": gettext_lazy("Enter an address."),
    "phone": gettext_lazy("Enter a phone number."),
    "email": gettext_lazy("Enter an email address."),
    "file": gettext_lazy("Choose a file."),
    "location": gettext_lazy("Describe the place."),
}
_ANSWER_NEEDED = gettext_lazy("Enter an answer.")
_MARRED = gettext_lazy("Hidden characters that cannot be stored were taken out. Check this answer, then send it again.")
_NOT_LISTED = gettext_lazy("Choose one of the answers listed.")

EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class ShownIf:
    """When to answer a field: in words, and as the input to watch with the values that show the field."""

    sentence: str
    input_name: str
    values: str


class AnswerForm(forms.Form):
    """The questions of a definition; its cleaned values are the answers as they are stored."""

    # Questions hidden by a condition must not be demanded by the browser.
    use_required_attribute = False

    def __init__(
        self,
        questions: tuple[FieldDefinition, ...],
        data: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        language: str,
        today: date,
        country: str,
        initial: Mapping[str, object] | None = None,
        prefix: str = "",
    ) -> None:
        self.questions = questions
        self._marred: frozenset[str] = frozenset()
        if data is not None:
            data, self._marred = readable(data)
        kept = {field.code for field in questions if field.kind != "file"}
        known = {code: value for code, value in (initial or {}).items() if code in kept}
        super().__init__(data=data, files=files, initial=known, prefix=prefix or None)
        for field in questions:
            self.fields[field.code] = form_field(field, language=language, today=today, country=country)
        self.shown_if = {field.code: self._when_shown(field, language) for field in questions if field.shown_if}

    def _when_shown(self, field: FieldDefinition, language: str) -> ShownIf:
        condition = field.shown_if
        assert condition is not None
        other = next(question for question in self.questions if question.code == condition.field)
        chosen = [
            _("“%(option)s”") % {"option": label} for code, label in choices(other, language) if code in condition.codes
        ]
        sentence = _("Answer this if you chose %(options)s for “%(question)s”.") % {
            "options": _(" or ").join(chosen),
            "question": in_language(other.label, language),
        }
        return ShownIf(sentence, self.add_prefix(other.code), " ".join(condition.codes))

    def clean(self) -> dict[str, Any]:
        """Refuse answers that held unreadable characters, and drop answers to questions not asked."""
        for field in self.questions:
            if not field.is_shown(self.cleaned_data):
                self.errors.pop(field.code, None)
                self.cleaned_data.pop(field.code, None)
            elif not self._marred.isdisjoint(self._input_names(field.code)):
                self.add_error(field.code, str(_MARRED))
        return self.cleaned_data

    def _input_names(self, code: str) -> list[str]:
        widget, name = self.fields[code].widget, self.add_prefix(code)
        return widget.input_names(name) if isinstance(widget, PartsWidget) else [name]

    def answers(self) -> dict[str, Any]:
        """Return the valid answers by code as JSON holds them, without files; call is_valid first."""
        cleaned = self.cleaned_data.items()
        return {code: value for code, value in cleaned if value not in EMPTY and not isinstance(value, UploadedFile)}

    def answer_files(self) -> "dict[str, UploadedFile[bytes]]":
        """Return the valid uploaded files by code; call is_valid first."""
        return {code: value for code, value in self.cleaned_data.items() if isinstance(value, UploadedFile)}

    def draft(self) -> dict[str, Any]:
        """Return what was typed, valid or not, to be shown again as `initial`; files are not kept."""
        typed: dict[str, Any] = {}
        for bound in self._unfiled():
            raw, widget = bound.data, bound.field.widget
            if isinstance(widget, PartsWidget):
                raw = {part.name: text for part, text in zip(widget.parts, raw, strict=True) if text}
            if raw not in EMPTY:
                typed[bound.name] = raw
        return typed

    def as_posted(self) -> MultiValueDict[str, str]:
        """Return the initial values as a browser would post them, so that they can be checked again."""
        posted: MultiValueDict[str, str] = MultiValueDict()
        for bound in self._unfiled():
            value, widget = bound.initial, bound.field.widget
            values: Iterable[object]
            if isinstance(widget, PartsWidget):
                values = widget.decompress(value)
            elif isinstance(widget, forms.CheckboxSelectMultiple):
                posted.setlist(bound.html_name, widget.format_value(value))
                continue
            else:
                values = [value]
            for name, part in zip(self._input_names(bound.name), values, strict=True):
                posted[name] = "" if part is None else str(part)
        return posted

    def _unfiled(self) -> list[forms.BoundField]:
        return [self[field.code] for field in self.questions if field.kind != "file"]


def choices(field: FieldDefinition, language: str) -> list[tuple[str, str]]:
    """Return the codes that can be chosen with their labels; yes and no are in the active language."""
    if field.kind == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option.code, in_language(option.label, language)) for option in field.options]


def form_field(  # noqa: C901 - one line for each kind of field
    field: FieldDefinition, *, language: str, today: date, country: str
) -> forms.Field:
    """Return the Django field for a question."""
    common: dict[str, Any] = {
        "label": in_language(field.label, language),
        "help_text": in_language(field.help, language),
        "required": field.required,
        "error_messages": {
            "required": _REQUIRED.get(field.kind, _ANSWER_NEEDED),
            "invalid_choice": _NOT_LISTED,
        },
    }
    match field.kind:
        case "text":
            hint = in_language(field.pattern_help or {}, language)
            return TextField(max_length=field.max_length, pattern=field.pattern, pattern_help=hint, **common)
        case "long_text":
            return LongTextField(max_length=field.max_length, **common)
        case "number":
            return NumberField(minimum=field.minimum, maximum=field.maximum, **common)
        case "money":
            return MoneyField(minimum=field.minimum, maximum=field.maximum, **common)
        case "date":
            return MemorableDateField(earliest=_day(field.earliest, today), latest=_day(field.latest, today), **common)
        case "choice" | "yes_no":
            return _choice_field(choices(field, language), common)
        case "choices":
            return ChoicesField(choices=choices(field, language), **common)
        case "address":
            return AddressField(country=country, **common)
        case "phone":
            return PhoneField(country=country, **common)
        case "email":
            widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})
            return forms.EmailField(max_length=254, widget=widget, **common)
        case "file":
            return forms.FileField(widget=forms.FileInput, **common)
        case "location":
            return LocationField(**common)
        case _:
            assert_never(field.kind)


def _choice_field(listed: list[tuple[str, str]], common: dict[str, Any]) -> forms.ChoiceField:
    if len(listed) <= MOST_RADIOS:
        return forms.ChoiceField(choices=listed, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("Choose one")), *listed], **common)


def _day(limit: DateLimit | None, today: date) -> date | None:
    return today if limit == "today" else limit
