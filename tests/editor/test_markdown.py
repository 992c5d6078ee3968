"""What the editor of articles writes back says what it showed: the public page draws the same from it."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firstpoint.domain.knowledge.actions.rendering import render

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "src/firstpoint/project/demo/content/articles"
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")
SIGNS = "ab 1.é\xa0*_`[]()<>&#+-=|~!\\:;/@\"'“”,"
# The order in which one mark holds the other in the editor.
MARKS: dict[str, dict[str, Any]] = {
    "a": {"type": "link", "attrs": {"href": "article:a_b"}},
    "strong": {"type": "strong"},
    "em": {"type": "em"},
}

Stretch = tuple[str, frozenset[str]]


def written(**asked: Any) -> dict[str, list[str]]:
    """Return what the editor writes."""
    script = Path(__file__).with_name("write.mjs")
    done = subprocess.run([NODE, str(script)], input=json.dumps(asked), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def demo_bodies() -> list[str]:
    """Return the bodies of the demo's articles."""
    return [path.read_text().split("\n---\n", 1)[1].strip() for path in sorted(ARTICLES.glob("*.md"))]


def test_every_article_of_the_demo_comes_back_as_it_was() -> None:
    bodies = demo_bodies()
    assert len(bodies) > 100
    back = written(bodies=bodies)
    assert back["unedited"] == bodies
    for body, anew in zip(bodies, back["anew"], strict=True):
        assert render(anew) == render(body)


@pytest.mark.parametrize(
    "body",
    [
        "# One\n##### Five\ntext\n***\n* a\n* b\n\n\n+ c\n\n1) d\n2) e",
        "Soft\nlines  \nhard\\\nlines",
        "- a\n\n  b\n- c\n\n      - over-indented",
        "> quoted\n> - list\n>   1. nested",
        "[named][1] and <https://a.example/b_c> and `` `ticks` ``\n\n[1]: https://a.example/(x)",
        "| a\\|b | `c\\|d` |\n|:--|--:|\n| **1** | [x](form:pothole) |\n| only |",
        "```\nfenced ``` words\n```\n\n    indented",
        "<b>shown</b> &amp; &#42; \\* 1\\. a*b*c __d__ **e:**f x**(g)**y",
    ],
)
def test_any_markdown_is_drawn_the_same_when_it_is_written_anew(body: str) -> None:
    anew = written(bodies=[body])["anew"][0]
    assert letters(render(anew)) == letters(render(body))
    assert re.findall(r'href="[^"]*"', render(anew)) == re.findall(r'href="[^"]*"', render(body))


def test_blocks_that_nobody_touched_keep_their_very_words() -> None:
    body = "*  odd   list\n*  of `two`\n\n\nA\nparagraph.\nLast.\n\n- Another"
    assert written(edits=[body])["edits"] == ["*  odd   list\n*  of `two`\n\n\nA\nparagraph.\nLast."]


stretches = st.lists(
    st.tuples(st.text(alphabet=SIGNS, min_size=1, max_size=8), st.frozensets(st.sampled_from(sorted(MARKS)))),
    min_size=1,
    max_size=6,
)


@given(st.lists(stretches, min_size=1, max_size=25))
@example([[("Note:", frozenset({"strong"})), ("this", frozenset())]])
@example([[("x", frozenset()), ("(y)", frozenset({"em"})), ("z", frozenset({"strong"}))]])
@settings(max_examples=15, deadline=None)
def test_whatever_is_written_is_drawn_as_the_editor_showed_it(paragraphs: list[list[Stretch]]) -> None:
    docs = [document(kind, stretch) for stretch in paragraphs for kind in ("paragraph", "heading", "cell", "item")]
    for doc, markdown in zip(docs, written(docs=docs)["docs"], strict=True):
        assert letters(render(markdown)) == shown(doc), markdown


def document(kind: str, parts: list[Stretch]) -> dict[str, Any]:
    """Return a document of the editor that holds the words in one block of a kind."""
    words = []
    for text, marks in parts:
        last = words[-1] if words else None
        given_marks = [mark for name, mark in MARKS.items() if name in marks]
        if last and last["marks"] == given_marks:
            last["text"] += text
        else:
            words.append({"type": "text", "text": text, "marks": given_marks})
    paragraph = {"type": "paragraph", "content": words}
    line = {"type": "cell_text", "content": words}
    blocks = {
        "paragraph": paragraph,
        "heading": {"type": "heading", "attrs": {"level": 3}, "content": words},
        "item": {"type": "bullet_list", "content": [{"type": "list_item", "content": [paragraph]}] * 2},
        "cell": {
            "type": "table",
            "content": [
                {"type": "table_row", "content": [{"type": "table_header", "content": [line]}] * 2},
                {"type": "table_row", "content": [{"type": "table_cell", "content": [line]}] * 2},
            ],
        },
    }
    return {"type": "doc", "content": [blocks[kind]]}


def shown(node: dict[str, Any]) -> list[Stretch]:
    """Return each letter that a document shows, with its marks."""
    if node["type"] == "text":
        marks = frozenset("a" if mark["type"] == "link" else mark["type"] for mark in node["marks"])
        return [(letter, marks) for letter in node["text"] if letter.strip()]
    return [letter for part in node.get("content", []) for letter in shown(part)]


def letters(html: str) -> list[Stretch]:
    """Return each letter of HTML, with the marks that it stands in."""
    reader = Letters()
    reader.feed(html)
    reader.close()
    return reader.found


class Letters(HTMLParser):
    """Collects letters with their marks; blanks are left out, since pages show any number of them as one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[Stretch] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Note a mark that begins."""
        if tag in MARKS or tag == "code":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a mark that ends."""
        if tag in MARKS or tag == "code":
            self.open.reverse()
            self.open.remove(tag)
            self.open.reverse()

    def handle_data(self, data: str) -> None:
        """Take the letters."""
        self.found += [(letter, frozenset(self.open)) for letter in data if letter.strip()]
