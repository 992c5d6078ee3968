"""What is published, as a folder of Markdown that `import knowledge` reads back: a file for each article and language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from frontmatter.default_handlers import SafeDumper

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import Occasion
from firstpoint.domain.knowledge.models import Article, ArticleFile, ArticleVersion, Audience
from firstpoint.domain.knowledge.queries.versions import BODIES
from firstpoint.domain.knowledge.rights import audiences_of, visible_to

AT_A_TIME = 200
BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
# YAML takes these for plain ends of lines unless they are escaped.
RARE_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of the folder; `content` is read when it is gone through."""

    path: str
    content: Iterable[bytes]


class _Front(SafeDumper):  # type: ignore[misc,valid-type]
    """YAML in which a text of several lines stands as it is read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if RARE_LINE_ENDS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Front.add_representer(str, _text)


def export(actor: Actor, *, audience: str, language: str = "", slug: str = "") -> Iterator[ExportedFile]:
    """Yield what is published of the articles that the actor may see, by slug, and the files that stand at them.

    For the audience "public" neither articles nor parts for staff are among it. `language` and `slug` narrow it to one.
    """
    sees_all = audience == Audience.STAFF and Audience.STAFF in audiences_of(actor)
    versions = ArticleVersion.objects.filter(is_published=True, **({"language": language} if language else {}))
    articles = visible_to(actor).filter(Exists(versions.filter(article=OuterRef("pk"))))
    if not sees_all:
        articles = articles.filter(audience=Audience.PUBLIC)
    chosen = articles.filter(slug=slug) if slug else articles
    for version in _with_facts(versions.filter(article__in=chosen), articles, sees_all=sees_all):
        files = [file for file in version.article.files.all() if file.language == version.language]
        folder = f"files/{version.article.slug}.{version.language}"
        front = _front(version, sees_all=sees_all)
        if files:
            front["files"] = [{"title": file.title, "file": f"{folder}/{file.name}"} for file in files]
        yield ExportedFile(f"{version.article.slug}.{version.language}.md", [_markdown(front, version.body)])
        for file in files:
            yield ExportedFile(f"{folder}/{file.name}", _stored(file))


def tidy(body: str) -> str:
    """Return Markdown as it is exported and imported: one kind of line end, nothing blank before and after."""
    return BLANK_LINES.sub("", body.replace("\r\n", "\n")).rstrip()


def _with_facts(
    versions: QuerySet[ArticleVersion], articles: QuerySet[Article], *, sees_all: bool
) -> Iterator[ArticleVersion]:
    """Yield the versions by slug, some at a time, with what is written of their articles."""
    read = {"body", "staff_body"} if sees_all else {"body"}
    return (
        versions.select_related("article__service", "article__enquiry_type")
        .defer(*(name for name in BODIES if name not in read))
        .prefetch_related(
            Prefetch("article__occasions", Occasion.objects.order_by("code")),
            Prefetch("article__related", articles.only("slug").order_by("slug")),
            Prefetch("article__files", ArticleFile.objects.order_by("title", "pk")),
        )
        .order_by("article__slug", "language")
        .iterator(AT_A_TIME)
    )


def _front(version: ArticleVersion, *, sees_all: bool) -> dict[str, Any]:
    """Return the fields that `import knowledge` knows, without the empty ones."""
    article = version.article
    fields = {
        "title": _line(version.title),
        "summary": _line(version.summary),
        "keywords": list(dict.fromkeys(filter(None, map(_line, version.keywords)))),
        "kind": article.kind,
        "audience": article.audience,
        "service": article.service.code if article.service else None,
        "enquiry_type": article.enquiry_type.code if article.enquiry_type else None,
        "occasions": [occasion.code for occasion in article.occasions.all()],
        "related": [other.slug for other in article.related.all()],
        "most_asked": article.most_asked,
        "review_by": article.review_by,
        "imported_as": article.external_id,
        "staff_body": tidy(version.staff_body) if sees_all else "",
    }
    return {name: value for name, value in fields.items() if value}


def _line(text: str) -> str:
    return " ".join(text.split())


def _markdown(front: dict[str, Any], body: str) -> bytes:
    head = yaml.dump(front, Dumper=_Front, allow_unicode=True, sort_keys=False, width=10_000_000)
    return f"---\n{head}---\n\n{tidy(body)}\n".encode()


def _stored(file: ArticleFile) -> Iterator[bytes]:
    with default_storage.open(file.stored_as) as stored:
        yield from stored.chunks()
