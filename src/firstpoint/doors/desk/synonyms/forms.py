"""What is asked about words that mean the same. These forms check shape; what may stand together is for the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models import Synonym


class WordsForm(forms.Form):
    """The words of a group, each on a line. `seen` are those that the writer began with."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=4000, strip=False, required=False)
    words = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_("Each on a line of its own: words, phrases, acronyms. A search for one finds the others too."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
    )

    @classmethod
    def of(cls, group: Synonym) -> "WordsForm":
        """Return the form with the words of a group."""
        words = "\n".join(group.words)
        return cls(initial={"words": words, "seen": words})

    @property
    def lines(self) -> list[str]:
        """The words as they were typed."""
        return str(self.cleaned_data["words"]).splitlines()

    @property
    def seen_lines(self) -> list[str]:
        """The words that the writer began with."""
        return str(self.cleaned_data["seen"]).splitlines()


class NewWordsForm(WordsForm):
    """A group that is begun."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("language", "words")


class SynonymFilter(forms.Form):
    """What narrows the list of groups; anything else in the address narrows nothing."""

    q = forms.CharField(label=_("Word"), max_length=60, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False
    )

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filter as the query takes it."""
        self.is_valid()
        return {"text": self.cleaned_data.get("q", ""), "language": self.cleaned_data.get("language", "")}
