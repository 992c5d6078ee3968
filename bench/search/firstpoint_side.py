"""Run with the environment of a database: publishes articles there and searches them as the public site does.

A line of JSON in, a line of JSON out; what is timed is the one call of the search.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from django.db import transaction  # noqa: E402
from django.utils import translation  # noqa: E402

from firstpoint.core import clock  # noqa: E402
from firstpoint.domain.knowledge.actions import Words, count_words, publish_article  # noqa: E402
from firstpoint.domain.knowledge.actions.indexing import index_version  # noqa: E402
from firstpoint.domain.knowledge.actions.rendering import render  # noqa: E402
from firstpoint.domain.knowledge.models import Article, ArticleVersion  # noqa: E402
from firstpoint.domain.knowledge.queries import search  # noqa: E402
from firstpoint.domain.knowledge.queries.words import plain_text  # noqa: E402
from firstpoint.domain.people.models import SYSTEM, public_site  # noqa: E402
from firstpoint.project.upkeep import WorkerConnector  # noqa: E402

# So many are published in one transaction, as an import publishes all of a file in one.
CHUNK = 500
DEPTH = 10


def fill(language: str, documents: list[list[str]]) -> dict[str, Any]:
    """Publish documents, each a slug, a title and a body."""
    for start in range(0, len(documents), CHUNK):
        with transaction.atomic():
            for slug, title, body in documents[start : start + CHUNK]:
                publish_article(slug, actor=SYSTEM, words=[Words(language, title, body)])
    return {}


def load(language: str, documents: list[list[str]]) -> dict[str, Any]:
    """Write documents and what search reads of them, without the checks, events and jobs of publishing."""
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        with transaction.atomic():
            articles = Article.objects.bulk_create(Article(slug=slug) for slug, _title, _body in chunk)
            versions = ArticleVersion.objects.bulk_create(
                ArticleVersion(
                    article=article,
                    language=language,
                    number=1,
                    title=title,
                    body=body,
                    html=(html := render(body)),
                    text=plain_text(html),
                    published_at=clock.now(),
                    published_by_id=SYSTEM.id,
                )
                for article, (_slug, title, body) in zip(articles, chunk, strict=True)
            )
            for version in versions:
                index_version(version)
    return {}


def work_off() -> dict[str, Any]:
    """Run the jobs that wait or that the clock asks for, as a worker would have by now."""
    count_words(actor=SYSTEM)
    with app.replace_connector(WorkerConnector.of_django()):
        app.run_worker(wait=False, install_signal_handlers=False)
    return {}


def ask(language: str, text: str) -> dict[str, Any]:
    """Search, and return what was found with whatever the search says about how sure it is."""
    actor = public_site()
    with translation.override(language):
        began = time.perf_counter()
        found = search(actor, text, language, limit=DEPTH)
        seconds = time.perf_counter() - began
    return {
        "slugs": [hit.slug for hit in found.hits],
        "seconds": seconds,
        "score": getattr(found.hits[0], "score", None) if found.hits else 0.0,
        "confidence": getattr(found, "confidence", None),
        "is_answered": getattr(found, "is_answered", None),
    }


DOINGS: dict[str, Callable[..., dict[str, Any]]] = {"fill": fill, "load": load, "work_off": work_off, "ask": ask}


def main() -> None:
    """Do what each line asks for."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(DOINGS[asked.pop("do")](**asked)), flush=True)


if __name__ == "__main__":
    main()
