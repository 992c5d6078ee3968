"""What makes sending a form safe: a token that counts two clicks as one."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from firstpoint.core.refs import secret_from
from firstpoint.domain.intake.models import Incoming
from firstpoint.doors.public.sealed import seal, unseal

TOKEN_NAME = "form-token"  # noqa: S105  the name of an input
TOKEN_GOOD_FOR = timedelta(hours=24)
EXPIRED = _(
    "This page was open for too long, so nothing was sent yet. Everything you typed is still here: send it again."
)


def new_token() -> str:
    """Return the token of one showing of a form."""
    return seal(TOKEN_NAME, secrets.token_hex(16))


def read_token(text: str) -> str | None:
    """Return what identifies the showing of the form, or None for a token that is forged or a day old."""
    token = unseal(TOKEN_NAME, text, good_for=TOKEN_GOOD_FOR)
    return token if isinstance(token, str) else None


def external_id(token: str, incoming: Incoming, uploads: "Iterable[UploadedFile[bytes]]") -> str:
    """Return the id of what was sent: the same for the same content of the same showing of a form, so that two clicks
    are one input, and somebody who goes back, changes words and sends again is not taken for the first time."""
    digest = hashlib.sha256(incoming.to_bytes())
    for upload in uploads:
        digest.update(f"\0{upload.name}\0{upload.size}".encode())
    return f"{token}.{digest.hexdigest()[:32]}"


def secret_of(sent_as: str) -> str:
    """Return the secret of somebody whom no code can reach: the same for the same input, so two clicks show one."""
    return secret_from(hashlib.blake2b(f"secret of {sent_as}".encode(), key=settings.SECRET_KEY.encode()[:64]).digest())
