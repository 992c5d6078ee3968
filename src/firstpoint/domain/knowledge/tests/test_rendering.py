"""Markdown becomes HTML that can do no harm, whatever it says."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.actions.rendering import TAGS, render


def test_tables_lists_and_headings_come_out() -> None:
    html = render("# One\n\n### Three\n\n##### Five\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n1. first\n2. second")
    assert "<h2>One</h2>" in html
    assert "<h3>Three</h3>" in html
    assert "<h4>Five</h4>" in html
    assert '<th scope="col">a</th>' in html
    assert '<table tabindex="0">' in html
    assert "<ol>" in html


def test_links_are_kept_and_carry_a_rel() -> None:
    html = render("[a](https://example.org) [b](article:other-one) [c](form:pothole) [d](tel:+15555550100)")
    assert re.findall(r'href="([^"]+)"', html) == [
        "https://example.org",
        "article:other-one",
        "form:pothole",
        "tel:+15555550100",
    ]
    assert html.count('rel="noopener noreferrer"') == 4


def test_indented_lines_are_words_not_code() -> None:
    assert render("A\n\n    indented") == "<p>A</p>\n<p>indented</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml;base64,AAAA)",
        '<img src=x onerror="alert(1)">',
        '<https://a.example/" onclick=alert(1)>',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_runs_or_loads(body: str) -> None:
    assert not re.search(r"<(?!/?(p|a|em|strong)\b)|href=\"(javascript|data)|<[^>]* on\w+=", render(body))


@given(st.text(max_size=300))
@example('=HYPERLINK("http://x")')
def test_any_text_renders_with_the_elements_that_are_allowed(body: str) -> None:
    elements = set(re.findall(r"</?([a-zA-Z0-9]+)", render(body)))
    assert elements <= TAGS
