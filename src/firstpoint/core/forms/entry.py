"""One field as it stands in the JSON of a definition: all that can be judged without the other fields."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, cast

from django.utils.translation import gettext as _

from .characters import UNREADABLE
from .patterns import PatternError, compile_pattern
from .schema import KINDS, Condition, DateLimit, FieldDefinition, Kind, Option, Text

LONGEST_CODE = 60
LONGEST_TEXT = 2_000
LONGEST_PATTERN = 200
DEFAULT_LENGTH = {"text": 200, "long_text": 10_000}
GREATEST_LENGTH = {"text": 1_000, "long_text": 50_000}
GREATEST_LIMIT = 10**15

_COMMON = {"code", "kind", "label", "help", "required", "personal", "shown_if"}
_BY_KIND = {
    "text": {"max_length", "pattern", "pattern_help"},
    "long_text": {"max_length"},
    "number": {"min", "max"},
    "money": {"min", "max"},
    "date": {"min", "max"},
    "choice": {"options"},
    "choices": {"options"},
}

_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_OPTION_CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Problem(Exception):
    """What is wrong with the field that is being read."""


def fail(sentence: str, **params: object) -> NoReturn:
    raise Problem(sentence % params)


class Entry:
    """One field as it stands in the JSON."""

    def __init__(self, data: object, languages: Collection[str]) -> None:
        if not isinstance(data, dict):
            fail(_("a field is an object with code, kind and label."))
        self.data: dict[str, Any] = data
        self.languages = languages

    def field(self) -> FieldDefinition:
        """Read everything that can be judged without the other fields."""
        code, kind = self._code(), self._kind()
        unknown = sorted(str(key) for key in self.data.keys() - _COMMON - _BY_KIND.get(kind, set()))
        if unknown:
            fail(
                _("“%(key)s” is not a setting of the kind %(kind)s; remove it."),
                key=unknown[0][:60],
                kind=kind,
            )
        minimum, maximum = self._numbers() if kind in ("number", "money") else (None, None)
        earliest, latest = self._dates() if kind == "date" else (None, None)
        pattern = self._pattern()
        return FieldDefinition(
            code=code,
            kind=kind,
            label=self._text(self.data.get("label"), "label"),
            help=self._text(self.data["help"], "help") if "help" in self.data else {},
            required=self._flag("required"),
            personal=self._flag("personal"),
            options=self._options() if kind in ("choice", "choices") else (),
            shown_if=self._condition(),
            minimum=minimum,
            maximum=maximum,
            earliest=earliest,
            latest=latest,
            max_length=self._max_length(kind) if kind in DEFAULT_LENGTH else 0,
            pattern=pattern,
            pattern_help=self._text(self.data.get("pattern_help"), "pattern_help") if pattern else None,
        )

    def _code(self) -> str:
        code = self.data.get("code")
        if not isinstance(code, str) or len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
            fail(
                _("the code must be at most %(most)s small letters, digits and underscores, a letter first."),
                most=LONGEST_CODE,
            )
        return code

    def _kind(self) -> Kind:
        kind = self.data.get("kind")
        if kind not in KINDS:
            fail(_("the kind must be one of: %(kinds)s."), kinds=", ".join(KINDS))
        return cast("Kind", kind)

    def _text(self, text: object, key: str) -> Text:
        if not isinstance(text, dict) or not text:
            fail(_('%(key)s must give the words by language, such as {"en": "…"}.'), key=key)
        for language, words in text.items():
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                fail(_("%(key)s has a language code that is not one, such as en or es."), key=key)
            if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_TEXT or UNREADABLE.search(words):
                fail(
                    _("%(key)s in %(language)s must be words, at most %(most)s characters."),
                    key=key,
                    language=language,
                    most=LONGEST_TEXT,
                )
        missing = [language for language in self.languages if language not in text]
        if missing:
            fail(_("%(key)s is missing in: %(languages)s."), key=key, languages=", ".join(missing))
        return cast("Text", text)

    def _flag(self, key: str) -> bool:
        flag = self.data.get(key, False)
        if not isinstance(flag, bool):
            fail(_("%(key)s must be true or false."), key=key)
        return flag

    def _options(self) -> tuple[Option, ...]:
        entries = self.data.get("options")
        if not isinstance(entries, list) or not entries:
            fail(_("options are missing; list at least one with code and label."))
        options: list[Option] = []
        for entry in entries:
            if not isinstance(entry, dict) or entry.keys() != {"code", "label"}:
                fail(_("each option has a code and a label, and nothing else."))
            code = entry["code"]
            if not isinstance(code, str) or len(code) > LONGEST_CODE or not _OPTION_CODE.fullmatch(code):
                fail(_("an option's code must be small letters and digits, joined by _ or -."))
            if code in [option.code for option in options]:
                fail(_("the option “%(code)s” is listed twice."), code=code)
            options.append(Option(code, self._text(entry["label"], _("the label of option %s") % code)))
        return tuple(options)

    def _condition(self) -> Condition | None:
        if "shown_if" not in self.data:
            return None
        condition = self.data["shown_if"]
        match condition:
            case {"field": str(field), "is": [_first, *_rest] as codes} if len(condition) == 2:
                if all(isinstance(code, str) for code in codes):
                    return Condition(field, tuple(codes))
        fail(_('shown_if must be like {"field": "earlier_field", "is": ["code"]}.'))

    def _numbers(self) -> tuple[Decimal | None, Decimal | None]:
        minimum, maximum = self._number("min"), self._number("max")
        if minimum is not None and maximum is not None and minimum > maximum:
            fail(_("min is greater than max."))
        return minimum, maximum

    def _dates(self) -> tuple[DateLimit | None, DateLimit | None]:
        earliest, latest = self._date("min"), self._date("max")
        if isinstance(earliest, date) and isinstance(latest, date) and earliest > latest:
            fail(_("min is later than max."))
        return earliest, latest

    def _number(self, key: str) -> Decimal | None:
        number = self.data.get(key)
        if number is None:
            return None
        # The comparison also refuses what JSON calls NaN.
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) <= GREATEST_LIMIT:
            fail(_("%(key)s must be a number."), key=key)
        return Decimal(str(number))

    def _date(self, key: str) -> DateLimit | None:
        limit = self.data.get(key)
        if limit is None or limit == "today":
            return limit
        try:
            return date.fromisoformat(limit)
        except (TypeError, ValueError):
            fail(_("%(key)s must be a date like 2026-01-31, or “today”."), key=key)

    def _max_length(self, kind: Kind) -> int:
        length = self.data.get("max_length", DEFAULT_LENGTH[kind])
        greatest = GREATEST_LENGTH[kind]
        if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= greatest:
            fail(_("max_length must be a whole number from 1 to %(greatest)s."), greatest=greatest)
        return length

    def _pattern(self) -> str:
        if "pattern" not in self.data:
            if "pattern_help" in self.data:
                fail(_("pattern_help needs a pattern."))
            return ""
        pattern = self.data["pattern"]
        if not isinstance(pattern, str) or not 1 <= len(pattern) <= LONGEST_PATTERN:
            fail(_("the pattern must be a text of at most %(most)s characters."), most=LONGEST_PATTERN)
        try:
            compile_pattern(pattern)
        except PatternError:
            fail(_("the pattern is no usable regular expression; it may not look around or refer back."))
        return pattern
