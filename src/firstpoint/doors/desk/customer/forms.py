"""What is asked about a customer. These forms check shape; who may do it and when is for the actions."""

from datetime import date
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.forms.parts_fields import AddressField, MemorableDateField
from firstpoint.core.forms.text_fields import PhoneField
from firstpoint.domain.customers.models import AccessNeed, Consent, ContactPointKind, Customer, PreferredChannel
from firstpoint.domain.customers.queries.checks import Question

FIRST_YEAR = 1880


class SearchForm(forms.Form):
    """What somebody types to find a customer or a case."""

    q = forms.CharField(max_length=200)


class FactForm(forms.Form):
    """Something about a customer that is added."""

    @classmethod
    def of(cls, customer: Customer) -> Self:
        """Return the form as it stands for a customer."""
        return cls(initial=cls.stored(customer))

    @classmethod
    def stored(cls, customer: Customer) -> dict[str, Any]:
        """Return what is known, as the form holds it."""
        return {}


class GuardedForm(FactForm):
    """Facts that are changed. `version` is that of the facts which the form shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class FactsForm(GuardedForm):
    """Who the customer is and how to speak with them."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    preferred_channel = forms.ChoiceField(
        label=_("How they would rather hear from us"),
        choices=[("", _("They have not said")), *PreferredChannel.choices],
        required=False,
    )
    born_on = MemorableDateField(label=_("Date of birth"), earliest=date(FIRST_YEAR, 1, 1), required=False)

    @classmethod
    def stored(cls, customer: Customer) -> dict[str, Any]:
        known = {name: getattr(customer, name) for name in ("version", "name", "language", "preferred_channel")}
        return {**known, "born_on": customer.born_on.isoformat() if customer.born_on else None}

    def clean_born_on(self) -> date | None:
        born_on = self.cleaned_data["born_on"]
        if not born_on:
            return None
        day = date.fromisoformat(born_on)
        if day > timezone.localdate(clock.now()):
            raise ValidationError(_("This day has not come yet. Check the date of birth."))
        return day


class NeedsForm(GuardedForm):
    """What the customer needs to be served as well as anybody else."""

    needs = forms.MultipleChoiceField(
        label=_("Access needs"), choices=AccessNeed.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    @classmethod
    def stored(cls, customer: Customer) -> dict[str, Any]:
        return {"version": customer.version, "needs": customer.access_needs}


class ConsentsForm(GuardedForm):
    """What the customer has agreed to."""

    consents = forms.MultipleChoiceField(
        label=_("They agree to"), choices=Consent.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    @classmethod
    def stored(cls, customer: Customer) -> dict[str, Any]:
        return {"version": customer.version, "consents": customer.consents}


class PointForm(FactForm):
    """A further way to reach the customer; its kind is plain from how it is written."""

    value = forms.CharField(label=_("E-mail address or phone number"), max_length=254)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data.get("value", "")
        if not typed:
            return self.cleaned_data
        is_email = "@" in typed
        field = forms.EmailField(max_length=254) if is_email else PhoneField(country="US")
        try:
            value = field.clean(typed)
        except ValidationError as error:
            self.add_error("value", error)
            return self.cleaned_data
        kind = ContactPointKind.EMAIL if is_email else ContactPointKind.PHONE
        return {"kind": kind, "value": value.lower()}


class AddressForm(FactForm):
    """Where the customer lives or works now."""

    lines = AddressField(label=_("New address"), country="US")


class ReferenceForm(forms.Form):
    """A case of somebody who may be the same customer."""

    reference = forms.CharField(label=_("Reference of one of their cases"), max_length=40)


class CodeForm(forms.Form):
    """The code that the customer reads out."""

    digits = forms.CharField(
        label=_("Code that the customer reads out"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_digits(self) -> str:
        return "".join(str(self.cleaned_data["digits"]).split())


NOT_ASKED = "not_asked"
QUESTIONS = {
    "birth_date": _("What is your date of birth? Year, month and day"),
    "postal_code": _("What is your ZIP code?"),
    "phone": _("Which phone number do we have for you?"),
    "email": _("Which e-mail address do we have for you?"),
}
MARKS = [(NOT_ASKED, _("Not asked")), ("right", _("Right")), ("wrong", _("Wrong"))]


class AnswersForm(forms.Form):
    """How the customer answered what only they should know. The end of each answer is shown, the rest is hidden."""

    def __init__(self, questions: list[Question], data: Any = None) -> None:
        super().__init__(data)
        for question in questions:
            self.fields[question.code] = forms.ChoiceField(
                label=QUESTIONS[question.code],
                help_text=_("The right answer is like this: %(masked)s") % {"masked": question.masked},
                choices=MARKS,
                initial=NOT_ASKED,
            )

    @property
    def marks(self) -> dict[str, bool]:
        """Whether each question that was asked was answered rightly; call is_valid first."""
        return {code: mark == "right" for code, mark in self.cleaned_data.items() if mark != NOT_ASKED}
