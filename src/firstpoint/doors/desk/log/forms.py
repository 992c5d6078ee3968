"""What is asked of a contact that is logged: three choices and no words, so that nobody can be known by it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.contacts.models import LOGGED_CHANNELS, LOGGED_OUTCOMES, Channel, ContactOutcome


class LogForm(forms.Form):
    """A contact that is over. What it was about comes first: the other two stay as they were the last time."""

    enquiry_type = forms.ChoiceField(label=_("What was it about?"), widget=forms.Select(attrs={"data-typed": ""}))
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(outcome.value, outcome.label) for outcome in LOGGED_OUTCOMES],
        widget=forms.RadioSelect,
        initial=ContactOutcome.ANSWERED,
    )
    channel = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(channel.value, channel.label) for channel in LOGGED_CHANNELS],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        named = [(kind.code, str(kind.current_version)) for kind in enquiry_types()]
        kinds = self.fields["enquiry_type"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", _("Choose one")), *sorted(named, key=lambda each: each[1].casefold())]
        self._names = dict(named)

    def name_of(self, code: str) -> str:
        """Return the name of an enquiry type, its code where it is in use no more."""
        return self._names.get(code, code)
