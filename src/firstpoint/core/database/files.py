"""Files in PostgreSQL: the default store, so that a file is committed, backed up and seen together with its message."""

import secrets
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from firstpoint.core.models import StoredFile


class DatabaseStorage(Storage):
    """Django's storage interface over the stored-file table. Names are drawn at random; nobody can guess one."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        stored = StoredFile.objects.filter(name=name).first()
        if stored is None:
            raise FileNotFoundError(name)
        return ContentFile(bytes(stored.content), name=name)

    def _save(self, name: str, content: Any) -> str:
        StoredFile.objects.create(name=name, content=b"".join(content.chunks()))
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return secrets.token_urlsafe(24)

    def exists(self, name: str) -> bool:
        return StoredFile.objects.filter(name=name).exists()

    def delete(self, name: str) -> None:
        StoredFile.objects.filter(name=name).delete()

    def size(self, name: str) -> int:
        with self._open(name) as stored:
            return int(stored.size)
