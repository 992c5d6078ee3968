"""Files at articles: put there, replaced, taken away; read by whoever may read the article, as long as it is published."""

from collections.abc import Callable
from typing import Any

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.files import FileNotAccepted
from firstpoint.core.models import Event, StoredFile
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import ArticleFile, Audience
from firstpoint.domain.knowledge.queries import get_article
from firstpoint.domain.knowledge.queries.files import get_published_file
from firstpoint.domain.knowledge.tests.make import a_file, a_pdf, an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


def happened() -> list[tuple[str, Any]]:
    found = Event.objects.filter(type__startswith="article.file").order_by("id")
    return [(event.type, event.data) for event in found]


def test_readers_see_the_files_of_their_language() -> None:
    article = an_article("bill", english(), spanish())
    form = a_file(article, "form_w-9.pdf")
    a_file(article, "formulario.pdf", language="es", title="Formulario")
    (shown,) = get_article(public_site(), "bill", "en").files
    assert (shown.pk, shown.title, shown.name, shown.kind, shown.size) == (
        form.pk,
        "form w-9",
        "form_w-9.pdf",
        "PDF",
        form.size,
    )
    assert [file.title for file in get_article(public_site(), "bill", "es").files] == ["Formulario"]
    assert happened()[0] == ("article.file_added", {"file": form.pk, "language": "en"})


def test_a_file_is_there_for_whom_the_article_is_and_while_it_is_published() -> None:
    article = an_article("bill")
    file = a_file(article)
    assert get_published_file(public_site(), "bill", file.pk) == file
    actions.withdraw_article(article, actor=SYSTEM)
    with pytest.raises(NotFound):
        get_published_file(public_site(), "bill", file.pk)
    actions.put_back_article(article, actor=SYSTEM)
    actions.rename_article(article, actor=SYSTEM, slug="water-bill")
    assert get_published_file(public_site(), "water-bill", file.pk) == file
    actions.change_facts(article, actor=SYSTEM, changes=0, audience=Audience.STAFF)
    with pytest.raises(NotFound):
        get_published_file(public_site(), "water-bill", file.pk)
    assert get_published_file(an_adviser().acting(), "water-bill", file.pk) == file


def test_a_file_of_a_language_that_is_not_published_is_not_there() -> None:
    article = an_article("bill")
    file = a_file(article, language="es")
    with pytest.raises(NotFound):
        get_published_file(public_site(), "bill", file.pk)
    an_article("leak")
    with pytest.raises(NotFound):
        get_published_file(public_site(), "leak", file.pk)


def test_another_file_takes_its_place_under_the_same_address(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    file = a_file(an_article("bill"), title="The form")
    former = file.stored_as
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_file(file, actor=SYSTEM, upload=a_pdf("new.pdf", b"another"))
    now = ArticleFile.objects.get(pk=file.pk)
    assert (now.title, now.name) == ("The form", "new.pdf")
    assert not StoredFile.objects.filter(name=former).exists()
    assert StoredFile.objects.filter(name=now.stored_as).exists()
    actions.change_file(now, actor=SYSTEM, upload=a_pdf("new.pdf", b"another"))
    actions.change_file(now, actor=SYSTEM, title="Form 12")
    assert ArticleFile.objects.get().title == "Form 12"
    assert [type_ for type_, _data in happened()] == ["article.file_added", *["article.file_changed"] * 2]


def test_a_file_is_removed_from_the_store_too(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    file = a_file(an_article("bill"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file, actor=SYSTEM)
    assert not ArticleFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert happened()[-1] == ("article.file_removed", {"file": file.pk, "language": "en"})
    with pytest.raises(NotFound):
        actions.remove_file(file, actor=SYSTEM)


def test_names_are_kept_apart_however_they_are_written() -> None:
    article = an_article("bill")
    a_file(article, "Form.pdf")
    with pytest.raises(DomainError, match="of this name already"):
        a_file(article, "form.PDF")
    assert a_file(article, "form.PDF", language="es").language == "es"


def test_what_is_no_such_file_is_refused() -> None:
    article = an_article("bill")
    with pytest.raises(FileNotAccepted):
        actions.add_file(article, actor=SYSTEM, language="en", upload=SimpleUploadedFile("a.pdf", b"<script>"))
    with pytest.raises(FileNotAccepted):
        actions.add_file(article, actor=SYSTEM, language="en", upload=SimpleUploadedFile("a.svg", b"<svg/>"))
    with pytest.raises(DomainError):
        a_file(article, language="tlh")
    assert not ArticleFile.objects.exists()


def test_an_article_has_so_many_files_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstpoint.domain.knowledge.actions.files.MOST_FILES", 1)
    article = an_article("bill")
    a_file(article)
    with pytest.raises(DomainError, match="at most 1"):
        a_file(article, "other.pdf")


def test_only_those_who_publish_put_files_there() -> None:
    article = an_article("bill")
    file = a_file(article)
    writer = an_adviser(tier=3).acting()
    with pytest.raises(NotPermitted):
        actions.add_file(article, actor=writer, language="en", upload=a_pdf("b.pdf"))
    with pytest.raises(NotPermitted):
        actions.change_file(file, actor=writer, title="Mine")
    with pytest.raises(NotPermitted):
        actions.remove_file(file, actor=public_site())
