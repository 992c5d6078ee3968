"""What is asked about knowledge. These forms check shape; who may do it and when is for the actions."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.actions import Words
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleKind, Audience, DraftState, RequestState
from firstpoint.domain.knowledge.queries.editing import writers
from firstpoint.domain.knowledge.queries.moments import Skipped, Twice, moment_of
from firstpoint.domain.knowledge.queries.versions import Standing
from firstpoint.domain.people.models import User

STANDINGS = {
    Standing.PUBLISHED: _("Published"),
    Standing.STALE: _("Out of date"),
    Standing.WITHDRAWN: _("Withdrawn"),
    Standing.MISSING: _("Missing"),
}


class NewArticleForm(forms.Form):
    """An article that is begun."""

    title = forms.CharField(label=_("Title"), help_text=_("As readers would ask for it."), max_length=500)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    slug = forms.CharField(
        label=_("Address"),
        help_text=_("Small letters, digits and hyphens. Left empty, the title gives one."),
        max_length=120,
        required=False,
    )


class DraftForm(forms.Form):
    """The words of a draft. `saves` is the count of saves that the writer has seen."""

    saves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    summary = forms.CharField(
        label=_("Summary"), help_text=_("One or two sentences, shown in lists."), max_length=500, required=False
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: ## heading, - list, **bold**, [words](https://…), [words](article:address)."),
        widget=forms.Textarea(attrs={"rows": 22}),
        strip=False,
        required=False,
    )
    keywords = forms.CharField(
        label=_("Keywords"),
        help_text=_("Other words that people use, with commas between."),
        max_length=2000,
        required=False,
    )

    @classmethod
    def of(cls, draft: ArticleDraft) -> "DraftForm":
        """Return the form as the draft stands."""
        known = {name: getattr(draft, name) for name in ("saves", "title", "summary", "body")}
        return cls(initial={**known, "keywords": ", ".join(draft.keywords)})

    def words(self, language: str) -> Words:
        """Return what was written."""
        said = self.cleaned_data
        keywords = tuple(word.strip() for word in said["keywords"].split(",") if word.strip())
        # Browsers end lines in two characters; the text is kept as it is written elsewhere.
        body = said["body"].replace("\r\n", "\n")
        return Words(language, said["title"], body, said["summary"], keywords)


class FactsForm(forms.Form):
    """What an article is. `changes` is the count of changes that the editor has seen."""

    changes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.order_by("code"), required=False)
    enquiry_type = forms.ModelChoiceField(
        label=_("Form offered beside it"),
        queryset=EnquiryType.objects.filter(is_active=True).select_related("current_version").order_by("code"),
        required=False,
    )
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), required=False)
    review_by = forms.DateField(
        label=_("Review by"),
        help_text=_("The article stands among the overdue reviews from then on."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    most_asked = forms.IntegerField(
        label=_("Rank among the most asked"),
        help_text=_("1 comes first. Empty: not in that list."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    related = forms.CharField(
        label=_("Related articles"),
        help_text=_("Their addresses, with commas between."),
        max_length=2000,
        required=False,
    )
    occasions = forms.ModelMultipleChoiceField(
        label=_("Life events"),
        queryset=Occasion.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = writers()

    @classmethod
    def of(cls, article: Article) -> "FactsForm":
        """Return the form as the article stands."""
        names = ("changes", "kind", "audience", "service", "enquiry_type", "owner", "review_by", "most_asked")
        known = {name: getattr(article, name) for name in names}
        related = ", ".join(article.related.order_by("slug").values_list("slug", flat=True))
        return cls(initial={**known, "related": related, "occasions": list(article.occasions.all())})

    def clean_related(self) -> list[Article]:
        """Return the related articles by their addresses."""
        slugs = {slug.strip() for slug in self.cleaned_data["related"].split(",") if slug.strip()}
        found = list(Article.objects.filter(slug__in=slugs))
        if missing := sorted(slugs - {article.slug for article in found}):
            raise forms.ValidationError(
                _("No article has the address %(slugs)s. Look it up in the list of articles."),
                params={"slugs": ", ".join(missing)},
            )
        return found


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


class RenameForm(forms.Form):
    """Another address."""

    slug = forms.CharField(label=_("New address"), max_length=120)


class NoteForm(forms.Form):
    """Why a draft is returned."""

    note = forms.CharField(label=_("What is to be changed?"), widget=forms.Textarea, max_length=2000)


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


class ArticleFilter(forms.Form):
    """What narrows the list of articles; anything else in the address narrows nothing."""

    q = forms.CharField(label=_("Title or address"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *STANDINGS.items(), *DraftState.choices], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.order_by("code"),
        to_field_name="code",
        empty_label=_("All services"),
        required=False,
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=[("", _("Everybody")), *Audience.choices], required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), empty_label=_("All owners"), required=False
    )
    due = forms.ChoiceField(label=_("Review"), choices=[("", _("All")), ("overdue", _("Overdue"))], required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = writers()

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filter as the query takes it."""
        self.is_valid()
        asked = self.cleaned_data
        service, owner = asked.get("service"), asked.get("owner")
        return {
            "search": asked.get("q", ""),
            "state": asked.get("state", ""),
            "language": asked.get("language", ""),
            "service": service.code if service else "",
            "audience": asked.get("audience", ""),
            "owner": owner.pk if owner else None,
            "overdue": asked.get("due") == "overdue",
        }
