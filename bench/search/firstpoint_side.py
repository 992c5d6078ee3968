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

from firstpoint.core.published import one_revision  # noqa: E402
from firstpoint.domain.knowledge.actions import (  # noqa: E402
    Publication,
    Words,
    count_words,
    encode_versions,
    publish_articles,
)
from firstpoint.domain.knowledge.actions.versions import compose_version, put_up  # noqa: E402
from firstpoint.domain.knowledge.models import Article, ArticleVersion  # noqa: E402
from firstpoint.domain.knowledge.queries import search  # noqa: E402
from firstpoint.domain.knowledge.queries.meaning import find_alike, is_on  # noqa: E402
from firstpoint.domain.knowledge.queries.scoring import scores  # noqa: E402
from firstpoint.domain.knowledge.queries.words import codes_of, composed, name_of, stems_of, words_in  # noqa: E402
from firstpoint.domain.knowledge.rights import audiences_of  # noqa: E402
from firstpoint.domain.people.models import SYSTEM, public_site  # noqa: E402
from firstpoint.project.upkeep import WorkerConnector  # noqa: E402

# So many are published in one transaction, as an import publishes all of a file in one.
CHUNK = 500
DEPTH = 10


def fill(language: str, documents: list[list[str]]) -> dict[str, Any]:
    """Publish documents, each a slug, a title and a body."""
    for start in range(0, len(documents), CHUNK):
        with transaction.atomic():
            publish_articles(
                [
                    Publication(slug, [Words(language, title, body)])
                    for slug, title, body in documents[start : start + CHUNK]
                ],
                actor=SYSTEM,
            )
    return {}


def load(language: str, documents: list[list[str]]) -> dict[str, Any]:
    """Write documents and what search reads of them, without the events and jobs of publishing."""
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        with transaction.atomic():
            articles = Article.objects.bulk_create(Article(slug=slug) for slug, _title, _body in chunk)
            put_up(
                [
                    compose_version(article, Words(language, title, body), None, None, published_by=SYSTEM.id)
                    for article, (_slug, title, body) in zip(articles, chunk, strict=True)
                ]
            )
    return {}


def work_off() -> dict[str, Any]:
    """Run the jobs that wait or that the clock asks for, as a worker would have by now."""
    count_words(actor=SYSTEM)
    while encode_versions(actor=SYSTEM):
        pass
    with app.replace_connector(WorkerConnector.of_django()):
        app.run_worker(wait=False, install_signal_handlers=False)
    return {}


def ask(language: str, text: str) -> dict[str, Any]:
    """Search, and return what was found with whatever the search says about how sure it is."""
    actor = public_site()
    with translation.override(language), one_revision():
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


def rank(language: str, text: str) -> dict[str, Any]:
    """Score by the words and nothing else: no typos, names, synonyms, passages or anything else to show."""
    with one_revision():
        began = time.perf_counter()
        typed = composed(text)
        words = words_in(typed)
        stems = {*stems_of({word.text for word in words}, language).values(), *codes_of(words, typed), name_of(words)}
        best = scores(dict.fromkeys(stems, 1.0), language, audiences_of(public_site()))[:DEPTH]
        seconds = time.perf_counter() - began
    slugs = dict(
        ArticleVersion.objects.filter(pk__in=[each.version_id for each in best]).values_list("pk", "article__slug")
    )
    return {"slugs": [slugs[each.version_id] for each in best], "seconds": seconds}


def ask_meaning(language: str, text: str) -> dict[str, Any]:
    """Search by the meaning alone."""
    began = time.perf_counter()
    alike = find_alike(text, language, audiences_of(public_site()), ()) if is_on(language) else {}
    best = sorted(alike, key=lambda pk: (-alike[pk].degree, pk))[:DEPTH]
    seconds = time.perf_counter() - began
    slugs = dict(ArticleVersion.objects.filter(pk__in=best).values_list("pk", "article__slug"))
    score = alike[best[0]].degree if best else 0.0
    return {"slugs": [slugs[pk] for pk in best], "seconds": seconds, "score": score}


def encode(text: str) -> dict[str, Any]:
    """Work out what a text means, and nothing else."""
    from firstpoint.domain.knowledge.queries.encoding import encode

    began = time.perf_counter()
    encode(text)
    return {"seconds": time.perf_counter() - began}


def make_meanings() -> dict[str, Any]:
    """Give made-up articles vectors, where meaning counts."""
    if is_on("en"):
        from bench.search import meanings

        meanings.make()
    return {}


DOINGS: dict[str, Callable[..., dict[str, Any]]] = {
    "fill": fill,
    "load": load,
    "make_meanings": make_meanings,
    "work_off": work_off,
    "ask": ask,
    "rank": rank,
    "ask_meaning": ask_meaning,
    "encode": encode,
}


def main() -> None:
    """Do what each line asks for."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(DOINGS[asked.pop("do")](**asked)), flush=True)


if __name__ == "__main__":
    main()
