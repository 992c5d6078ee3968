"""`firstpoint export knowledge`: what is written is read back to the same, and nothing for staff is in what is public."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from django.db import transaction

from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service, an_enquiry_type, an_occasion
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.actions import Words
from firstpoint.domain.knowledge.models import Article, ArticleFile, ArticleVersion
from firstpoint.domain.knowledge.tests.make import a_file, a_pdf, an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.cli import main
from firstpoint.project.exporting import export_knowledge
from firstpoint.project.importing.knowledge import import_knowledge

pytestmark = pytest.mark.django_db

LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
LINE = st.text(LETTERS, max_size=60)
TITLE = LINE.filter(lambda text: text.strip())
# Text of this kind is what breaks front matter, YAML and Markdown.
TRICKS = (
    "---",
    "--- ",
    "- a\n  - b",
    "   - a\n   - b",
    "key: value",
    "&amp; &#147;",
    "# x\r\n\r\ny",
    "|",
    "'\"",
    "{% x %}",
    "\u2028x",
)
BODY = st.lists(st.one_of(LINE, st.sampled_from(TRICKS)), min_size=1, max_size=6).map("\n".join)
READABLE = BODY.filter(lambda text: text.strip("\n\t ") != "" and any(letter.isalnum() for letter in text))
WORDS = st.tuples(TITLE, READABLE, LINE, st.lists(LINE, max_size=4), st.one_of(st.just(""), BODY))


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def exported(folder: Path, audience: str = "staff", language: str = "") -> dict[str, bytes]:
    export_knowledge(folder, language=language, audience=audience)
    return files_in(folder)


def publish(language: str, said: tuple[str, str, str, list[str], str], slug: str = "bill") -> Article:
    title, body, summary, keywords, staff_body = said
    words = Words(language, title.strip(), body, summary, tuple(keywords), staff_body)
    return an_article(slug, words)


@settings(max_examples=40)
@example(("x", "text", "", ["a,b", "1"], "one\n\ntwo\n"), ("2027-01-01", "   - a\n   - b", "yes", ["null"], "|"))
@example(("=1+1", "---\n\n---", "---", [" "], "  a\n b\n"), ("- x", "a\n\n\n", "#", ["é"], "a\x85b\n\u2028"))
@given(WORDS, WORDS)
def test_what_is_exported_is_read_back_to_the_same(first: Any, second: Any) -> None:
    with transaction.atomic(), TemporaryDirectory() as name:
        publish("en", first)
        publish("es", second)
        before = exported(Path(name) / "before")
        text = {version.language: (version.text, version.staff_text) for version in ArticleVersion.objects.all()}
        Article.objects.all().delete()
        outcome = import_knowledge(Path(name) / "before", language="en")
        assert outcome.problems == []
        assert exported(Path(name) / "after") == before
        again = {version.language: (version.text, version.staff_text) for version in ArticleVersion.objects.all()}
        assert again == text
        transaction.set_rollback(True)


@pytest.fixture
def knowledge() -> Article:
    """Return an article of which everything is known, beside one for staff."""
    a_catalogue()
    bill = an_article(
        "bill",
        english("Pay your bill", "Pay [here](article:leak).", staff_body="Ask for the **account**.\n\nThen wait."),
        spanish("Pague su cuenta", staff_body="Pregunte por la cuenta."),
        kind="faq",
        external_id="bank:17",
        service=a_service(),
        enquiry_type=an_enquiry_type("library-card").enquiry_type,
        occasions=[an_occasion()],
        most_asked=3,
        review_by=date(2027, 3, 31),
    )
    leak, script = (
        an_article("leak", english("Report a leak")),
        an_article("script", english("Script"), audience="staff"),
    )
    actions.relate_articles(bill, actor=SYSTEM, related=[leak, script])
    a_file(bill, "form & more.pdf", title="The form: “yes”")
    a_file(bill, "formulario.pdf", language="es")
    a_file(script, "secret.pdf")
    return bill


FACTS = ("slug", "kind", "audience", "service", "enquiry_type", "most_asked", "review_by", "external_id")


def known() -> list[Any]:
    return [
        (
            *(getattr(article, name) for name in FACTS),
            sorted(article.occasions.values_list("code", flat=True)),
            sorted(article.related.values_list("slug", flat=True)),
            sorted(article.files.values_list("language", "title", "name", "digest", "size")),
            sorted(article.versions.filter(is_published=True).values_list("language", "title", "body", "staff_body")),
        )
        for article in Article.objects.order_by("slug")
    ]


@pytest.mark.req("KB-01")
def test_the_whole_site_moves_with_its_files_and_facts(knowledge: Article, tmp_path: Path) -> None:
    before, first = known(), CliRunner().invoke(main, ["export", "knowledge", str(tmp_path / "one")])
    assert (first.exit_code, first.stdout) == (
        0,
        f"4 articles (one for each language) and 3 files at them are in {tmp_path / 'one'}.\n",
    )
    Article.objects.all().delete()
    imported = CliRunner().invoke(main, ["import", "knowledge", str(tmp_path / "one")])
    assert imported.exit_code == 0, imported.output
    assert known() == before
    again = CliRunner().invoke(main, ["import", "knowledge", str(tmp_path / "one")])
    assert "article: 0 new, 0 changed, 3 unchanged" in again.stdout
    assert exported(tmp_path / "two") == files_in(tmp_path / "one")


def test_a_file_is_written_to_be_read_by_people(knowledge: Article, tmp_path: Path) -> None:
    assert exported(tmp_path)["bill.en.md"].decode() == (
        "---\ntitle: Pay your bill\nkind: faq\naudience: public\nservice: libraries\nenquiry_type: library-card\n"
        "occasions:\n- moving-here\nrelated:\n- leak\n- script\nmost_asked: 3\nreview_by: 2027-03-31\n"
        "imported_as: bank:17\nstaff_body: |-\n  Ask for the **account**.\n\n  Then wait.\n"
        "files:\n- title: 'The form: “yes”'\n  file: files/bill.en/form & more.pdf\n---\n\nPay [here](article:leak).\n"
    )


def test_what_is_for_staff_is_not_in_what_is_public(knowledge: Article, tmp_path: Path) -> None:
    public = exported(tmp_path / "public", audience="public")
    assert sorted(public) == [
        "bill.en.md", "bill.es.md", "files/bill.en/form & more.pdf", "files/bill.es/formulario.pdf", "leak.en.md",
    ]  # fmt: skip
    for content in public.values():
        assert b"account" not in content and b"script" not in content and b"staff" not in content
    imported = import_knowledge(tmp_path / "public", language="en")
    assert imported.problems == []
    assert knowledge.versions.get(language="en", is_published=True).staff_body.startswith("Ask")


def test_one_language_and_what_is_withdrawn(knowledge: Article, tmp_path: Path) -> None:
    assert sorted(exported(tmp_path / "es", language="es")) == ["bill.es.md", "files/bill.es/formulario.pdf"]
    actions.withdraw_article(knowledge, actor=SYSTEM)
    assert sorted(exported(tmp_path / "rest")) == ["files/script.en/secret.pdf", "leak.en.md", "script.en.md"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--language", "tlh"], "not a language"), (["--audience", "all"], "no audience"), ([], "not an empty folder")],
)
def test_what_cannot_be_exported_is_told(tmp_path: Path, options: list[str], sentence: str) -> None:
    (tmp_path / "old.md").touch()
    folder = tmp_path / "new" if options else tmp_path
    result = CliRunner().invoke(main, ["export", "knowledge", str(folder), *options])
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_many_articles_cost_as_many_statements_as_chunks(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        an_article(f"article-{number}", english(f"Article {number}"))
    with django_assert_max_num_queries(8):
        assert len(exported(tmp_path)) == 30


MARKDOWN = "---\ntitle: Pay\nfiles:\n{}\n---\n\nPay here.\n"


@pytest.mark.parametrize(
    "named",
    [
        "- file: ../secret.pdf",
        "- file: /etc/passwd",
        "- file: nowhere.pdf",
        "- title: No file",
        "- file: fake.pdf",
        "- 7",
    ],
)
def test_a_file_that_cannot_be_had_is_told_and_nothing_is_stored(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.pdf").write_bytes(a_pdf().read())
    (folder / "fake.pdf").write_bytes(b"<script>")
    (folder / "pay.en.md").write_text(MARKDOWN.format(named))
    result = CliRunner().invoke(main, ["import", "knowledge", str(folder)])
    assert result.exit_code == 1
    assert result.stderr.startswith("pay.en.md: ")
    assert not Article.objects.exists()


def test_files_follow_the_folder(tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(a_pdf(content=name.encode()).read())
    page = tmp_path / "pay.en.md"
    for names in (["a.pdf"], ["b.pdf", "a.pdf"], ["b.pdf"]):
        page.write_text(MARKDOWN.format("\n".join(f"- file: {name}\n  title: About {name}" for name in names)))
        assert import_knowledge(tmp_path, language="en").problems == []
        assert sorted(ArticleFile.objects.values_list("name", flat=True)) == sorted(names)
    page.write_text("---\ntitle: Pay\n---\n\nPay here.\n")
    import_knowledge(tmp_path, language="en")
    assert ArticleFile.objects.get().title == "About b.pdf"
