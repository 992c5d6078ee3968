"""`firstpoint import knowledge`: formats, guesses, faults by row, all or nothing, and nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_service
from firstpoint.domain.knowledge.models import Article, ArticleVersion
from firstpoint.project.importing.tests.conftest import Run, Write

pytestmark = pytest.mark.django_db

TABLE = "slug,title,body,keywords\nbins,Empty my bin,On Mondays.,trash|rubbish\nbus,Bus lines,**Everywhere**.,\n"


def words() -> dict[str, str]:
    return dict(ArticleVersion.objects.filter(is_published=True).values_list("article__slug", "title"))


def test_a_table_is_imported_and_again_changes_nothing(run: Run, write: Write) -> None:
    path = write("answers.csv", TABLE)
    first, again = run("knowledge", path), run("knowledge", path)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "article: 2 new, 0 changed, 0 unchanged" in first.stdout
    assert "article: 0 new, 0 changed, 2 unchanged" in again.stdout
    assert words() == {"bins": "Empty my bin", "bus": "Bus lines"}
    assert ArticleVersion.objects.get(article__slug="bins").keywords == ["trash", "rubbish"]


def test_a_changed_row_is_told_as_changed(run: Run, write: Write) -> None:
    run("knowledge", write("answers.csv", TABLE))
    changed = run("knowledge", write("answers.csv", TABLE.replace("Mondays", "Tuesdays")))
    assert "article: 0 new, 1 changed, 1 unchanged" in changed.stdout


def test_a_dry_run_stores_nothing(run: Run, write: Write) -> None:
    result = run("knowledge", write("answers.csv", TABLE), "--dry-run")
    assert result.exit_code == 0
    assert "article: 2 new" in result.stdout
    assert "dry run" in result.stdout
    assert not Article.objects.exists()
    assert not Event.objects.filter(type="article.published").exists()


def test_every_fault_is_told_with_its_row_and_nothing_is_stored(run: Run, write: Write) -> None:
    rows = [
        "slug,title,body,language,service,most_asked,review_by,related",
        "good,Good,Body,,,,,",
        "empty,Empty,,,,,,",
        f"long,{'x' * 501},Body,,,,,",
        "good,Again,Body,,,,,",
        "Bad Slug,Bad,Body,,,,,",
        "tongue,Tongue,Body,tlh,,,,",
        "service,Service,Body,,nowhere,,,",
        "rank,Rank,Body,,,first,,",
        "day,Day,Body,,,,tomorrow,",
        "related,Related,Body,,,,,nothing",
        "linked,Linked,[x](article:nothing) [y](form:nothing),,,,,",
        ",,,,,,,",
        ",!!!,Body,,,,,",
    ]
    result = run("knowledge", write("answers.csv", "\n".join(rows)))
    assert result.exit_code == 1
    told = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert told == [
        *(f"row {number}" for number in (3, 4, 5, 6, 7, 8, 9, 10, 14, 11, 12, 12)),
        "Nothing was imported",
    ]
    assert "same slug and language as row 2" in result.stderr
    assert not Article.objects.exists()


def test_a_fault_leaves_what_was_there_before(run: Run, write: Write) -> None:
    run("knowledge", write("answers.csv", TABLE))
    assert run("knowledge", write("more.csv", "slug,title,body\nbins,Changed,Changed\nnew,New,\n")).exit_code == 1
    assert words() == {"bins": "Empty my bin", "bus": "Bus lines"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"title,body\nCaf\xe9,Body\n", "line 2 is not in UTF-8"),
        (b"title,body\nA\x00B,Body\n", "null character"),
        (b"", "names of the columns"),
        (b"title,title\na,b\n", "two columns are called"),
        (b"title,body\na,b,c\n", "Row 2: has 3 cells"),
        (b'title,body\n"a,b\n', "after row 1 the table cannot be read"),
        (b"headline,prose\na,b\n", "--map title=COLUMN"),
        (b"title,body\n", "nothing to import"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_why(run: Run, write: Write, content: bytes, told: str) -> None:
    result = run("knowledge", write("answers.csv", content))
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", '{"title": "a"}', "list of objects"),
        ("a.json", '[{"title": "\\u0000", "body": "b"}]', "half a character"),
        ("a.json", '[{"title": "\\ud800", "body": "b"}]', "half a character"),
        ("a.pdf", "%PDF", "a .csv or .json file"),
    ],
)
def test_other_files_that_cannot_be_read_are_told_why(
    run: Run, write: Write, name: str, content: str, told: str
) -> None:
    result = run("knowledge", write(name, content))
    assert (result.exit_code, told in result.stderr) == (1, True)


def test_a_byte_order_mark_semicolons_and_formulas_are_taken_as_they_are(run: Run, write: Write) -> None:
    content = '\ufeffPregunta;Respuesta\n=SUM(A1);=HYPERLINK(""x"")\n'.replace('""', "'")
    assert run("knowledge", write("respuestas.csv", content), "--language", "es").exit_code == 0
    version = ArticleVersion.objects.get()
    assert (version.title, version.language, version.article.slug) == ("=SUM(A1)", "es", "suma1")
    assert version.html == "<p>=HYPERLINK('x')</p>"


def test_columns_rows_service_and_prefix_are_said_on_the_command_line(run: Run, write: Write) -> None:
    library = a_service("libraries")
    path = write("a.csv", "Number,Headline,Prose,State,Theme\n7,Cards,Come by.,live,cards\n8,Old,Gone.,dead,x\n")
    options = ["--map", "title=Headline", "--map", "body=Prose", "--map", "id=Number", "--map", "keywords=Theme"]
    result = run("knowledge", path, *options, "--where", "State=live", "--service", "libraries", "--prefix", "lib-")
    assert result.exit_code == 0, result.output
    article = Article.objects.get()
    assert (article.slug, article.external_id, article.service) == ("lib-cards", "lib-7", library)
    assert "Left out: State." in result.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--map", "colour=title"], "no such field"),
        (["--map", "title=Colour"], "no column “Colour”"),
        (["--map", "title"], "NAME=VALUE"),
        (["--where", "Colour=red"], "no column “Colour”"),
        (["--service", "nowhere"], "no service “nowhere”"),
        (["--language", "tlh"], "not a language of this site"),
    ],
)
def test_options_that_fit_nothing_are_told(run: Run, write: Write, options: list[str], told: str) -> None:
    result = run("knowledge", write("answers.csv", TABLE), *options)
    assert (result.exit_code, told in result.stderr) == (1, True), result.output


def test_an_id_keeps_its_article_when_the_question_changes(run: Run, write: Write) -> None:
    content = "ID,Question,Answer\n1,Where is it?,Here.\n2,Where is it?,There.\n"
    assert run("knowledge", write("faq.csv", content)).exit_code == 0
    assert words() == {"where-is-it": "Where is it?", "where-is-it-2": "Where is it?"}
    assert set(Article.objects.values_list("kind", flat=True)) == {"faq"}
    result = run("knowledge", write("faq.csv", content.replace("2,Where is it?", "2,Where was it?")))
    assert "0 new, 1 changed, 1 unchanged" in result.stdout
    assert words()["where-is-it-2"] == "Where was it?"


def test_languages_of_one_article_come_from_files_of_a_folder(run: Run, write: Write) -> None:
    write("in/bins.en.md", "---\ntitle: Bins\nkeywords: [trash]\nrelated: [bus]\nreview_by: 2027-03-31\n---\nMonday.")
    write("in/bins.es.md", "---\ntitle: Basura\n---\nLunes.")
    write("in/bus.en.md", "---\ntitle: Bus\n---\nSee [bins](article:bins).")
    folder = write("in/note.txt", "not an article").parent
    result = run("knowledge", folder)
    assert result.exit_code == 0, result.output
    assert "article: 2 new" in result.stdout
    article = Article.objects.get(slug="bins")
    assert [other.slug for other in article.related.all()] == ["bus"]
    english, spanish = article.versions.order_by("language")
    assert spanish.translates == english


def test_front_matter_that_cannot_be_read_names_the_file(run: Run, write: Write) -> None:
    path = write("in/bins.en.md", "---\ntitle: [Bins\n---\nMonday.")
    result = run("knowledge", path.parent)
    assert (result.exit_code, "bins.en.md" in result.stderr) == (1, True)


def test_json_takes_a_list_of_articles(run: Run, write: Write) -> None:
    entries: list[dict[str, Any]] = [{"slug": "bins", "title": "Bins", "body": "Monday.", "audience": "staff"}]
    assert run("knowledge", write("a.json", json.dumps(entries))).exit_code == 0
    assert Article.objects.get().audience == "staff"


def test_a_public_article_may_not_lead_to_one_for_staff(run: Run, write: Write) -> None:
    content = "slug,title,body,audience\nopen,Open,[x](article:secret),\nsecret,Secret,Psst.,staff\n"
    result = run("knowledge", write("a.csv", content))
    assert (result.exit_code, "row 2: is public, but links" in result.stderr) == (1, True)


SHARED = Path(__file__).resolve().parents[6] / "shared" / "data" / "knowledge"


@pytest.mark.skipif(not SHARED.exists(), reason="the real data beside the checkout (../shared) is absent")
@pytest.mark.parametrize(
    ("name", "options", "articles"),
    [
        ("cfpb_ask.csv", ["--where", "Status=APPROVED", "--prefix", "cfpb-"], 1064),
        ("california_vaccine_faq.csv", ["--prefix", "vaccine-"], 129),
    ],
)
def test_real_tables_of_other_agencies_come_in_whole(run: Run, name: str, options: list[str], articles: int) -> None:
    result = run("knowledge", SHARED / name, *options)
    assert result.exit_code == 0, result.output
    assert f"article: {articles} new" in result.stdout
    assert f"article: 0 new, 0 changed, {articles} unchanged" in run("knowledge", SHARED / name, *options).stdout
