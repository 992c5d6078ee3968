"""What stands beside an article: a file to take away, words for staff alone, other articles, and the way out."""

import io
import zipfile

import pytest

from firstpoint.domain.knowledge.tests.make import a_pdf
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("KB-01")]

TOOLS = "/desk/knowledge/articles/borrow-tools/"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_editor_adds_what_readers_and_staff_need(visit: Visit, size: tuple[int, int]) -> None:
    editor, reader = visit(staff="sue", size=size), visit(size=size)
    name = f"loan form {size[0]}.pdf"
    editor.go(f"{TOOLS}files/")
    editor.page.locator("[name=upload]").set_input_files({"name": name, "mimeType": "", "buffer": a_pdf().read()})
    editor.fill(title=f"Loan form {size[0]}")
    editor.page.locator("select[name=language]").select_option("en")
    editor.press("Add the file")
    with editor.page.expect_navigation():
        editor.page.locator("a[href$='/change/']").first.click()
    editor.look()
    editor.go(TOOLS, look=False)
    begin = editor.page.locator("form[action$='/en/start/'] button")
    if begin.count():
        with editor.page.expect_navigation():
            begin.click()
    editor.go(f"{TOOLS}en/edit/")
    editor.go(f"{TOOLS}facts/")
    editor.fill(find="card")
    editor.press("Find")
    editor.page.locator("[name=related]:not(:checked) + label").first.click()
    editor.press("Save the changes")

    page = reader.go("articles/borrow-tools/")
    with page.expect_download() as taken:
        page.get_by_role("link", name=f"Loan form {size[0]}").click()
    assert taken.value.suggested_filename == name
    assert reader.page.get_by_role("heading", name="Related answers").count() == 1


@pytest.mark.parametrize(("size", "language"), [(WIDE, "en"), (NARROW, "es")], ids=["wide-en", "narrow-es"])
def test_staff_read_what_is_for_them_and_readers_do_not(visit: Visit, size: tuple[int, int], language: str) -> None:
    who = {"en": "ben", "es": "ana"}[language]
    adviser, reader = visit(staff=who, size=size, language=language), visit(size=size, language=language, script=False)
    adviser.go(TOOLS)
    box = adviser.page.locator(".desk-staff-part")
    assert adviser.say("For staff only") in box.inner_text()
    assert "waiver" in box.inner_text()
    reader.go("articles/borrow-tools/")
    assert "waiver" not in reader.page.content()


def test_an_editor_takes_everything_away(visit: Visit) -> None:
    editor = visit(staff="sue")
    page = editor.go("/desk/knowledge/export/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Export all").click()
    archive = zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes()))
    assert "borrow-tools.en.md" in archive.namelist()
    assert b"waiver" not in archive.read("borrow-tools.en.md")
