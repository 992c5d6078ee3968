"""What is asked about change requests and readers' comments."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models import Article, RequestState


class RequestForm(forms.Form):
    """What is wrong or missing."""

    article = forms.CharField(
        label=_("Address of the article"), help_text=_("Empty when there is none yet."), max_length=120, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    wrong = forms.CharField(label=_("What is wrong or missing?"), widget=forms.Textarea, max_length=4000)

    def __init__(self, *arguments: Any, articles: QuerySet[Article], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.articles = articles

    def clean_article(self) -> Article | None:
        """Return the article of the address."""
        slug = self.cleaned_data["article"]
        found = self.articles.filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise forms.ValidationError(_("No article has this address. Leave it empty if there is none yet."))
        return found


class AnswerRequestForm(forms.Form):
    """What became of a request."""

    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[(RequestState.DONE, _("Done")), (RequestState.DECLINED, _("Declined"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"), help_text=_("The person who asked reads it."), widget=forms.Textarea, max_length=4000
    )


class CommentFilter(forms.Form):
    """What narrows the list of readers' comments; anything else in the address narrows nothing."""

    article = forms.CharField(label=_("Address of the article"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False
    )
    vote = forms.ChoiceField(
        label=_("Vote"), choices=[("", _("All")), ("yes", _("It helped")), ("no", _("It did not help"))], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("To be read")), ("all", _("Settled too"))], required=False
    )

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filter as the query takes it."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "slug": said.get("article", ""),
            "language": said.get("language", ""),
            "helpful": {"yes": True, "no": False}.get(said.get("vote", "")),
            "is_new": said.get("state") != "all",
        }
