"""How the languages of an article stand: which version is the last, which is published, and what has fallen behind."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion
from firstpoint.domain.knowledge.rights import drafts_visible_to

# What lists do without.
BODIES = ("text", "body", "html", "staff_body", "staff_html", "staff_text")


class Standing(StrEnum):
    """What a reader of one language finds."""

    PUBLISHED = "published"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class LanguageState:
    """One language of an article: its last version, and its draft where the actor may see it."""

    language: str
    standing: Standing
    version: ArticleVersion | None
    draft: ArticleDraft | None

    @property
    def is_first(self) -> bool:
        """Whether it is the site's first language, which the others translate."""
        return self.language == settings.LANGUAGE_CODE

    @property
    def published_at(self) -> datetime | None:
        """When what is published was."""
        return self.version.published_at if self.version and self.version.is_published else None


def latest_version(article: Article, language: str) -> ArticleVersion | None:
    """Return the last version of a language; when any of them is published, it is this one."""
    return article.versions.filter(language=language).defer("text", "staff_text").order_by("-number").first()


def published_source(article: Article, language: str) -> ArticleVersion | None:
    """Return the published version of the site's first language, which a version of another language says again."""
    if language == settings.LANGUAGE_CODE:
        return None
    return article.versions.filter(language=settings.LANGUAGE_CODE, is_published=True).defer("text").first()


def is_based_on_latest(draft: ArticleDraft) -> bool:
    """Say whether no version was published since the draft began or was last compared."""
    latest = latest_version(draft.article, draft.language)
    return draft.based_on_id == (latest.pk if latest else None)


def languages_of(actor: Actor, article: Article) -> list[LanguageState]:
    """Return how every language that the site offers stands, the first one first; two queries."""
    latest: dict[str, ArticleVersion] = {}
    for version in article.versions.defer(*BODIES).select_related("published_by").order_by("number"):
        latest[version.language] = version
    drafts = {
        draft.language: draft
        for draft in drafts_visible_to(actor)
        .filter(article=article)
        .defer("body", "staff_body")
        .select_related("saved_by")
    }
    source = latest.get(settings.LANGUAGE_CODE)
    return [
        LanguageState(code, standing_of(latest.get(code), source), latest.get(code), drafts.get(code))
        for code in ordered_languages()
    ]


def ordered_languages() -> list[str]:
    """Return the languages that the site offers, the first one first."""
    return sorted(dict(settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)


def today() -> date:
    """Return the day it is in the agency's time zone."""
    return timezone.localdate(clock.now(), timezone.get_default_timezone())


def standing_of(version: ArticleVersion | None, source: ArticleVersion | None) -> Standing:
    """Return how a language stands, by its last version and the last one of the site's first language."""
    if version is None:
        return Standing.MISSING
    if not version.is_published:
        return Standing.WITHDRAWN
    is_behind = source and source.is_published and version.translates_id not in (None, source.pk)
    return Standing.STALE if is_behind else Standing.PUBLISHED
