"""Articles are written at the desk: with the editor, by keys alone, from what was pasted, and nothing typed is lost."""

from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, expect

from firstpoint.domain.knowledge.actions.rendering import render
from tests.editor.test_markdown import demo_bodies, letters
from tests.journeys.conftest import Visit
from tests.journeys.test_answer_from_the_desk import open_act
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("KB-01")]

PASTED = Path(__file__).parent / "pasted"
DESK = "/desk/knowledge/"
# A writer and an editor who read the desk in one language, and the size of their screens.
WAYS = [
    ("bo", "ines", NARROW, "en"),
    ("luz", "eva", WIDE, "es"),
    ("luz", "eva", NARROW, "es"),
    ("bo", "ines", WIDE, "en"),
]
PASTE = """(text, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""

_numbers = count(1)


def begin(writer: Visitor, title: str = "Book a room") -> str:
    """Begin an article in English and return the address of its page; its draft is open for writing."""
    writer.go(f"{DESK}new/", look=False)
    writer.fill(title=f"{title} {next(_numbers)} {writer.name[-30:]}")
    writer.page.locator("select[name=language]").select_option("en")
    writer.press("Begin the draft", look=False)
    expect(text_of(writer)).to_be_visible()
    return writer.page.url.removesuffix("en/edit/")


def text_of(writer: Visitor) -> Locator:
    """Return the formatted text that is written."""
    return writer.page.locator(".desk-editor__text").first


def markdown_of(writer: Visitor) -> str:
    """Return what the form would send."""
    writer.page.wait_for_timeout(400)
    return writer.page.locator("[name=body]").input_value()


def write(writer: Visitor, *lines: str) -> None:
    """Type paragraphs at the end of the text."""
    text_of(writer).click()
    writer.page.keyboard.press("Control+End")
    for line in lines:
        writer.page.keyboard.type(line)
        writer.page.keyboard.press("Enter")


def act(visitor: Visitor, title: str, button: str = "") -> None:
    """Unfold what can be done with a draft, and do it."""
    open_act(visitor, title)
    visitor.press(button or title)


def start(visitor: Visitor, address: str, language: str) -> None:
    """Go on from an article's page to writing it in a language."""
    begin_it = visitor.go(address, look=False).locator(f"form[action$='/{language}/start/'] button")
    if not begin_it.count():
        visitor.go(f"{address}{language}/edit/", look=False)
        return
    with visitor.page.expect_navigation():
        begin_it.click()


@pytest.mark.req("KB-02")
@pytest.mark.req("KB-03")
@pytest.mark.parametrize(
    ("who", "decides", "size", "language"), WAYS, ids=["narrow-en", "wide-es", "narrow-es", "wide-en"]
)
def test_from_a_draft_to_a_translation_that_becomes_stale(
    visit: Visit, who: str, decides: str, size: tuple[int, int], language: str
) -> None:
    writer = visit(staff=who, size=size, language=language)
    editor = visit(staff=decides, size=size, language=language)
    address = begin(writer)
    writer.fill(summary="Rooms in the library.")
    write(writer, "Rooms are **free**.", "## When", "- by day", "in the evening")
    writer.look()
    writer.press("Save the draft")
    writer.reads("The draft is saved.")
    act(writer, "Ask for review")

    editor.go(f"{address}en/")
    assert "\\*\\*free\\*\\*" not in editor.text() and "in the evening" in editor.text()
    act(editor, "Publish now")
    start(editor, address, "es")
    editor.reads("Edit: %(language)s", language=editor.say("Spanish"))
    editor.fill(title="Reserve una sala", summary="Salas en la biblioteca.")
    write(editor, "Las salas son gratis.")
    editor.look()
    editor.press("Save the draft", look=False)
    act(editor, "Publish now")
    start(editor, address, "en")
    write(editor, "Bring your card.")
    editor.press("Save the draft", look=False)
    act(editor, "Publish now")
    editor.reads("Out of date")
    reader = visit(size=size, language="es", script=False)
    reader.go(f"articles/{address.rstrip('/').rpartition('/')[2]}/")
    assert "Las salas son gratis." in reader.text()
    assert reader.page.locator("[hreflang=en], a[lang=en]").count()


