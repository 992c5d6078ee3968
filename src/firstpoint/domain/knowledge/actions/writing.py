"""What is written: the words of an article in one language, and what is asked of them."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from firstpoint.core.database.rows import check_columns
from firstpoint.core.errors import DomainError, Stale
from firstpoint.domain.knowledge.models import ArticleDraft, ArticleVersion, DraftText

LONGEST_BODY = 100_000
MOST_KEYWORDS = 50


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says in one language; the bodies are Markdown.

    `staff_body` is for staff alone; None leaves the one that there is.
    """

    language: str
    title: str
    body: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    staff_body: str | None = None

    def after(self, former: ArticleDraft | ArticleVersion | None) -> "Words":
        """Return the words with the part for staff of those that they replace, where they leave it as it is."""
        if self.staff_body is not None:
            return self
        return replace(self, staff_body=former.staff_body if former else "")


def words_of(written: ArticleDraft | ArticleVersion) -> Words:
    """Return the words of a draft or a version."""
    keywords = tuple(written.keywords)
    return Words(written.language, written.title, written.body, written.summary, keywords, written.staff_body)


def check_written(version: ArticleVersion | ArticleDraft | DraftText) -> None:
    """Raise DomainError for what cannot be kept."""
    for body in (version.body, version.staff_body):
        if len(body) > LONGEST_BODY:
            raise DomainError(
                _("The body has %(length)s characters; %(most)s is the most. Make two articles of it.")
                % {"length": len(body), "most": LONGEST_BODY}
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
