"""How articles and searches do: figures of a period, from the sums by day that a job keeps.

A search counts once, in one of three ways. Asked: a form was sent that carried the search along. Answered: a result was
opened, no form followed, and the reader did not say that it did not help. Left: all others, who opened nothing or said
no, and did not ask here. Deflection is answered / all searches of the public; both numbers stand with it, as ISO 18295
has no definition of its own for self-service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from firstpoint.core.access import Actor, may, require
from firstpoint.core.database.fields import Text
from firstpoint.domain.knowledge.models import Article, ArticleDay, Audience, SearchDay
from firstpoint.domain.knowledge.queries.articles import in_language
from firstpoint.domain.knowledge.queries.versions import today

LONGEST_DAYS = 366
PANEL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the agency's calendar, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted, and the shares of it; a share of nothing is None.

    What the counts cannot know: nobody is followed from search to search, so somebody who searches twice counts twice;
    a call, a visit or a form sent from another device is no "asked"; robots that pass for people count as people.
    """

    reads: int = 0
    staff_reads: int = 0
    helpful: int = 0
    unhelpful: int = 0
    searches: int = 0
    staff_searches: int = 0
    empty: int = 0
    unsure: int = 0
    opened: int = 0
    positions: int = 0
    answered: int = 0
    said_yes: int = 0
    asked: int = 0

    @property
    def left(self) -> int:
        """Searches of which nothing came, as far as is known."""
        return self.searches - self.not_left

    @property
    def not_left(self) -> int:
        """Searches of which something came."""
        return self.answered + self.asked

    @property
    def votes(self) -> int:
        """How many readers said whether it helped."""
        return self.helpful + self.unhelpful

    @property
    def helpful_share(self) -> float | None:
        """Helpful votes / votes."""
        return share(self.helpful, self.votes)

    @property
    def deflection(self) -> float | None:
        """Searches that were answered / searches."""
        return share(self.answered, self.searches)

    @property
    def asked_share(self) -> float | None:
        """Searches after which somebody asked / searches."""
        return share(self.asked, self.searches)

    @property
    def left_share(self) -> float | None:
        """Searches of which nothing came / searches."""
        return share(self.left, self.searches)

    @property
    def opened_share(self) -> float | None:
        """Searches of which a result was opened / searches."""
        return share(self.opened, self.searches)

    @property
    def position(self) -> float | None:
        """Mean position of the first result that was opened, counted from 1."""
        return share(self.positions, self.opened)


@dataclass(frozen=True, slots=True)
class OfArticle:
    """One article's figures. Its searches are those of which it was the first result opened."""

    slug: str
    title: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class OfService:
    """The figures of a service's articles together; of those without a service, its code is empty."""

    code: str
    name: Text | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class OfDay:
    """The figures of one day in one language from one place; reads and votes have no place."""

    day: date
    language: str
    place: str
    figures: Figures


def share(part: int, whole: int) -> float | None:
    """Return part / whole, None for a part of nothing."""
    return part / whole if whole else None


def together(figures: Iterable[Figures]) -> Figures:
    """Return the sum."""
    parts = list(figures)
    return Figures(**{field.name: sum(getattr(part, field.name) for part in parts) for field in fields(Figures)})


PUBLIC = Q(audience=Audience.PUBLIC)
OUTCOMES = {name: name for name in ("opened", "positions", "answered", "said_yes", "asked")}
# Each figure with the column that it sums; those of staff apart.
OF_SEARCHES = {"searches": "made", "empty": "empty", "unsure": "unsure", **OUTCOMES}
OF_READING = {"reads": "reads", "helpful": "helpful", "unhelpful": "unhelpful"}
OF_ARTICLES = {**OF_READING, "searches": "opened", **OUTCOMES}


def by_day(actor: Actor, period: Period, language: str = "") -> list[OfDay]:
    """Return what was counted each day, by language and place, the earliest first; two queries. Raises NotPermitted."""
    require(actor, "knowledge.see_figures")
    searched = _in(SearchDay.objects.all(), period, language).values("day", "language", "place")
    read = _in(ArticleDay.objects.all(), period, language).values("day", "language")
    days = [
        OfDay(row["day"], row["language"], row.get("place", ""), figures)
        for rows in (
            _summed(searched, OF_SEARCHES, staff_searches="made"),
            _summed(read, OF_READING, staff_reads="reads"),
        )
        for row, figures in map(_told, rows)
    ]
    return sorted(days, key=lambda each: (each.day, each.language, each.place))


def by_article(
    actor: Actor, period: Period, language: str = "", *, service: str | None = None, reader: str = ""
) -> list[OfArticle]:
    """Return the figures of each article that was read, voted on or opened from a search, the most read first.

    `service` is a code, empty for articles without a service, None for all. Titles are those that a reader of the
    language `reader` gets. Two queries. Raises NotPermitted.
    """
    require(actor, "knowledge.see_figures")
    days = _in(ArticleDay.objects.all(), period, language)
    if service is not None:
        days = days.filter(article__service__code=service) if service else days.filter(article__service=None)
    rows = _summed(days.values("article_id", slug=F("article__slug")), OF_ARTICLES, staff_reads="reads")
    told = [_told(row) for row in rows]
    titles = {
        version.article_id: version
        for version in in_language(Article.objects.filter(pk__in=[row["article_id"] for row, _ in told]), reader)
    }
    found = [
        OfArticle(
            row["slug"],
            titles[row["article_id"]].title if row["article_id"] in titles else row["slug"],
            figures,
        )
        for row, figures in told
    ]
    return sorted(found, key=lambda each: (-each.figures.reads, each.slug))


def by_service(actor: Actor, period: Period, language: str = "") -> list[OfService]:
    """Return the figures of each service's articles together, the most read first; one query. Raises NotPermitted."""
    require(actor, "knowledge.see_figures")
    days = _in(ArticleDay.objects.all(), period, language)
    named = days.values(code=F("article__service__code"), name=F("article__service__name"))
    found = [
        OfService(row["code"] or "", Text(row["name"]) if row["name"] else None, figures)
        for row, figures in map(_told, _summed(named, OF_ARTICLES, staff_reads="reads"))
    ]
    return sorted(found, key=lambda each: (-each.figures.reads, each.code))


def of_article(actor: Actor, article: Article) -> Figures | None:
    """Return an article's figures of the last thirty days, None for those who may not see them; one query."""
    if not may(actor, "knowledge.see_figures"):
        return None
    period = Period(today() - timedelta(days=PANEL_DAYS - 1), today())
    days = _in(ArticleDay.objects.filter(article=article), period, "").values("article_id")
    rows = list(_summed(days, OF_ARTICLES, staff_reads="reads"))
    return _told(rows[0])[1] if rows else Figures()


def _in(days: QuerySet[Any], period: Period, language: str) -> QuerySet[Any]:
    found = days.filter(day__gte=period.first, day__lte=period.last)
    return found.filter(language=language) if language else found


def _summed(grouped: QuerySet[Any, Any], figures: Mapping[str, str], **of_staff: str) -> QuerySet[Any, Any]:
    """Return a row for each group, with its figures under names that no column has."""
    public = {f"sum_{name}": Sum(column, filter=PUBLIC, default=0) for name, column in figures.items()}
    staff = {f"sum_{name}": Sum(column, filter=~PUBLIC, default=0) for name, column in of_staff.items()}
    summed: QuerySet[Any, Any] = grouped.annotate(**public, **staff).order_by()
    return summed


def _told(row: dict[str, Any]) -> tuple[dict[str, Any], Figures]:
    return row, Figures(**{name[4:]: number for name, number in row.items() if name.startswith("sum_")})
