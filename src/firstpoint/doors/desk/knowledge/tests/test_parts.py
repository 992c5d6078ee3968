"""What stands beside the text of an article at the desk: parts for staff, files, related articles, the way out."""

import io
import re
import zipfile
from typing import Any

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleFile, ArticleVersion
from firstpoint.domain.knowledge.tests.drafting import a_draft
from firstpoint.domain.knowledge.tests.make import a_file, a_pdf, an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_adviser, an_auditor, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

ARTICLES = "/desk/knowledge/articles/"
BILL = f"{ARTICLES}bill/"
PHONE = "Ask for the **account** first. See [leaks](article:leak)."


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor())


@pytest.fixture
def adviser() -> Client:
    return a_desk_of(an_adviser(tier=1))


def staff_box(page: str) -> str:
    return page.partition('class="desk-staff-part"')[2].partition("</section>")[0]


@pytest.mark.req("KB-01")
def test_staff_read_the_text_and_in_a_box_what_is_for_them(adviser: Client) -> None:
    an_article("bill", english(staff_body=PHONE), spanish(staff_body="Pida la *cuenta*."))
    page = adviser.get(BILL).text
    assert "Text: English" in page and "Pay online or by phone." in page
    box = staff_box(page)
    assert "For staff only" in box
    assert "<strong>account</strong>" in box
    assert f'href="{ARTICLES}leak/"' in box
    spanish_page = adviser.get(f"{BILL}?text=es").text
    assert "<em>cuenta</em>" in staff_box(spanish_page) and 'lang="es"' in staff_box(spanish_page)
    an_article("leak")
    assert not staff_box(adviser.get(f"{ARTICLES}leak/").text)
    assert "Text: " not in a_desk_of(an_editor()).get(f"{ARTICLES}{a_draft().article.slug}/").text


@pytest.mark.req("KB-01")
def test_a_part_for_staff_is_written_with_the_draft(editor: Client) -> None:
    draft = a_draft()
    path = f"{ARTICLES}{draft.article.slug}/en/"
    words = {
        "saves": 1,
        "title": "Pothole",
        "body": "Tell us.",
        "staff_body": "Ask **where**.\r\nThen write.",
        "do": "save",
    }
    preview = editor.post(f"{path}edit/", {**words, "do": "preview"}).text
    assert "<strong>where</strong>" in staff_box(preview)
    assert editor.post(f"{path}edit/", words).status_code == 302
    assert ArticleDraft.objects.get().staff_body == "Ask **where**.\nThen write."
    assert "<strong>where</strong>" in staff_box(editor.get(path).text)
    assert "Ask **where**." in editor.get(f"{path}edit/").text
    editor.post(f"{path}publish/", {"saves": 2})
    assert ArticleVersion.objects.get().staff_text == "Ask where. Then write."
    actions.start_draft(draft.article, actor=SYSTEM, language="es")
    assert "<strong>where</strong>" in staff_box(editor.get(f"{ARTICLES}{draft.article.slug}/es/edit/").text)


def test_a_change_of_the_part_for_staff_shows_in_the_history(editor: Client) -> None:
    an_article("bill", english(staff_body="Say it slowly."))
    an_article("bill", english(staff_body="Say it clearly."))
    page = editor.get(f"{BILL}en/history/").text
    assert "<h3>For staff only</h3>" in page
    assert re.search(r"<del>.*slowly.*</del><ins>.*clearly", page)


@pytest.mark.req("KB-01")
def test_an_editor_puts_a_file_there_replaces_and_removes_it(editor: Client) -> None:
    an_article("bill", english(), spanish())
    assert "No file stands at this article yet." in editor.get(f"{BILL}files/").text
    sent = editor.post(
        f"{BILL}files/", {"upload": a_pdf("form_12.pdf"), "title": "", "language": "es"}, follow=True
    ).text
    assert "form 12" in sent and "form_12.pdf" in sent and "Spanish" in sent
    file = ArticleFile.objects.get()
    assert b"%PDF" in b"".join(editor.get(f"{BILL}files/{file.pk}/"))  # type: ignore[arg-type]
    change = f"{BILL}files/{file.pk}/change/"
    assert "form_12.pdf" in editor.get(change).text
    editor.post(change, {"upload": a_pdf("form_13.pdf", b"new"), "title": "Form 13"})
    file.refresh_from_db()
    assert (file.title, file.name) == ("Form 13", "form_13.pdf")
    assert "Form 13" in editor.get(BILL).text
    editor.post(f"{BILL}files/{file.pk}/remove/")
    assert not ArticleFile.objects.exists()
    assert editor.get(f"{BILL}files/{file.pk}/").status_code == 404


