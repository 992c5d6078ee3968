"""How the sender can be reached: asked by the site itself below every form, and normalised here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from firstpoint.core.forms.characters import readable
from firstpoint.core.forms.text_fields import PhoneField, TextField
from firstpoint.domain.customers.models import ContactPointKind
from firstpoint.domain.intake.models import Sender

PREFIX = "reach"
_EMAIL_NEEDED = _("Enter an e-mail address, such as name@example.com.")


class EmailField(forms.EmailField):
    """An e-mail address, in lower case as contact points are kept."""

    def __init__(self, **options: Any) -> None:
        widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})
        messages = {"required": _EMAIL_NEEDED, "invalid": _EMAIL_NEEDED}
        super().__init__(max_length=254, widget=widget, error_messages=messages, **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class ContactPointField(forms.CharField):
    """An e-mail address or a phone number in one input; cleans to its kind and its normalised value."""

    def __init__(self, *, country: str, **options: Any) -> None:
        by_phone = bool(settings.SMS_URL)
        attrs = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "on" if by_phone else "email"}
        super().__init__(
            max_length=254,
            label=_("Your e-mail address or phone number") if by_phone else _("Your e-mail address"),
            help_text=_("The one that you gave us with your case."),
            widget=forms.TextInput(attrs),
            error_messages={"required": _("Enter your e-mail address or phone number.") if by_phone else _EMAIL_NEEDED},
            **options,
        )
        self.country = country

    def clean(self, value: Any) -> tuple[str, str]:
        text = str(super().clean(value))
        if "@" in text or not settings.SMS_URL:
            return ContactPointKind.EMAIL, EmailField().clean(text)
        return ContactPointKind.PHONE, PhoneField(country=self.country).clean(text)


class ReachForm(forms.Form):
    """Name, e-mail and phone. `for_draft` asks only for where the link to a saved form goes."""

    use_required_attribute = False

    def __init__(
        self,
        posted: Mapping[str, object] | None = None,
        *,
        may_be_anonymous: bool,
        country: str,
        for_draft: bool = False,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        self.for_draft = for_draft
        own = None if posted is None else readable({key: posted[key] for key in posted if key.startswith(PREFIX)})[0]
        super().__init__(own, prefix=PREFIX, initial=dict(initial or {}))
        self.fields["name"] = TextField(
            label=_("Your name"),
            max_length=200,
            widget=forms.TextInput({"autocomplete": "name"}),
            error_messages={"required": _("Enter your name.")},
        )
        if may_be_anonymous:
            self.fields["anonymous"] = forms.BooleanField(label=_("I do not want to give my name"), required=False)
        self.fields["email"] = EmailField(label=_("E-mail address"))
        self.fields["phone"] = PhoneField(country=country, label=_("Phone number"))

    def clean(self) -> dict[str, Any]:
        """Judge the fields together: a name unless anonymous, and one way of two unless anonymous."""
        for way in ("email", "phone"):
            # Neither is needed when the other is there, so an empty one is no error by itself.
            if not (self[way].data or "").strip():
                self.errors.pop(way, None)
                self.cleaned_data[way] = ""
        anonymous = bool(self.cleaned_data.get("anonymous"))
        if anonymous or self.for_draft:
            self.errors.pop("name", None)
        if self.for_draft:
            self._require_destination()
        elif not anonymous:
            self._require_way()
        return self.cleaned_data

    def _require_way(self) -> None:
        if not {"email", "phone"} & self.errors.keys() and not (self._email or self._phone):
            self.add_error("email", ValidationError(_("Enter an e-mail address or a phone number, so we can answer.")))

    def _require_destination(self) -> None:
        if self._email or (self._phone and settings.SMS_URL):
            return
        if {"email", "phone"} & self.errors.keys():
            return
        self.add_error(
            "email",
            ValidationError(
                _("To save the form, enter an e-mail address or a phone number: the link to go on is sent there.")
                if settings.SMS_URL
                else _("To save the form, enter an e-mail address: the link to go on is sent there.")
            ),
        )

    @property
    def _email(self) -> str:
        return str(self.cleaned_data.get("email") or "")

    @property
    def _phone(self) -> str:
        return str(self.cleaned_data.get("phone") or "")

    def sender(self) -> Sender:
        """Return who is writing; call is_valid first."""
        named = not self.cleaned_data.get("anonymous")
        return Sender(str(self.cleaned_data["name"]) if named else "", self._email, self._phone)

    def destination(self) -> tuple[str, str]:
        """Return the kind and value of the contact point that the link to a draft goes to; call is_valid first."""
        if self._email:
            return ContactPointKind.EMAIL, self._email
        return ContactPointKind.PHONE, self._phone

    def typed(self) -> dict[str, Any]:
        """Return what was typed, valid or not, under the names of the inputs, which no code of a question can be."""
        return {self.add_prefix(name): self[name].data for name in self.fields if self[name].data}


def typed_before(answers: Mapping[str, object]) -> dict[str, object]:
    """Return from a draft's answers what ReachForm takes as initial values."""
    begin = f"{PREFIX}-"
    return {key.removeprefix(begin): value for key, value in answers.items() if key.startswith(begin)}
