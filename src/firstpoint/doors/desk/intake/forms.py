"""Why input is discarded."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DiscardForm(forms.Form):
    """The reason, kept with the input."""

    reason = forms.CharField(label=_("Why is this discarded?"), max_length=500)
