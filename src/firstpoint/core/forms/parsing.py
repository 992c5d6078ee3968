"""Read the JSON of a definition, and say of each field that is not sound what to mend."""

import re
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from firstpoint.core.errors import DomainError

from .entry import LONGEST_CODE, Entry, Problem, fail
from .schema import FieldDefinition

MOST_FIELDS = 200

_CONTROLLING = {"choice", "choices", "yes_no"}

# A form names the parts of a field, and the elements beside it, by the field's code and one of these.
_PART = re.compile(
    r"[0-9]+|condition|helptext|error|month|day|year|line1|line2|city|state|postal_code|description|latitude|longitude"
)


class DefinitionError(DomainError):
    """The definition cannot be used; each problem names the field and says what to mend.

    `by_field` holds the problems without the field's name, by its place in the definition, from 0.
    """

    def __init__(self, problems: Sequence[str], by_field: Mapping[int, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.by_field = dict(by_field or {})
        super().__init__(" ".join(problems))


def parse_fields(data: object, languages: Collection[str]) -> tuple[FieldDefinition, ...]:
    """Return the fields of a definition whose texts exist in all the languages.

    Raises DefinitionError with one problem for each field that has any.
    """
    if not isinstance(data, list):
        raise DefinitionError([_("A form is a list of fields.")])
    if len(data) > MOST_FIELDS:
        raise DefinitionError([_("A form has at most %(most)s fields.") % {"most": MOST_FIELDS}])
    fields: list[FieldDefinition] = []
    problems: dict[int, str] = {}
    for place, entry in enumerate(data):
        try:
            fields.append(Entry(entry, languages).field())
        except Problem as problem:
            problems[place] = str(problem)
    # Conditions are compared with other fields, so they can only be judged once every field could be read.
    if not problems:
        problems = _problems_between(fields)
    if problems:
        said = [_about(_name_of(data[place], place + 1), problem) for place, problem in problems.items()]
        raise DefinitionError(said, problems)
    return tuple(fields)


def _name_of(entry: object, number: int) -> str:
    code = entry.get("code") if isinstance(entry, dict) else None
    return code[:LONGEST_CODE] if isinstance(code, str) and code else str(number)


def _about(name: str, problem: str) -> str:
    return _("Field “%(field)s”: %(problem)s") % {"field": name, "problem": problem}


def _problems_between(fields: Sequence[FieldDefinition]) -> dict[int, str]:
    problems = {}
    before: dict[str, FieldDefinition] = {}
    codes = [field.code for field in fields]
    for place, field in enumerate(fields):
        try:
            if field.code in before:
                fail(_("this code is used twice; each field needs its own."))
            for code in codes:
                if field.code.startswith(f"{code}_") and _PART.fullmatch(field.code[len(code) + 1 :]):
                    fail(
                        _("this code is taken by a part of the field “%(other)s”; choose another."),
                        other=code,
                    )
            _check_condition(field, before, codes)
        except Problem as problem:
            problems[place] = str(problem)
        before[field.code] = field
    return problems


def _check_condition(field: FieldDefinition, before: dict[str, FieldDefinition], codes: Sequence[str]) -> None:
    if field.shown_if is None:
        return
    other = field.shown_if.field
    if other not in before:
        if other in codes:
            fail(_("it is shown depending on “%(other)s”, which must come before it."), other=other)
        fail(_("it is shown depending on “%(other)s”, but there is no such field."), other=other)
    controlling = before[other]
    if controlling.kind not in _CONTROLLING:
        fail(
            _("it is shown depending on “%(other)s”, which must be of kind choice, choices or yes_no."),
            other=other,
        )
    known = ["yes", "no"] if controlling.kind == "yes_no" else [option.code for option in controlling.options]
    unknown = [code for code in field.shown_if.codes if code not in known]
    if unknown:
        fail(
            _("it is shown if “%(code)s” is chosen in “%(other)s”, which has only: %(known)s."),
            code=unknown[0],
            other=other,
            known=", ".join(known),
        )
