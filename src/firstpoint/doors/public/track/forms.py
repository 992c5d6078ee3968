"""What tracking asks: a reference with a contact point or with the secret, and further messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from firstpoint.core.forms.characters import readable
from firstpoint.core.forms.text_fields import LongTextField
from firstpoint.core.forms.uploads import UploadsField
from firstpoint.core.refs import read_reference, read_secret
from firstpoint.doors.public.contact.forms import ContactPointField

LONGEST_MESSAGE = 10_000


class ReferenceField(forms.CharField):
    """A reference, however it is typed; cleans to how it is written."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your reference"),
            help_text=_("For example K7M-4QX-2WPM"),
            max_length=200,
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
            error_messages={"required": _("Enter your reference.")},
        )

    def clean(self, value: Any) -> str:
        reference = read_reference(str(super().clean(value)))
        if reference is None:
            # Told by the check character alone, so that it says nothing about which references exist.
            raise ValidationError(_("There is a slip in this reference. Compare it with what we sent you."))
        return reference


class ContactPointProof(forms.Form):
    """Asks for the reference, and for the contact point to which a code is sent."""

    use_required_attribute = False

    def __init__(self, posted: Mapping[str, object] | None = None, *, country: str, reference: str = "") -> None:
        super().__init__(posted, auto_id="code_%s", initial={"reference": reference})
        self.fields["reference"] = ReferenceField()
        self.fields["contact_point"] = ContactPointField(country=country)


class SecretProof(forms.Form):
    """Asks for the reference, and for the secret that was shown once."""

    use_required_attribute = False

    def __init__(self, posted: Mapping[str, object] | None = None, *, reference: str = "") -> None:
        super().__init__(posted, auto_id="secret_%s", initial={"reference": reference})
        self.fields["reference"] = ReferenceField()
        self.fields["secret"] = forms.CharField(
            label=_("Your secret"),
            help_text=_("Sixteen letters and digits"),
            max_length=200,
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
            error_messages={"required": _("Enter your secret.")},
        )

    def clean_secret(self) -> str:
        """Return the secret as it was shown."""
        secret = read_secret(self.cleaned_data["secret"])
        if secret is None:
            raise ValidationError(_("A secret has sixteen letters and digits. Compare it with what you wrote down."))
        return secret


class MessageForm(forms.Form):
    """A further message to a case, with files."""

    use_required_attribute = False

    def __init__(
        self,
        posted: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(None if posted is None else readable(posted)[0], files, auto_id="message_%s")
        self.fields["message"] = LongTextField(
            label=_("Your message"),
            max_length=LONGEST_MESSAGE,
            error_messages={"required": _("Write a message.")},
        )
        self.fields["files"] = UploadsField(
            label=_("Files"),
            help_text=_("Up to 5 files of 10 MB each: PDF, photos, text and office documents."),
            required=False,
        )
