"""Files that an import names are put at their articles: new ones added, changed ones replaced, others taken away."""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from firstpoint.core.files import MAX_BYTES, FileTooLarge, safe_name
from firstpoint.domain.knowledge.actions import add_file, change_file, remove_file
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.importing.entries import ListedFile, Mend


def put_files(slug: str, language: str, listed: Sequence[ListedFile], folder: Path) -> None:
    """Let exactly the listed files stand at one language of an article. Raises DomainError for one that cannot be had."""
    article = Article.objects.get(slug=slug)
    there = {file.name.lower(): file for file in article.files.filter(language=language)}
    for title, path in listed:
        upload = _read(folder, path)
        known = there.pop(safe_name(upload.name or "").lower(), None)
        if known:
            change_file(known, actor=SYSTEM, title=title, upload=upload)
        else:
            add_file(article, actor=SYSTEM, language=language, upload=upload, title=title)
    for left in there.values():
        remove_file(left, actor=SYSTEM)


def _read(folder: Path, path: str) -> SimpleUploadedFile:
    """Return a file of the import's own folder: nothing outside it can be published by a path."""
    found = (folder / path).resolve()
    if not found.is_relative_to(folder.resolve()) or not found.is_file():
        raise Mend(f"files: there is no file “{path}” in the folder. Put it there, or mend the path.")
    if found.stat().st_size > MAX_BYTES:
        raise FileTooLarge
    return SimpleUploadedFile(found.name, found.read_bytes())
