"""What is written: the words of an article in one language, and what is asked of them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from firstpoint.core.database.rows import check_columns
from firstpoint.core.errors import DomainError, Stale
from firstpoint.domain.knowledge.models import ArticleDraft, ArticleVersion, DraftText

LONGEST_BODY = 100_000
MOST_KEYWORDS = 50


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says in one language; the body is Markdown."""

    language: str
    title: str
    body: str
    summary: str = ""
    keywords: tuple[str, ...] = ()


def words_of(written: ArticleDraft | ArticleVersion) -> Words:
    """Return the words of a draft or a version."""
    return Words(written.language, written.title, written.body, written.summary, tuple(written.keywords))


def check_written(version: ArticleVersion | ArticleDraft | DraftText) -> None:
    """Raise DomainError for what cannot be kept."""
    if len(version.body) > LONGEST_BODY:
        raise DomainError(
            _("The body has %(length)s characters; %(most)s is the most. Make two articles of it.")
            % {"length": len(version.body), "most": LONGEST_BODY}
        )
    if len(version.keywords) > MOST_KEYWORDS:
        raise DomainError(_("Use at most %(most)s keywords.") % {"most": MOST_KEYWORDS})
    check_columns(version)


def check_complete(words: Words, html: str) -> None:
    """Raise DomainError for words that nobody could read."""
    if not words.title.strip():
        raise DomainError(_("The title is empty."))
    if not words.body.strip() or not html:
        raise DomainError(_("The body is empty."))


def check_language(language: str) -> None:
    """Raise DomainError unless the site offers the language."""
    if language not in dict(settings.LANGUAGES):
        raise DomainError(_("The site does not offer this language."))


def check_seen(draft: ArticleDraft, saves: int) -> None:
    """Raise Stale when the draft was saved since the actor saw it."""
    if draft.saves != saves:
        raise Stale
