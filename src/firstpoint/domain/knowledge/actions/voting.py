"""Readers say whether an article helped them, and in their own words why.

The vote is an event, from which every figure about it is read; the words stand in a table of their own.
"""

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.knowledge.models import ArticleComment, ArticleVersion
from firstpoint.domain.knowledge.queries.articles import find_version
from firstpoint.domain.knowledge.rights import visible_to

LONGEST_COMMENT = 1000


@action
def vote(slug: str, *, actor: Actor, language: str, helpful: bool) -> None:
    """Note whether the article helped a reader of the language. Records article.voted. Raises NotFound."""
    require(actor, "knowledge.vote")
    version = _read_by(actor, slug, language)
    record("article.voted", version.article, actor=actor, data={"helpful": helpful, "version": version.pk})


@action
def comment_on_article(slug: str, *, actor: Actor, language: str, helpful: bool, text: str) -> ArticleComment:
    """Keep what a reader of the language says about an article. Records article.commented. Raises NotFound."""
    require(actor, "knowledge.vote")
    version = _read_by(actor, slug, language)
    words = text.strip()
    if not words:
        raise DomainError(_("Write a few words."))
    if len(words) > LONGEST_COMMENT:
        raise DomainError(_("Use at most %(most)s characters.") % {"most": LONGEST_COMMENT})
    comment = ArticleComment.objects.create(
        article=version.article, version=version, language=language, helpful=helpful, text=words, at=clock.now()
    )
    facts = {"helpful": helpful, "version": version.pk, "comment": comment.pk}
    record("article.commented", version.article, actor=actor, data=facts)
    return comment


def _read_by(actor: Actor, slug: str, language: str) -> ArticleVersion:
    version = find_version(visible_to(actor).filter(slug=slug), language)
    if version is None:
        raise NotFound
    return version
