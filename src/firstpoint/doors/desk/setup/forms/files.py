"""What is asked of a catalogue that comes as a file."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LARGEST = 2_000_000


class ImportForm(forms.Form):
    """A file to look at first; what it holds is then sent along to be taken in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON, at most 2 MB, as the export writes it."),
        widget=forms.FileInput({"accept": ".json,application/json"}),
        required=False,
    )
    held = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LARGEST)
    why = forms.CharField(
        label=_("Why"), help_text=_("A few words for those who look at the history."), max_length=500, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Read the file, or what was held of it."""
        upload, held = self.cleaned_data.get("file"), self.cleaned_data.get("held", "")
        if upload is None and not held:
            self.add_error("file", _("Choose a file."))
            return self.cleaned_data
        try:
            if upload is not None and upload.size > LARGEST:
                raise ValidationError(gettext("This file is larger than 2 MB. Use the command line for it."))
            text = held if upload is None else upload.read().decode("utf-8-sig")
            self.cleaned_data.update(
                data=json.loads(text), held=text, name=upload.name if upload else gettext("The file")
            )
        except ValidationError as error:
            self.add_error("file", error)
        except (UnicodeDecodeError, ValueError, RecursionError):
            self.add_error("file", _("This is no JSON in UTF-8."))
        return self.cleaned_data
