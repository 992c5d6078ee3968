"""What is asked about one step of a process map, and about one question of a form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstpoint.doors.desk.setup.forms.entries import LONGEST_WORDS, Wording, WordsForm, number
from firstpoint.doors.desk.setup.forms.queues import NAME, TIERS

KIND_NAMES = {
    "text": _("One line of text"),
    "long_text": _("Text of several lines"),
    "number": _("Number"),
    "money": _("Amount of money"),
    "date": _("Date"),
    "choice": _("One of several answers"),
    "choices": _("Some of several answers"),
    "yes_no": _("Yes or no"),
    "address": _("Address"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "file": _("File"),
    "location": _("Place"),
}
CODE_HELP = _("Left empty, it is made from the English words. Answers are kept under it, so it never changes.")
BLANK_OPTIONS = 3
MOST_OPTIONS = 100


class KindForm(forms.Form):
    """Which kind of question is added."""

    kind = forms.ChoiceField(label=_("Kind of question"), choices=list(KIND_NAMES.items()))


class PartForm(WordsForm):
    """A step or a question: what both have in common. `taken` are the codes of the others."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    code = forms.CharField(label=_("Code"), help_text=CODE_HELP, max_length=60, required=False)

    # What the code is made from when none is given.
    named_by = "name"

    def __init__(self, data: Any = None, *, taken: Iterable[str], is_new: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.taken = frozenset(taken)
        if not is_new:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Make a code where none was given; each has one of its own."""
        if "code" in self.fields:
            words = self.cleaned_data.get(f"{self.named_by}_{settings.LANGUAGE_CODE}", "")
            code = self.cleaned_data.get("code") or slugify(words).replace("-", "_")[:60].strip("_")
            self.cleaned_data["code"] = code
            if code in self.taken:
                self.add_error("code", gettext("The code “%(code)s” is taken. Choose another.") % {"code": code})
            elif words and not re.fullmatch(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", code):
                self.add_error("code", gettext("Use small letters, digits and “_”, a letter first."))
        return self.cleaned_data


class StepForm(PartForm):
    """A step of a process map."""

    words = NAME
    layout = ("code", "name", "tier")

    tier = forms.TypedChoiceField(label=_("Tier"), choices=TIERS, coerce=int)

    @classmethod
    def initial_of(cls, step: Mapping[str, Any]) -> dict[str, Any]:
        """Return the initial values for a step."""
        return {**cls.spread(step), "tier": step.get("tier", 1)}

    def part(self) -> dict[str, Any]:
        """Return what was filled in, as the process map holds it."""
        return {"name": self.said("name"), "tier": self.cleaned_data["tier"]}


class QuestionForm(PartForm):
    """A question of one kind. `before` are the questions that come before it, on whose answers it can depend."""

    words = {
        "label": Wording(_("Question"), is_needed=True),
        "help": Wording(_("Help"), rows=2),
    }
    named_by = "label"

    required = forms.BooleanField(label=_("Must be answered"), required=False)
    personal = forms.BooleanField(
        label=_("The answer is personal"), help_text=_("It is shown to those alone who need it."), required=False
    )
    shown_if = forms.MultipleChoiceField(
        label=_("Ask it only after one of these answers"),
        help_text=_("Choose answers to one question. None means that it is always asked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        before: Sequence[Mapping[str, Any]],
        options_asked: int = 0,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.kind = kind
        self._add_limits()
        self.options_asked = self._add_options(options_asked) if kind in ("choice", "choices") else 0
        answers = list(_answers(before))
        condition = self.fields["shown_if"]
        assert isinstance(condition, forms.MultipleChoiceField)
        condition.choices = answers
        if not answers:
            del self.fields["shown_if"]

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(KIND_NAMES[self.kind])

    def _add_limits(self) -> None:
        if self.kind in ("text", "long_text"):
            self.fields["max_length"] = number(_("Most characters"), least=1, most=50_000, needed=False)
        if self.kind == "text":
            self.fields["pattern"] = forms.CharField(
                label=_("Pattern"),
                help_text=_("A regular expression that the whole answer has to match."),
                max_length=200,
                required=False,
            )
            for code, name in settings.LANGUAGES:
                self.fields[f"pattern_help_{code}"] = forms.CharField(
                    label=_("What to say when it does not match (%(language)s)") % {"language": _(name)},
                    max_length=LONGEST_WORDS,
                    required=False,
                )
        if self.kind in ("number", "money"):
            self.fields["min"] = forms.FloatField(label=_("Smallest"), required=False)
            self.fields["max"] = forms.FloatField(label=_("Largest"), required=False)
        if self.kind == "date":
            hint = _("A date such as 2026-01-31, or “today”.")
            self.fields["min"] = forms.CharField(label=_("Earliest"), help_text=hint, required=False, max_length=10)
            self.fields["max"] = forms.CharField(label=_("Latest"), help_text=hint, required=False, max_length=10)

    def _add_options(self, asked: int) -> int:
        # A form that comes back has as many rows as it was sent with.
        while self.is_bound and asked < MOST_OPTIONS and f"option{asked}_{settings.LANGUAGE_CODE}" in self.data:
            asked += 1
        for place in range(asked):
            self.fields[f"option{place}_code"] = forms.CharField(label=_("Code"), max_length=60, required=False)
            for language, name in settings.LANGUAGES:
                self.fields[f"option{place}_{language}"] = forms.CharField(
                    label=_(name),
                    max_length=LONGEST_WORDS,
                    required=False,
                    widget=forms.TextInput({"lang": language}),
                )
        return asked

    def option_rows(self) -> list[list[BoundField]]:
        """Return the fields of each answer that can be chosen."""
        names = ["code", *(code for code, _name in settings.LANGUAGES)]
        return [[self[f"option{place}_{name}"] for name in names] for place in range(self.options_asked)]

    def rows(self) -> Any:
        """Yield the fields to show, without the answers that can be chosen."""
        if "code" in self.fields:
            yield [self["code"]]
        for name in ("label", "help"):
            yield [self[f"{name}_{code}"] for code, _name in settings.LANGUAGES]
        for name in ("required", "personal", "max_length", "min", "max", "pattern"):
            if name in self.fields:
                yield [self[name]]
        if "pattern" in self.fields:
            yield [self[f"pattern_help_{code}"] for code, _name in settings.LANGUAGES]
        if "shown_if" in self.fields:
            yield [self["shown_if"]]

    @classmethod
    def initial_of(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return the initial values for a question."""
        plain = {name: question.get(name) for name in ("required", "personal", "max_length", "min", "max", "pattern")}
        condition = question.get("shown_if") or {}
        initial = {**plain, **cls.spread(question)}
        initial["shown_if"] = [f"{condition['field']}:{code}" for code in condition.get("is", ())]
        for code, _name in settings.LANGUAGES:
            initial[f"pattern_help_{code}"] = (question.get("pattern_help") or {}).get(code, "")
        for place, option in enumerate(question.get("options") or ()):
            initial[f"option{place}_code"] = option["code"]
            initial |= {f"option{place}_{language}": words for language, words in option["label"].items()}
        return initial

    def clean_shown_if(self) -> list[str]:
        """Let the question depend on one other alone."""
        chosen: list[str] = self.cleaned_data["shown_if"]
        if len({answer.partition(":")[0] for answer in chosen}) > 1:
            raise ValidationError(gettext("Choose answers to one question only."))
        return chosen

    def clean_min(self) -> Any:
        """Check the lower limit."""
        return self._limit("min")

    def clean_max(self) -> Any:
        """Check the upper limit."""
        return self._limit("max")

    def _limit(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        if value and value != "today":
            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise ValidationError(gettext("Give a date such as 2026-01-31, or “today”.")) from error
        return value or None

    def part(self) -> dict[str, Any]:
        """Return what was filled in, as a definition holds it; what was left empty is not there."""
        filled = self.cleaned_data
        part: dict[str, Any] = {"kind": self.kind, "label": self.said("label")}
        if words := self.said("help"):
            part["help"] = words
        part |= {name: True for name in ("required", "personal") if filled[name]}
        part |= {
            name: filled[name] for name in ("max_length", "min", "max", "pattern") if filled.get(name) not in (None, "")
        }
        if "pattern" in part and (words := self.said("pattern_help")):
            part["pattern_help"] = words
        if self.options_asked:
            part["options"] = self._options()
        if chosen := filled.get("shown_if"):
            part["shown_if"] = {
                "field": chosen[0].partition(":")[0],
                "is": [answer.partition(":")[2] for answer in chosen],
            }
        return part

    def _options(self) -> list[dict[str, Any]]:
        options = []
        for place in range(self.options_asked):
            words = self.said(f"option{place}")
            if words:
                code = self.cleaned_data[f"option{place}_code"] or slugify(words.get(settings.LANGUAGE_CODE, ""))
                options.append({"code": code[:60], "label": words})
        return options


def _answers(questions: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield every answer on which a later question can depend."""
    for question in questions:
        label = (question.get("label") or {}).get(settings.LANGUAGE_CODE, question["code"])
        if question["kind"] == "yes_no":
            answers = [("yes", gettext("Yes")), ("no", gettext("No"))]
        else:
            answers = [
                (option["code"], option["label"].get(settings.LANGUAGE_CODE, option["code"]))
                for option in question.get("options") or ()
            ]
        for code, words in answers:
            yield f"{question['code']}:{code}", f"{label}: {words}"
