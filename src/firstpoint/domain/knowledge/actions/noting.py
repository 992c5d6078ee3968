"""What readers do, noted for the figures: which articles they read, what they searched for, and what came of it.

A door gathers notes in memory and has them written every few seconds, so that nobody waits for a figure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.knowledge.models import Article, Audience, SearchMade
from firstpoint.domain.knowledge.rights import visible_to
from firstpoint.domain.people.models import Role


@dataclass(frozen=True, slots=True)
class Search:
    """One search; the fields are those of SearchMade."""

    key: str
    text: str
    language: str
    place: str
    total: int
    has_answer: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a search: a result followed, by slug and position; a vote on it; a contact."""

    key: str
    at: datetime
    article: str = ""
    position: int = 0
    helpful: bool | None = None
    asked: bool = False


@dataclass(slots=True)
class Notes:
    """What was noted since the last writing: reads by slug and language, searches by key, and what came of any."""

    reads: Counter[tuple[str, str]] = field(default_factory=Counter)
    searches: dict[str, Search] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.reads) + len(self.searches) + len(self.steps)


@action
def write_notes(notes: Notes, *, actor: Actor) -> list[Step]:
    """Write down the notes, and return the steps whose search is not there: another process may still write it.

    Records article.read with how many times, search.made, search.followed and search.asked.
    """
    require(actor, "knowledge.note")
    _write_reads(notes.reads, actor)
    _write_searches(notes.searches, actor)
    return _write_steps(notes.steps, actor)


def _write_reads(reads: Counter[tuple[str, str]], actor: Actor) -> None:
    articles = _by_slug((slug for slug, _language in reads), actor)
    for (slug, language), times in sorted(reads.items()):
        if slug in articles:
            record("article.read", articles[slug], actor=actor, data={"language": language, "times": times})


def _write_searches(searches: dict[str, Search], actor: Actor) -> None:
    audience = Audience.PUBLIC if actor.has_role(Role.PUBLIC_SITE) else Audience.STAFF
    # What is typed into one form is one search, under the key of its first look.
    known = set(SearchMade.objects.filter(key__in=searches).values_list("key", flat=True))
    made = SearchMade.objects.bulk_create(
        SearchMade(
            key=search.key,
            text=search.text,
            language=search.language,
            place=search.place,
            audience=audience,
            total=search.total,
            has_answer=search.has_answer,
            at=search.at,
        )
        for search in searches.values()
        if search.key not in known
    )
    for row in made:
        facts: dict[str, int | str | bool | None] = {"language": row.language, "total": row.total, "place": row.place}
        record("search.made", row, actor=actor, data=facts)


def _write_steps(steps: list[Step], actor: Actor) -> list[Step]:
    rows = SearchMade.objects.filter(key__in={step.key for step in steps}).order_by("key").select_for_update()
    searches = {row.key: row for row in rows}
    articles = _by_slug((step.article for step in steps), actor)
    for step in steps:
        search = searches.get(step.key)
        if search is None:
            continue
        if step.article in articles and search.followed_id is None:
            search.followed, search.position = articles[step.article], step.position
            facts = {"article": search.followed.pk, "position": step.position}
            record("search.followed", search, actor=actor, data=facts)
        if step.helpful is not None:
            search.helpful = step.helpful
        if step.asked and search.asked_at is None:
            search.asked_at = step.at
            record("search.asked", search, actor=actor)
    for search in searches.values():
        search.save(update_fields=["followed", "position", "helpful", "asked_at"])
    return [step for step in steps if step.key not in searches]


def _by_slug(slugs: Iterable[str], actor: Actor) -> dict[str, Article]:
    return {article.slug: article for article in visible_to(actor).filter(slug__in=set(slugs))}
