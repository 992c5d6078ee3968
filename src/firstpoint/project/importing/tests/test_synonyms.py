"""Synonyms come from a file and go into one; a file with a fault changes nothing."""

from pathlib import Path

import pytest

from firstpoint.domain.knowledge.models import Synonym
from firstpoint.project.demo.starting import CONTENT
from firstpoint.project.importing.reading import Unreadable
from firstpoint.project.importing.synonyms import export_synonyms, import_synonyms

pytestmark = pytest.mark.django_db


def a_file(folder: Path, content: str, name: str = "synonyms.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def groups() -> list[tuple[str, list[str]]]:
    return list(Synonym.objects.order_by("language", "words").values_list("language", "words"))


def test_a_table_is_imported_once_and_changed_by_the_next(tmp_path: Path) -> None:
    path = a_file(tmp_path, "language,words\n,DMV|department of motor vehicles\nes,bus|autobús\n")
    assert import_synonyms(path, language="en").sentences() == ["synonym: 2 new, 0 changed, 0 unchanged"]
    assert groups() == [("en", ["DMV", "department of motor vehicles"]), ("es", ["bus", "autobús"])]
    path = a_file(tmp_path, "language;words\nen;DMV|motor vehicle office\n")
    assert import_synonyms(path, language="en").problems == []
    assert groups() == [("en", ["DMV", "motor vehicle office"]), ("es", ["bus", "autobús"])]


def test_what_is_wrong_is_told_by_row_and_nothing_is_kept(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        "language,words\nen,sofa|couch\nen,alone\nen,couch|settee\nxx,a1|b1\nen,the|of\n",
    )
    problems = import_synonyms(path, language="en").problems
    assert [problem.partition(":")[0] for problem in problems] == ["row 3", "row 4", "row 5", "row 6"]
    assert "its words stand in other groups: sofa, couch" in problems[1]
    assert groups() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("synonyms.csv", "language,wrods\nen,a|b\n"),
        ("synonyms.json", '{"a": 1}'),
        ("synonyms.json", "not json"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(Unreadable):
        import_synonyms(a_file(tmp_path, content, name), language="en")
    with pytest.raises(Unreadable):
        import_synonyms(tmp_path / "nowhere.csv", language="en")


def test_words_that_are_no_texts_are_told(tmp_path: Path) -> None:
    path = a_file(tmp_path, '[{"words": [1, 2]}, {"words": null}, {"language": 3, "words": ["a1"]}]', "synonyms.json")
    assert len(import_synonyms(path, language="en").problems) == 3


@pytest.mark.parametrize("name", ["out.csv", "out.json"])
def test_what_is_exported_can_be_imported_again(tmp_path: Path, name: str) -> None:
    assert import_synonyms(CONTENT / "synonyms.csv", language="en").problems == []
    before = groups()
    assert {language for language, _ in before} == {"en", "es"}
    assert export_synonyms(tmp_path / name) == len(before) > 40
    Synonym.objects.all().delete()
    assert import_synonyms(tmp_path / name, language="en").problems == []
    assert groups() == before
