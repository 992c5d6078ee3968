"""What an adviser writes about a case. These forms check shape; whether it may be done is for the actions."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.cases.models import Case, Outcome

WORDS_LENGTH = 10_000


class _Words(forms.CharField):
    """Words to the customer, over several lines. `shortcut` is the key that leads here."""

    widget = forms.Textarea

    def __init__(self, *, shortcut: str = "", **options: Any) -> None:
        self.shortcut = shortcut
        super().__init__(max_length=WORDS_LENGTH, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {**super().widget_attrs(widget), "rows": 7}
        return {**attrs, "data-shortcut": self.shortcut} if self.shortcut else attrs


def _new_token() -> str:
    return secrets.token_hex(16)


class _SentOnce(forms.Form):
    """Words that go out once. `form_token` is the same for two presses of the button under one showing of the form."""

    form_token = forms.CharField(widget=forms.HiddenInput, initial=_new_token, max_length=64, required=False)


class AnswerForm(_SentOnce):
    """An answer to the customer."""

    body = _Words(label=_("Your answer"), shortcut="r")


class AskForm(_SentOnce):
    """A question to the customer."""

    body = _Words(
        label=_("What do you need to know?"),
        help_text=_("The clock of the case stands still until the customer writes."),
    )


class CloseForm(_SentOnce):
    """How the case ended, and what the customer is told about it."""

    outcome = forms.ChoiceField(
        label=_("How did the case end?"),
        choices=[("", _("Choose an outcome")), *(pair for pair in Outcome.choices if pair[0] != Outcome.WITHDRAWN)],
    )
    note = _Words(label=_("What should the customer know?"))


class StepForm(forms.Form):
    """The step of the process map that the case has reached."""

    step = forms.TypedChoiceField(label=_("The case is at this step"), coerce=int)

    def __init__(self, case: Case, data: Any = None, **options: Any) -> None:
        super().__init__(data, initial={"step": case.step}, **options)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(place), str(name)) for place, name in enumerate(case.version.step_names())]
