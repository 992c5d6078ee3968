"""Files from outside: checked for size and kind, stored under unguessable names, served as downloads only."""

import mimetypes
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import DomainError

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
# What people send to a government and advisers can open. Sniffed kinds must agree with the ending.
PLAIN = {"txt": "text/plain", "csv": "text/csv"}
SNIFFED = {
    "pdf": {"application/pdf"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "gif": {"image/gif"},
    "webp": {"image/webp"},
    "heic": {"image/heic", "image/heif"},
    "tif": {"image/tiff"},
    "tiff": {"image/tiff"},
    "doc": {"application/msword"},
    "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"},
    "odt": {"application/vnd.oasis.opendocument.text", "application/zip"},
    "mp3": {"audio/mpeg"},
    "mp4": {"video/mp4", "video/quicktime"},
}
ACCEPTED_ENDINGS = ",".join(f".{ending}" for ending in (*SNIFFED, *PLAIN))


class FileTooLarge(DomainError):
    """The file is over the limit."""

    sentence = _("This file is larger than 10 MB. Send a smaller one, for example a photo in lower quality.")


class FileNotAccepted(DomainError):
    """The file's kind is not accepted, or it is not what its name says."""

    sentence = _("This kind of file cannot be taken. Send a PDF, a photo, a text or an office document.")


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file now in the store. `name` is what the sender called it; `size` is in bytes."""

    name: str
    content_type: str
    size: int
    stored_as: str


def check_upload(upload: "UploadedFile[bytes]") -> str:
    """Return the content type of an acceptable upload. Raises FileTooLarge or FileNotAccepted."""
    if (upload.size or 0) > MAX_BYTES:
        raise FileTooLarge
    ending = PurePath(upload.name or "").suffix.lower().lstrip(".")
    head = upload.read(8192)
    upload.seek(0)
    if ending in PLAIN and b"\0" not in head:
        return PLAIN[ending]
    sniffed = filetype.guess_mime(head)
    if ending not in SNIFFED or sniffed not in SNIFFED[ending]:
        raise FileNotAccepted
    return mimetypes.guess_type(f"x.{ending}")[0] or str(sniffed)


def store_upload(upload: "UploadedFile[bytes]") -> StoredUpload:
    """Check an upload and put it into the store, inside the caller's transaction."""
    content_type = check_upload(upload)
    name = safe_name(upload.name or "")
    stored_as = default_storage.save(secrets.token_urlsafe(24), upload)
    return StoredUpload(name, content_type, int(upload.size or 0), stored_as)


def safe_name(name: str) -> str:
    """Return the sender's name of a file without folders and control characters, 200 characters at most."""
    base = "".join(
        letter for letter in PurePath(name.replace("\\", "/")).name if unicodedata.category(letter)[0] != "C"
    )
    path = PurePath((base.strip(". ") and base) or "file")
    ending = path.suffix[:20]
    return path.stem[: 200 - len(ending)] + ending


def download(stored_as: str, *, name: str) -> FileResponse:
    """Return a stored file as a download that no browser opens inside the site."""
    response = FileResponse(default_storage.open(stored_as), as_attachment=True, filename=name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
