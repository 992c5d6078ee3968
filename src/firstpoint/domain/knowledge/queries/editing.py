"""What editors look at: every article with how its languages stand, what waits to be done, and what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, Max, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge.models import (
    Article,
    ArticleDraft,
    ArticleVersion,
    ChangeRequest,
    DraftState,
    DraftText,
    RequestState,
)
from firstpoint.domain.knowledge.queries.links import count_broken
from firstpoint.domain.knowledge.queries.reading import target_grade
from firstpoint.domain.knowledge.queries.versions import (
    BODIES,
    LanguageState,
    Standing,
    ordered_languages,
    standing_of,
    today,
)
from firstpoint.domain.knowledge.rights import drafts_visible_to, may_draft, requests_visible_to, visible_to
from firstpoint.domain.people.models import User

MOST_TO_RELATE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list. Its title is in the language asked for where there is one."""

    article: Article
    title: str
    languages: Sequence[LanguageState]
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How much waits to be done."""

    in_review: int
    returned: int
    drafts: int
    scheduled: int
    stale: int
    overdue: int
    requests: int
    broken_links: int
    hard: int


def seen_by(actor: Actor) -> QuerySet[Article]:
    """Return the articles that the actor may see; those of which nothing was published yet are for those who write."""
    articles = visible_to(actor)
    return articles if may_draft(actor) else articles.filter(Exists(_versions()))


def get_for_editing(actor: Actor, slug: str) -> Article:
    """Return an article that the actor may see, by its slug or a former one. Raises NotFound."""
    articles = seen_by(actor).select_related("service", "enquiry_type__current_version", "owner")
    found = articles.filter(slug=slug).first() or articles.filter(former_slugs__slug=slug).first()
    if found is None:
        raise NotFound
    return found


def get_draft(actor: Actor, slug: str, language: str) -> ArticleDraft:
    """Return the draft of one language of an article. Raises NotFound."""
    drafts = drafts_visible_to(actor).select_related("article", "based_on", "translates", "saved_by", "scheduled_by")
    found = drafts.filter(article__slug=slug, language=language).first()
    if found is None:
        raise NotFound
    return found


def texts_of(draft: ArticleDraft) -> QuerySet[DraftText]:
    """Return the texts that were replaced or set aside while a draft was written, the newest first."""
    return draft.texts.select_related("saved_by").defer("body", "staff_body").order_by("-saved_at", "-pk")


def history(article: Article, language: str) -> QuerySet[ArticleVersion]:
    """Return the versions of a language, the newest first."""
    versions = article.versions.filter(language=language).select_related("published_by", "translates")
    return versions.defer(*BODIES).order_by("-number")


def article_list(
    actor: Actor,
    *,
    search: str = "",
    state: str = "",
    language: str = "",
    service: str = "",
    audience: str = "",
    kind: str = "",
    owner: int | None = None,
    overdue: bool = False,
    hard: bool = False,
    found: Sequence[int] = (),
) -> QuerySet[Article]:
    """Return the articles by slug, narrowed; `state` is a Standing, a DraftState, or empty.

    `hard` are those that take more school to read than the agency wants, the hardest first. Of a text to search, those
    come first that were `found` by it, by their ids in that order; then those that hold it in address or title.
    """
    articles = seen_by(actor)
    if search:
        titles = _versions().filter(title__icontains=search)
        drafts = drafts_visible_to(actor).filter(article=OuterRef("pk"), title__icontains=search)
        articles = articles.filter(Q(pk__in=found) | Q(slug__icontains=search) | Exists(titles) | Exists(drafts))
    if state in DraftState.values:
        drafts = drafts_visible_to(actor).filter(article=OuterRef("pk"), state=state, **_in(language))
        articles = articles.filter(Exists(drafts))
    elif state:
        articles = articles.filter(_stands(state, language))
    elif language:
        articles = articles.filter(Exists(_versions().filter(language=language)))
    given: dict[str, Any] = {"service__code": service, "audience": audience, "kind": kind, "owner_id": owner}
    articles = articles.filter(**{name: value for name, value in given.items() if value})
    if overdue:
        articles = articles.filter(_overdue())
    if hard:
        hardest = Max("versions__grade", filter=Q(versions__is_published=True))
        articles = articles.filter(_hard()).annotate(hardest=hardest)
    newest = ArticleVersion.objects.defer(*BODIES, "summary").distinct("article", "language")
    return (
        articles.select_related("service", "owner")
        .prefetch_related(
            Prefetch("versions", newest.order_by("article", "language", "-number")),
            Prefetch("drafts", drafts_visible_to(actor).defer("body", "staff_body")),
        )
        .order_by(*(["-hardest"] if hard else []), *([_place_in(found)] if found else []), "slug")
    )


def _place_in(found: Sequence[int]) -> OrderBy:
    ids = Value(list(found), output_field=ArrayField(BigIntegerField()))
    return Func(ids, F("pk"), function="array_position", output_field=IntegerField()).asc(nulls_last=True)


def rows(articles: Sequence[Article], language: str) -> list[Row]:
    """Return listed articles ready to be shown to a reader of the language; no query."""
    return [_row(article, language) for article in articles]


def related_rows(actor: Actor, article: Article) -> list[Row]:
    """Return the articles that stand beside one, published or not, by slug; three queries."""
    return rows(list(article_list(actor).filter(article=article)), actor.language)


def rows_to_relate(actor: Actor, article: Article, *, slugs: Collection[str], text: str) -> list[Row]:
    """Return the articles of the slugs, and some whose title or slug holds the text, that could stand beside one."""
    chosen = list(article_list(actor).filter(slug__in=slugs))
    if text:
        known = {article.pk, *(other.pk for other in chosen)}
        chosen += article_list(actor, search=text).exclude(pk__in=known)[:MOST_TO_RELATE]
    return rows(chosen, actor.language)


def find_text(article: Article, language: str) -> ArticleVersion | None:
    """Return what is published of an article for a reader of the language, with what is for staff; None when nothing is."""
    published = article.versions.filter(is_published=True)
    texts = {text.language: text for text in published.only("article_id", "language", "summary", "html", "staff_html")}
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), None)


def _row(article: Article, language: str) -> Row:
    versions = {version.language: version for version in article.versions.all()}
    drafts = {draft.language: draft for draft in article.drafts.all()}
    source = versions.get(settings.LANGUAGE_CODE)
    states = [
        LanguageState(code, standing_of(versions.get(code), source), versions.get(code), drafts.get(code))
        for code in ordered_languages()
    ]
    named: dict[str, ArticleDraft | ArticleVersion] = {**drafts, **versions}
    written = named.get(language) or named.get(settings.LANGUAGE_CODE) or next(iter(named.values()), None)
    return Row(
        article=article,
        title=(written.title if written else "") or article.slug,
        languages=states,
        is_overdue=bool(article.review_by and article.review_by <= today() and source),
    )


def _in(language: str) -> dict[str, str]:
    return {"language": language} if language else {}


def _versions() -> QuerySet[ArticleVersion]:
    return ArticleVersion.objects.filter(article=OuterRef("pk"))


def _published() -> QuerySet[ArticleVersion]:
    return _versions().filter(is_published=True)


def _stands(state: str, language: str) -> Q:
    """Return the condition that a language of an article, or any, stands so."""
    if state == Standing.MISSING:
        codes = [language] if language else ordered_languages()
        return reduce(or_, (~Q(Exists(_versions().filter(language=code))) for code in codes))
    if state == Standing.WITHDRAWN:
        versions = _versions().filter(**_in(language))
        return Q(Exists(versions)) & ~Q(Exists(versions.filter(is_published=True)))
    if state == Standing.STALE:
        stale = _published().filter(translates__is_published=False, **_in(language))
        return Q(Exists(stale)) & Q(Exists(_published().filter(language=settings.LANGUAGE_CODE)))
    return Q(Exists(_published().filter(**_in(language))))


def _overdue() -> Q:
    return Q(review_by__lte=today()) & Q(Exists(_published()))


def _hard() -> Q:
    # Grades are shown without a fraction, and counted as they are shown.
    return Q(Exists(_published().filter(grade__gte=target_grade() + 0.5)))


def count_work(actor: Actor) -> WorkCounts:
    """Return how much waits for those who write and decide."""
    drafts = drafts_visible_to(actor)
    states = list(drafts.values_list("state", "note"))
    articles = seen_by(actor)
    return WorkCounts(
        in_review=sum(state == DraftState.IN_REVIEW for state, _ in states),
        returned=sum(state == DraftState.DRAFT and bool(note) for state, note in states),
        drafts=sum(state == DraftState.DRAFT for state, _ in states),
        scheduled=sum(state == DraftState.SCHEDULED for state, _ in states),
        stale=articles.filter(_stands(Standing.STALE, "")).count(),
        overdue=articles.filter(_overdue()).count(),
        broken_links=count_broken(actor),
        hard=articles.filter(_hard()).count(),
        requests=requests_visible_to(actor).filter(state__in=(RequestState.OPEN, RequestState.TAKEN)).count(),
    )


def drafts_waiting(actor: Actor, state: str) -> QuerySet[ArticleDraft]:
    """Return the drafts in a state: scheduled ones by their moment, others the longest waiting first."""
    drafts = (
        drafts_visible_to(actor).filter(state=state).select_related("article", "saved_by").defer("body", "staff_body")
    )
    return drafts.order_by("publish_at" if state == DraftState.SCHEDULED else "saved_at", "pk")


def withdrawals_scheduled(actor: Actor) -> QuerySet[Article]:
    """Return the articles that are to be withdrawn, the next first."""
    return seen_by(actor).filter(withdraw_at__isnull=False).order_by("withdraw_at", "pk")


def writers() -> QuerySet[User]:
    """Return the staff who can own an article."""
    return User.objects.filter(is_machine=False, is_active=True).order_by("name", "pk")


def request_list(actor: Actor, *, state: str = "", is_own: bool = False) -> QuerySet[ChangeRequest]:
    """Return change requests that the actor may see: those to be answered first, the newest of each first."""
    requests = requests_visible_to(actor)
    if is_own:
        requests = requests.filter(asked_by_id=actor.id)
    if state == "waiting":
        requests = requests.filter(state__in=(RequestState.OPEN, RequestState.TAKEN))
    elif state:
        requests = requests.filter(state=state)
    return requests.select_related("article", "asked_by", "taken_by").order_by("-asked_at", "-pk")


def get_request(actor: Actor, pk: int) -> ChangeRequest:
    """Return a change request that the actor may see. Raises NotFound."""
    found = requests_visible_to(actor).filter(pk=pk).select_related("article", "asked_by", "taken_by").first()
    if found is None:
        raise NotFound
    return found


def due_drafts() -> list[int]:
    """Return the drafts whose moment of publication has come, the earliest first."""
    due = ArticleDraft.objects.filter(state=DraftState.SCHEDULED, publish_at__lte=clock.now())
    return list(due.order_by("publish_at", "pk").values_list("pk", flat=True))


def due_withdrawals() -> list[int]:
    """Return the articles whose moment of withdrawal has come, the earliest first."""
    due = Article.objects.filter(withdraw_at__lte=clock.now())
    return list(due.order_by("withdraw_at", "pk").values_list("pk", flat=True))


def due_reviews() -> list[int]:
    """Return the articles whose review-by date has passed and was not noted yet."""
    noted = Q(review_noted_for__isnull=False, review_noted_for=F("review_by"))
    return list(Article.objects.filter(_overdue()).exclude(noted).order_by("pk").values_list("pk", flat=True))
