"""Articles from a file: published through the same action as at the desk, then tied together."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from firstpoint.core.outcome import Outcome, carry_out
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.knowledge.actions import (
    Publication,
    Refused,
    count_words,
    lock_articles,
    publish_articles,
    relate_articles,
)
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.importing import columns
from firstpoint.project.importing.entries import Entries, Entry, Mend
from firstpoint.project.importing.files import put_files
from firstpoint.project.importing.reading import Unreadable, read_rows

LINK = re.compile(r"\]\((article|form):([^)\s]*)\)")

# So many are published at a time.
CHUNK = 250

T = TypeVar("T")
Track = Callable[[Sequence[Entry]], Iterable[Entry]]


def import_knowledge(
    path: Path,
    *,
    language: str,
    said: Sequence[str] = (),
    conditions: Sequence[str] = (),
    service: str = "",
    prefix: str = "",
    dry_run: bool = False,
    track: Track = iter,
) -> Outcome:
    """Import a file of articles, or say what keeps it out. Raises Unreadable when it is no such file.

    `said` and `conditions` are pairs NAME=VALUE for the columns of fields and for the rows wanted.
    """
    rows = read_rows(path)
    mapped = columns.assign(rows, columns.pairs("--map", said)) if rows else {}
    wanted = columns.where(rows, columns.pairs("--where", conditions))
    if not wanted:
        raise Unreadable(f"{path.name}: there is nothing to import.")

    def work(outcome: Outcome) -> None:
        entries = Entries(mapped=mapped, language=language, prefix=prefix, service=service, source=path.stem)
        entries.gather(wanted, outcome)
        outcome.rows["knowledge.article"] = len(entries)
        if ignored := columns.left_out(wanted, mapped):
            outcome.notes.append(f"Left out: {', '.join(ignored)}.")
        _publish(list(entries), outcome, track)
        _put_files(entries, path if path.is_dir() else path.parent, outcome)
        count_words(actor=SYSTEM)

    return carry_out(work, dry_run=dry_run)


def _publish(entries: Sequence[Entry], outcome: Outcome, track: Track) -> None:
    # All is locked before anything is recorded: somebody at the desk may wait for the import, but never each for the other.
    for slugs in _chunks(sorted(entry.slug for entry in entries)):
        lock_articles(slugs, actor=SYSTEM)
    published: dict[str, Article] = {}
    for chunk in _chunks(track(entries)):
        publications = [Publication(entry.slug, entry.words, entry.facts) for entry in chunk]
        try:
            articles = publish_articles(publications, actor=SYSTEM)
        except Refused as refused:
            outcome.problems += [
                f"{entry.place}: {refused.faults[entry.slug]}" for entry in chunk if entry.slug in refused.faults
            ]
            articles = [
                Article(slug=entry.slug, audience=entry.facts.get("audience", Audience.PUBLIC)) for entry in chunk
            ]
        published |= {entry.slug: article for entry, article in zip(chunk, articles, strict=True)}
    known = {article.slug: article for article in Article.objects.all()} | published
    forms = set(EnquiryType.objects.filter(is_active=True).values_list("code", flat=True))
    for entry in entries:
        if entry.related is not None:
            with outcome.at(entry.place):
                _relate(known[entry.slug], entry.related, known)
        for words in entry.words:
            for fault in _broken_links(words.body, known[entry.slug], known, forms):
                outcome.problems.append(f"{entry.places[words.language]}: {fault}")


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _relate(article: Article, related: Sequence[str], known: dict[str, Article]) -> None:
    missing = [slug for slug in related if slug not in known]
    if missing:
        raise Mend(f"related: there is no article “{missing[0]}”. Mend the slug, or import that article too.")
    others = [known[slug] for slug in related]
    # Where articles were refused, nothing is stored in the end.
    if all(each.pk for each in (article, *others)):
        relate_articles(article, actor=SYSTEM, related=others)


def _put_files(entries: Iterable[Entry], folder: Path, outcome: Outcome) -> None:
    there = set(Article.objects.values_list("slug", flat=True))
    for entry in entries:
        for language, listed in entry.files.items():
            if entry.slug in there:
                with outcome.at(entry.places[language]):
                    put_files(entry.slug, language, listed, folder)


def _broken_links(body: str, article: Article, known: dict[str, Article], forms: set[str]) -> Iterator[str]:
    for kind, target in LINK.findall(body):
        if kind == "form" and target not in forms:
            yield f"links to the form “{target}”, which the catalogue does not have."
        elif kind == "article" and target not in known:
            yield f"links to the article “{target}”, which does not exist."
        elif kind == "article" and article.audience == Audience.PUBLIC and known[target].audience == Audience.STAFF:
            yield f"is public, but links to the article “{target}”, which is for staff only."
