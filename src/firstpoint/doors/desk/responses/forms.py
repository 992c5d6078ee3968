"""What is asked about a standard response. These forms check shape; what may be filled in is for the actions."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.knowledge.actions import LONGEST_RESPONSE
from firstpoint.domain.knowledge.models import ResponseChannel, StandardResponse


class ResponseForm(forms.Form):
    """A response with its words in every language and for every channel. `seen` is the change that the writer knew of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(label=_("Name"), help_text=_("Staff find it by this."), max_length=120)
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), required=False, empty_label=_("Any service")
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        services = self.fields["service"]
        assert isinstance(services, forms.ModelChoiceField)
        services.queryset = Service.objects.filter(is_active=True)
        services.label_from_instance = lambda obj: str(obj.name)  # type: ignore[method-assign]
        for channel, _label in ResponseChannel.choices:
            for language, name in settings.LANGUAGES:
                self.fields[_field_name(language, channel)] = forms.CharField(
                    label=_(name),
                    widget=forms.Textarea(attrs={"rows": 5 if channel else 12, "lang": language}),
                    max_length=LONGEST_RESPONSE,
                    required=False,
                )

    @classmethod
    def of(cls, response: StandardResponse) -> "ResponseForm":
        """Return the form with what a response says now."""
        texts = {_field_name(text.language, text.channel): text.body for text in response.texts.all()}
        initial = {"seen": response.number, "name": response.name, "service": response.service_id}
        return cls(initial={**initial, **texts})

    @property
    def texts(self) -> dict[tuple[str, str], str]:
        """What was typed, by language and channel."""
        return {
            (language, channel): str(self.cleaned_data[_field_name(language, channel)])
            for channel in ResponseChannel.values
            for language, _name in settings.LANGUAGES
        }

    def rows(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Yield each channel with its label and its fields, the languages side by side."""
        for channel, label in ResponseChannel.choices:
            yield channel, str(label), [self[_field_name(code, channel)] for code, _name in settings.LANGUAGES]


def _field_name(language: str, channel: str) -> str:
    return f"text_{language}_{channel or 'any'}"