@pytest.mark.req("KB-02")
@pytest.mark.parametrize(("who", "size", "language"), [("ben", NARROW, "en"), ("ana", WIDE, "es")])
def test_from_a_change_request_to_the_published_answer(
    visit: Visit, who: str, size: tuple[int, int], language: str
) -> None:
    adviser = visit(staff=who, size=size, language=language)
    editor = visit(staff={"en": "ines", "es": "eva"}[language], size=size, language=language)
    wrong = f"Nobody says what a drill weighs, {language}."
    adviser.go(f"{DESK}requests/new/?article=borrow-tools")
    adviser.fill(wrong=wrong)
    with adviser.page.expect_navigation():
        adviser.page.locator("main form button[type=submit]").click()
    adviser.look()
    request = adviser.page.url
    editor.go(f"{DESK}requests/?state=waiting")
    assert wrong in editor.text()
    start(editor, f"{DESK}articles/borrow-tools/", "en")
    write(editor, f"A drill weighs two kilograms, {language}.")
    editor.press("Save the draft", look=False)
    act(editor, "Publish now")
    editor.go(request)
    editor.page.locator("[name=state][value=done] + label").click()
    editor.fill(answer="Thank you, it says so now.")
    with editor.page.expect_navigation():
        editor.page.locator("main form:has([name=answer]) button[type=submit]").click()
    editor.look()
    adviser.go(f"{DESK}requests/mine/")
    assert "Thank you, it says so now." in adviser.text()
    reader = visit(size=size, script=False)
    reader.go("articles/borrow-tools/")
    assert f"A drill weighs two kilograms, {language}." in reader.text()


@pytest.mark.req("AX-01")
@pytest.mark.parametrize(("size", "language", "who"), [(WIDE, "en", "ines"), ((320, 640), "es", "eva")])
def test_everything_is_written_by_keys_alone(visit: Visit, size: tuple[int, int], language: str, who: str) -> None:
    writer = visit(staff=who, size=size, language=language)
    begin(writer)
    press, type_ = writer.page.keyboard.press, writer.page.keyboard.type

    def focused() -> str:
        return str(writer.page.evaluate("document.activeElement.dataset.command ?? document.activeElement.className"))

    writer.page.locator("[name=summary]").focus()
    press("Tab")
    assert focused() == "undo" or focused() == "paragraph"
    press("Tab")
    assert "desk-editor__text" in focused()
    for keys in ("Control+Shift+2", "*Fees", "Enter", "*Pay ", "Control+b", "*today", "Control+b", "*.", "Enter"):
        type_(keys[1:]) if keys.startswith("*") else press(keys)
    for keys in ("Control+Shift+7", "*One", "Enter", "*Deeper", "Alt+Shift+ArrowRight", "Enter", "Enter", "Enter"):
        type_(keys[1:]) if keys.startswith("*") else press(keys)
    for keys in ("Control+Shift+5", "*Who", "ArrowRight", "*Fee", "Enter", "*$5 | $6", "Alt+Enter"):
        type_(keys[1:]) if keys.startswith("*") else press(keys)
    press("Alt+F10")
    press("End")
    assert focused() == "deleteTable"
    press("ArrowLeft")
    press("Enter")
    press("Control+z")
    press("Control+Enter")
    press("Control+k")
    assert writer.page.evaluate("document.activeElement.name") == "query"
    type_("borrow a drill")
    expect(writer.page.locator("[data-found] button").first).to_be_visible()
    writer.look()
    press("Tab")
    press("Enter")
    press("Enter")
    written, _, link = markdown_of(writer).rpartition("\n\n")
    table = "| Who | Fee |\n| --- | --- |\n|  | $5 \\| $6 |\n|  |  |\n|  |  |"
    assert written == f"## Fees\n\nPay **today**.\n\n1. One\n   1. Deeper\n\n{table}"
    assert link.startswith("[Borrow a drill") and link.endswith("](article:borrow-tools)")
    press("Control+k")
    writer.page.locator("[name=address]").fill("javascript:alert(1)")
    press("Enter")
    expect(writer.page.locator("[data-error]")).to_be_visible()
    writer.look()
    press("Escape")
    assert "desk-editor__text" in focused()
    press("Tab")
    assert "desk-editor__text" not in focused()
    writer.page.locator(".desk-editor__keys summary").first.click()
    writer.look()