def test_what_is_no_such_file_comes_back_with_a_sentence(editor: Client) -> None:
    article = an_article("bill")
    file = a_file(article)
    page = SimpleUploadedFile("a.html", b"<script>alert(1)</script>")
    for path in (f"{BILL}files/", f"{BILL}files/{file.pk}/change/"):
        page.seek(0)
        refused = editor.post(path, {"upload": page, "title": "x", "language": "en"})
        assert refused.status_code == 409
        assert "This kind of file cannot be taken." in refused.text
    assert editor.post(f"{BILL}files/", {"language": "en"}).status_code == 422
    assert editor.post(f"{BILL}files/{file.pk}/change/", {"title": "x" * 300}).status_code == 422
    assert ArticleFile.objects.get().name == "form.pdf"


@pytest.mark.req("KB-01")
def test_related_articles_are_found_by_title_and_ticked(editor: Client) -> None:
    article = an_article("bill")
    leak = an_article("leak", english("Report a leak"), spanish("Avise de una fuga"))
    an_article("script", english("Leak script"), audience="staff")
    actions.withdraw_article(an_article("old-leak", english("Old leaks")), actor=SYSTEM)
    actions.relate_articles(article, actor=SYSTEM, related=[leak])
    said = {"changes": 0, "kind": "article", "audience": "public", "related": ["leak"]}
    assert 'value="leak"' in editor.get(f"{BILL}facts/").text
    page = editor.post(f"{BILL}facts/", {**said, "find": "leak", "do": "find"}).text
    ticked = re.findall(r'name="related" value="([\w-]+)"[^>]* checked', page)
    assert ticked == ["leak"]
    assert "Leak script (script, staff only)" in page
    assert "Old leaks (old-leak, not published)" in page
    assert "2 articles were found." in page
    assert not editor.post(f"{BILL}facts/", {**said, "find": "\0", "do": "find"}).status_code >= 500
    assert "No other article" in editor.post(f"{BILL}facts/", {**said, "find": "zebra", "do": "find"}).text
    assert article.related.count() == 1
    assert editor.post(f"{BILL}facts/", {**said, "related": ["leak", "script"], "find": "leak"}).status_code == 302
    assert sorted(article.related.values_list("slug", flat=True)) == ["leak", "script"]
    assert "Report a leak" in editor.get(BILL).text
    assert editor.post(f"{BILL}facts/", {**said, "changes": 1, "related": ["bill"]}).status_code in (409, 422)


def unpacked(response: Any) -> dict[str, bytes]:
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.req("KB-01")
def test_an_editor_takes_articles_away_as_markdown(editor: Client) -> None:
    bill = an_article("bill", english(staff_body=PHONE), spanish())
    a_file(bill)
    an_article("script", english("Script"), audience="staff")
    assert f"{BILL}export.zip" in editor.get(BILL).text
    one = unpacked(editor.get(f"{BILL}export.zip"))
    assert sorted(one) == ["bill.en.md", "bill.es.md", "files/bill.en/form.pdf"]
    assert b"account" in one["bill.en.md"]
    assert "/desk/knowledge/export/" in editor.get(ARTICLES).text
    assert "Everything that is published" in editor.get("/desk/knowledge/export/").text
    zipped = "/desk/knowledge/export/articles.zip"
    everything = unpacked(editor.get(f"{zipped}?audience=staff"))
    assert sorted(everything) == [*sorted(one), "script.en.md"]
    public = unpacked(editor.get(f"{zipped}?audience=public&language=en"))
    assert sorted(public) == ["bill.en.md", "files/bill.en/form.pdf"]
    assert b"account" not in public["bill.en.md"]
    assert editor.get(f"{zipped}?audience=everybody").status_code == 422
    actions.withdraw_article(Article.objects.get(slug="script"), actor=SYSTEM)
    assert editor.get(f"{ARTICLES}script/export.zip").status_code == 404


def test_others_neither_export_nor_put_files_there(adviser: Client) -> None:
    article = an_article("bill")
    file = a_file(article)
    for client in (adviser, a_desk_of(an_auditor())):
        page = client.get(BILL).text
        assert "export.zip" not in page and 'files/"' not in page
        assert f"files/{file.pk}/" in page
        assert client.get(f"{BILL}files/{file.pk}/").status_code == 200
        for path in ("files/", f"files/{file.pk}/change/", "export.zip"):
            assert client.get(f"{BILL}{path}").status_code == 403
        assert client.get("/desk/knowledge/export/").status_code == 403
        assert client.get("/desk/knowledge/export/articles.zip?audience=public").status_code == 403
        client.post(f"{BILL}files/{file.pk}/remove/")
    assert ArticleFile.objects.exists()


@pytest.mark.req("KB-01")
def test_frequent_questions_are_listed_by_themselves(editor: Client) -> None:
    an_article("bill", english("Pay your bill"))
    an_article("hours", english("When are you open?"), kind="faq")
    page = editor.get(f"{ARTICLES}?kind=faq").text
    assert "When are you open?" in page and "Pay your bill" not in page
    assert "<small>hours, Frequent question</small>" in page
