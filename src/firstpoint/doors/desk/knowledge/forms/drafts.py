"""What is asked about a draft: its words, its moment, and why it is returned."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.actions import Words
from firstpoint.domain.knowledge.models import ArticleDraft
from firstpoint.domain.knowledge.queries.moments import Skipped, Twice, moment_of


class DraftForm(forms.Form):
    """The words of a draft. `saves` is the count of saves that the writer has seen."""

    saves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("One or two sentences, shown in lists."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: ## heading, - list, **bold**, [words](https://…), [words](article:address)."),
        widget=forms.Textarea(attrs={"rows": 22, "data-editor": "markdown-help"}),
        strip=False,
        required=False,
    )
    keywords = forms.CharField(
        label=_("Keywords"),
        help_text=_("Other words that people use, with commas between."),
        max_length=2000,
        required=False,
    )
    staff_body = forms.CharField(
        label=_("For staff only"),
        help_text=_(
            "What colleagues should know beside it, such as how to say it on the phone. The public never reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "data-editor": True}),
        strip=False,
        required=False,
    )

    def __init__(self, *arguments: Any, language: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    @classmethod
    def of(cls, draft: ArticleDraft) -> "DraftForm":
        """Return the form as the draft stands."""
        known = {name: getattr(draft, name) for name in ("saves", "title", "summary", "body", "staff_body")}
        return cls(language=draft.language, initial={**known, "keywords": ", ".join(draft.keywords)})

    def words(self, language: str) -> Words:
        """Return what was written."""
        said = self.cleaned_data
        summary = " ".join(said["summary"].split())
        keywords = tuple(word.strip() for word in said["keywords"].split(",") if word.strip())
        # Browsers end lines in two characters; the text is kept as it is written elsewhere.
        body, staff_body = (said[name].replace("\r\n", "\n") for name in ("body", "staff_body"))
        return Words(language, said["title"], body, summary, keywords, staff_body)


class MomentForm(forms.Form):
    """A local day and time; the nights on which clocks change are asked about."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    which = forms.ChoiceField(
        label=_("When the clocks go back, a time comes twice"),
        choices=[
            ("", _("It comes once")),
            ("first", _("The first of the two")),
            ("second", _("The second of the two")),
        ],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Put the instant into `moment`."""
        said: dict[str, Any] = super().clean() or {}
        if "day" in said and "time" in said:
            which = said.get("which")
            try:
                said["moment"] = moment_of(
                    datetime.combine(said["day"], said["time"]), is_second=which == "second" if which else None
                )
            except Skipped as error:
                self.add_error("time", str(error))
            except Twice as error:
                self.add_error("which", str(error))
        return said


class NoteForm(forms.Form):
    """Why a draft is returned."""

    note = forms.CharField(label=_("What is to be changed?"), widget=forms.Textarea, max_length=2000)
