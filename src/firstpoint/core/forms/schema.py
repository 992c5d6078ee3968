"""What a definition consists of once it was read and found sound: fields, options, conditions; immutable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "yes_no",
    "address",
    "phone",
    "email",
    "file",
    "location",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Text: TypeAlias = Mapping[str, str]
"""The same words in several languages, by language code."""

DateLimit: TypeAlias = date | Literal["today"]


def in_language(text: Text, language: str) -> str:
    """Return the words in the language, else in its parent ("es" for "es-mx"), else in the first there is."""
    parent = language.partition("-")[0]
    return text.get(language) or text.get(parent) or next(iter(text.values()), "")


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    code: str
    label: Text


@dataclass(frozen=True)
class Condition:
    """The field is shown if any of the codes was chosen in the earlier field."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class FieldDefinition:
    """One question: its kind, its words and what an answer must be like."""

    code: str
    kind: Kind
    label: Text
    help: Text
    required: bool = False
    personal: bool = False
    options: tuple[Option, ...] = ()
    shown_if: Condition | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    earliest: DateLimit | None = None
    latest: DateLimit | None = None
    max_length: int = 0
    pattern: str = ""
    pattern_help: Text | None = None

    def is_shown(self, answers: Mapping[str, object]) -> bool:
        """Tell whether the field is asked, given the answers to the fields before it that are shown."""
        if self.shown_if is None:
            return True
        given = answers.get(self.shown_if.field)
        chosen = given if isinstance(given, list) else [given]
        return any(code in self.shown_if.codes for code in chosen)
