"""Articles from a file: published through the same action as at the desk, then tied together."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.knowledge.actions import count_words, publish_article, relate_articles
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.people.models import SYSTEM
from firstpoint.project.importing import columns
from firstpoint.project.importing.entries import Entries, Entry, Mend
from firstpoint.project.importing.outcome import Outcome, carry_out
from firstpoint.project.importing.reading import Unreadable, read_rows

LINK = re.compile(r"\]\((article|form):([^)\s]*)\)")

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
        count_words(actor=SYSTEM)

    return carry_out(work, dry_run=dry_run)


def _publish(entries: Sequence[Entry], outcome: Outcome, track: Track) -> None:
    articles: dict[str, Article] = {}
    for entry in track(entries):
        with outcome.at(entry.place):
            articles[entry.slug] = publish_article(entry.slug, actor=SYSTEM, words=entry.words, **entry.facts)
    known = {article.slug: article for article in Article.objects.all()}
    forms = set(EnquiryType.objects.filter(is_active=True).values_list("code", flat=True))
    for entry in entries:
        if entry.slug in articles:
            if entry.related is not None:
                with outcome.at(entry.place):
                    _relate(known[entry.slug], entry.related, known)
            for words in entry.words:
                for fault in _broken_links(words.body, known[entry.slug], known, forms):
                    outcome.problems.append(f"{entry.places[words.language]}: {fault}")


def _relate(article: Article, related: Sequence[str], known: dict[str, Article]) -> None:
    missing = [slug for slug in related if slug not in known]
    if missing:
        raise Mend(f"related: there is no article “{missing[0]}”. Mend the slug, or import that article too.")
    relate_articles(article, actor=SYSTEM, related=[known[slug] for slug in related])


def _broken_links(body: str, article: Article, known: dict[str, Article], forms: set[str]) -> Iterator[str]:
    for kind, target in LINK.findall(body):
        if kind == "form" and target not in forms:
            yield f"links to the form “{target}”, which the catalogue does not have."
        elif kind == "article" and target not in known:
            yield f"links to the article “{target}”, which does not exist."
        elif kind == "article" and article.audience == Audience.PUBLIC and known[target].audience == Audience.STAFF:
            yield f"is public, but links to the article “{target}”, which is for staff only."
