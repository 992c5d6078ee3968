"""What is sent with a showing of a form: a further message, and what makes two clicks one."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from firstpoint.core.forms.characters import readable
from firstpoint.core.forms.text_fields import LongTextField
from firstpoint.core.forms.uploads import UploadsField
from firstpoint.domain.intake.models import Incoming
from firstpoint.domain.people.models import User

SHOWING = "showing"
LONGEST_MESSAGE = 10_000


class MessageForm(forms.Form):
    """A further message to a case of one's own, with files."""

    use_required_attribute = False

    def __init__(
        self,
        posted: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(None if posted is None else readable(posted)[0], files)
        self.fields["message"] = LongTextField(
            label=_("Your message"), max_length=LONGEST_MESSAGE, error_messages={"required": _("Write a message.")}
        )
        # A form has its own `files` already, so the field cannot be declared under that name.
        self.fields["files"] = UploadsField(
            label=_("Files"),
            help_text=_("Up to 5 files of 10 MB each: PDF, photos, text and office documents."),
            required=False,
        )


def new_showing() -> str:
    """Return what tells one showing of a form from another."""
    return secrets.token_hex(16)


def sent_as(user: User, showing: str, incoming: Incoming, uploads: "Iterable[UploadedFile[bytes]]") -> str:
    """Return the id of what somebody sent: the same for the same content of the same showing of a form."""
    digest = hashlib.sha256(incoming.to_bytes())
    for part in (showing, *(f"{upload.name}\0{upload.size}" for upload in uploads)):
        digest.update(f"\0{part}".encode())
    return f"desk.{user.pk}.{digest.hexdigest()[:48]}"