@pytest.mark.parametrize("source", ["word", "google_docs", "hostile"])
def test_what_is_pasted_is_cleaned(visit: Visit, source: str) -> None:
    writer = visit(staff="ines")
    begin(writer)
    text_of(writer).evaluate(PASTE, (PASTED / f"{source}.html").read_text())
    assert markdown_of(writer) == (PASTED / f"{source}.md").read_text().strip()
    assert bool(writer.page.locator("[data-editor-told]").first.inner_text()) is (source != "google_docs")
    writer.look()
    writer.press("Save the draft")
    assert render((PASTED / f"{source}.md").read_text()).count("<table") == writer.page.locator("main table").count()


def test_a_huge_table_and_too_many_letters_end_in_words_that_help(visit: Visit) -> None:
    writer = visit(staff="ines", size=NARROW)
    begin(writer)
    cells = "<td>some words of a cell</td>" * 20
    text_of(writer).evaluate(PASTE, f"<table>{f'<tr>{cells}</tr>' * 300}</table>")
    writer.page.wait_for_timeout(1000)
    written = markdown_of(writer)
    assert written.count("\n") == 300
    writer.press("Save the draft", look=False)
    assert "100000" in writer.text()
    assert markdown_of(writer) == written
    writer.page.get_by_role("button", name="Markdown").first.click()
    writer.page.locator("[name=body]").fill("x" * 100_001)
    writer.press("Save the draft", look=False)
    assert "100001" in writer.text()
    assert writer.page.locator("[name=body]").input_value() == "x" * 100_001
    writer.page.locator("[name=body]").fill("Short.")
    writer.press("Save the draft")
    writer.reads("The draft is saved.")


def test_what_was_typed_is_there_again(visit: Visit) -> None:
    writer = visit(staff="ines")
    address = begin(writer)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    writer.page.on("dialog", leave)
    write(writer, "Words that nobody saved.")
    writer.page.wait_for_timeout(500)
    writer.go(DESK, look=False)
    assert asked == ["beforeunload"]
    writer.go(f"{address}en/edit/")
    writer.page.get_by_role("button", name="Put them back").click()
    assert "Words that nobody saved." in text_of(writer).inner_text()
    # Signed out meanwhile.
    cookies = writer.context.cookies()
    writer.context.clear_cookies()
    writer.press("Save the draft", look=False)
    writer.context.add_cookies(cookies)  # type: ignore[arg-type]
    writer.go(f"{address}en/edit/", look=False)
    writer.page.get_by_role("button", name="Put them back").click()
    writer.press("Save the draft", look=False)
    writer.go(f"{address}en/edit/", look=False)
    assert not writer.page.locator("[data-unsaved-offer]").is_visible()
    assert markdown_of(writer) == "Words that nobody saved."
    assert asked == ["beforeunload"]


def test_the_editor_shows_what_readers_see_and_writes_what_it_shows(visit: Visit) -> None:
    writer = visit(staff="ines")
    begin(writer)
    modes = {mode: writer.page.locator(f"[data-editor-mode={mode}]").first for mode in ("markdown", "formatted")}
    for body in demo_bodies()[::3]:
        modes["markdown"].click()
        writer.page.locator("[name=body]").fill(body)
        modes["formatted"].click()
        shown = text_of(writer).inner_html()
        assert letters(shown) == letters(render(body))
        assert writer.page.locator("[name=body]").input_value() == body
        writer.page.keyboard.press("Control+End")
        writer.page.keyboard.type(" Ändert: *nichts*")
        modes["markdown"].click()
        written = writer.page.locator("[name=body]").input_value()
        assert written != body
        modes["formatted"].click()
        assert letters(render(written)) == letters(text_of(writer).inner_html())
        # What was not touched is as it was, but for the last block.
        assert written.startswith(body.rpartition("\n\n")[0])
    writer.page.evaluate("localStorage.clear()")


def test_without_scripts_the_text_is_written_as_markdown(visit: Visit) -> None:
    writer = visit(staff="ines")
    address = begin(writer)
    plain = visit(staff="ines", script=False, size=NARROW)
    plain.go(f"{address}en/edit/")
    plain.fill(body="## Plain\n\nWords.")
    plain.press("Preview")
    assert plain.page.locator("main h2", has_text="Plain").count()
    plain.press("Save the draft")
    assert "Words." in plain.text()
