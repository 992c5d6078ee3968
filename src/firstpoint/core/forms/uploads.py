"""Several files in one field, each of a size and kind that is taken."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import DomainError
from firstpoint.core.files import ACCEPTED_ENDINGS, MAX_FILES, check_upload


class UploadsInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files; cleans to a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=UploadsInput({"accept": ACCEPTED_ENDINGS}), **options)

    def clean(self, value: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        uploads = [super(UploadsField, self).clean(upload, initial) for upload in value or []]
        if len(uploads) > MAX_FILES:
            raise ValidationError(_("Send at most %(most)s files at a time."), params={"most": MAX_FILES})
        for upload in uploads:
            check(upload)
        return uploads


def check(upload: "UploadedFile[bytes]") -> None:
    """Raise ValidationError, with the file's name, for one that is too large or of a kind that is not taken."""
    try:
        check_upload(upload)
    except DomainError as error:
        raise ValidationError(_("%(name)s: %(problem)s"), params={"name": upload.name, "problem": error}) from None
