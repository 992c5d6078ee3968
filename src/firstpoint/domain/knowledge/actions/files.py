"""Files are put at an article, replaced and taken away."""

import hashlib
from functools import partial
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.database.rows import check_columns
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.core.files import store_upload
from firstpoint.domain.knowledge.actions.writing import check_language
from firstpoint.domain.knowledge.models import Article, ArticleFile

MOST_FILES = 20


@action
def add_file(
    article: Article, *, actor: Actor, language: str, upload: "UploadedFile[bytes]", title: str = ""
) -> ArticleFile:
    """Put a file at one language of an article; its readers see it at once. Records article.file_added.

    Without a title the file's name gives one. Raises FileTooLarge, FileNotAccepted.
    """
    article = lock(actor, "knowledge.publish", article.pk)
    check_language(language)
    if article.files.filter(language=language).count() >= MOST_FILES:
        raise DomainError(_("An article has at most %(most)s files in a language.") % {"most": MOST_FILES})
    file = ArticleFile(article=article, language=language, title=title)
    _fill(file, upload, actor)
    _save(file)
    record("article.file_added", article, actor=actor, data={"file": file.pk, "language": language})
    return file


@action
def change_file(
    file: ArticleFile, *, actor: Actor, title: str = "", upload: "UploadedFile[bytes] | None" = None
) -> None:
    """Give a file another title, or put another file in its place, under the same address. Records article.file_changed.

    Raises FileTooLarge, FileNotAccepted.
    """
    file = _lock(file, actor)
    title, former = title.strip() or file.title, file.stored_as
    is_another = upload is not None and digest_of(upload) != file.digest
    if title == file.title and not is_another and (upload is None or upload.name == file.name):
        return
    file.title = title
    if upload is not None:
        _fill(file, upload, actor)
        _forget(former)
    _save(file)
    record("article.file_changed", file.article, actor=actor, data={"file": file.pk, "language": file.language})


@action
def remove_file(file: ArticleFile, *, actor: Actor) -> None:
    """Take a file away from an article, and out of the store. Records article.file_removed."""
    file = _lock(file, actor)
    record("article.file_removed", file.article, actor=actor, data={"file": file.pk, "language": file.language})
    _forget(file.stored_as)
    file.delete()


def digest_of(upload: "UploadedFile[bytes]") -> str:
    """Return the SHA-256 of what a file holds, in hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _lock(file: ArticleFile, actor: Actor) -> ArticleFile:
    article = lock(actor, "knowledge.publish", file.article_id)
    found = ArticleFile.objects.filter(pk=file.pk, article=article).select_for_update().first()
    if found is None:
        raise NotFound
    found.article = article
    return found


def _fill(file: ArticleFile, upload: "UploadedFile[bytes]", actor: Actor) -> None:
    file.digest = digest_of(upload)
    stored = store_upload(upload)
    file.name, file.content_type, file.size = stored.name, stored.content_type, stored.size
    file.stored_as = stored.stored_as
    file.title = file.title.strip() or PurePath(stored.name).stem.replace("_", " ")
    file.added_at, file.added_by_id = clock.now(), actor.id


def _save(file: ArticleFile) -> None:
    check_columns(file)
    others = ArticleFile.objects.filter(article_id=file.article_id, language=file.language).exclude(pk=file.pk)
    if others.filter(name__iexact=file.name).exists():
        raise DomainError(_("The article has a file of this name already. Replace that one, or rename this one."))
    file.save()


def _forget(stored_as: str) -> None:
    """Delete from the store once nothing can bring the file back: not every store undoes what a transaction did."""
    transaction.on_commit(partial(default_storage.delete, stored_as))
