"""Markdown made into HTML that can do no harm: a few elements, plain links, nothing that runs or loads."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "table": {"tabindex"}, "th": {"scope"}}
# article:<slug> and form:<code> stay as they are written; each door turns them into addresses of its own.
SCHEMES = {"http", "https", "mailto", "tel", "article", "form"}
# The page's title is the only heading of level 1, and deeper than 4 nobody reads.
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}

# Raw HTML shows as the text it is; lines that happen to be indented are no program code.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "image"])


def render(body: str) -> str:
    """Return the safe HTML of an article's Markdown."""
    tokens = MARKDOWN.parse(body)
    for token in tokens:
        _adapt(token)
    return nh3.clean(
        MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def _adapt(token: Token) -> None:
    token.tag = HEADINGS.get(token.tag, token.tag)
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type == "table_open":
        # On a small screen a wide table scrolls in its own box, which a keyboard must reach.
        token.attrSet("tabindex", "0")
