"""What is asked about an article: how it begins, what it is, and which of them are listed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.models import Article, ArticleKind, Audience, DraftState
from firstpoint.domain.knowledge.queries.editing import writers
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
    related = forms.MultipleChoiceField(
        label=_("Related articles"),
        help_text=_("Readers see those that are published and meant for them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    find = forms.CharField(
        label=_("Find a related article"),
        help_text=_("By its title or address. What is found stands above, to be ticked."),
        max_length=200,
        required=False,
    )
    occasions = forms.ModelMultipleChoiceField(
        label=_("Life events"),
        queryset=Occasion.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, related: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        owner, choice = self.fields["owner"], self.fields["related"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(choice, forms.MultipleChoiceField)
        owner.queryset, choice.choices = writers(), related

    @classmethod
    def of(cls, article: Article, *, related: Sequence[tuple[str, str]]) -> "FactsForm":
        """Return the form as the article stands; `related` are slugs and titles of those that stand beside it."""
        names = ("changes", "kind", "audience", "service", "enquiry_type", "owner", "review_by", "most_asked")
        known = {name: getattr(article, name) for name in names}
        slugs = [slug for slug, _title in related]
        return cls(initial={**known, "related": slugs, "occasions": list(article.occasions.all())}, related=related)

    def clean_related(self) -> list[Article]:
        """Return the related articles."""
        return list(Article.objects.filter(slug__in=self.cleaned_data["related"]))


class RenameForm(forms.Form):
    """Another address."""

    slug = forms.CharField(label=_("New address"), max_length=120)


class ArticleFilter(forms.Form):
    """What narrows the list of articles; anything else in the address narrows nothing."""

    q = forms.CharField(label=_("Words, title or address"), max_length=200, required=False)
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
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *ArticleKind.choices], required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), empty_label=_("All owners"), required=False
    )
    due = forms.ChoiceField(label=_("Review"), choices=[("", _("All")), ("overdue", _("Overdue"))], required=False)
    reading = forms.ChoiceField(
        label=_("How it reads"), choices=[("", _("All")), ("hard", _("Too hard"))], required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = writers()
        self.fields["q"].widget.attrs |= {
            "autocomplete": "off",
            "data-suggest": reverse("desk:suggest"),
            "data-suggest-label": _("Suggestions"),
            "data-suggest-article": _("article"),
        }

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
            "kind": asked.get("kind", ""),
            "owner": owner.pk if owner else None,
            "overdue": asked.get("due") == "overdue",
            "hard": asked.get("reading") == "hard",
        }
