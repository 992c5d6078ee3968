"""Findings are dealt with in one step: an article is begun, improved or found right, words of readers are settled."""

from datetime import timedelta

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.drafts import start_article, start_draft
from firstpoint.domain.knowledge.actions.requesting import request_change
from firstpoint.domain.knowledge.actions.writing import check_language
from firstpoint.domain.knowledge.models import (
    Article,
    ArticleComment,
    ArticleDraft,
    ChangeRequest,
    Dismissal,
    FindingKind,
)
from firstpoint.domain.knowledge.queries.findings import DISMISSED_DAYS
from firstpoint.domain.knowledge.rights import require_drafting, visible_to

LONGEST_WORDS = 200


@action
def dismiss_finding(
    *, actor: Actor, kind: str, language: str, words: str = "", article: Article | None = None
) -> Dismissal:
    """Take a finding off the list, about words or about an article. Records finding.dismissed."""
    require_drafting(actor)
    check_language(language)
    if kind not in FindingKind.values or (article is None) == (not words) or len(words) > LONGEST_WORDS:
        raise DomainError(_("This is on no list any more."))
    dismissal, _is_new = Dismissal.objects.update_or_create(
        kind=kind,
        language=language,
        words=words,
        article=article,
        defaults={"at": clock.now(), "by_id": actor.id},
    )
    record("finding.dismissed", dismissal, actor=actor, data={"kind": kind, "language": language})
    return dismissal


@action
def put_back_finding(pk: int, *, actor: Actor) -> None:
    """Let a finding stand on the list again. Records finding.put_back."""
    require_drafting(actor)
    dismissal = Dismissal.objects.filter(pk=pk).select_for_update(of=("self",)).first()
    if dismissal is None:
        raise NotFound
    record("finding.put_back", dismissal, actor=actor, data={"kind": dismissal.kind, "language": dismissal.language})
    dismissal.delete()


@action
def write_about(*, actor: Actor, kind: str, language: str, words: str) -> ArticleDraft:
    """Begin an article under the words that were searched for, which are off the list then.

    Records article.draft_started and finding.dismissed.
    """
    dismiss_finding(actor=actor, kind=kind, language=language, words=words)
    return start_article(actor=actor, title=words[:1].upper() + words[1:], language=language)


@action
def improve_article(article: Article, *, actor: Actor, kind: str, language: str, words: str = "") -> ArticleDraft:
    """Begin or go on with a draft of the article that a finding is about, which is off the list then.

    Records finding.dismissed, and article.draft_started for a new draft.
    """
    dismiss_finding(actor=actor, kind=kind, language=language, words=words, article=None if words else article)
    return start_draft(article, actor=actor, language=language)


@action
def settle_comment(pk: int, *, actor: Actor) -> None:
    """Note that a reader's words were read and need nothing more. Records comment.settled."""
    comment = _lock_comment(pk, actor)
    if comment.settled_at is not None:
        raise DomainError(_("Somebody settled this comment already."))
    _settle(comment, actor)
    record("comment.settled", comment, actor=actor)


@action
def unsettle_comment(pk: int, *, actor: Actor) -> None:
    """Let a reader's words wait to be read again. Records comment.put_back."""
    comment = _lock_comment(pk, actor)
    if comment.request_id is not None:
        raise DomainError(_("A change request was made of this comment. Decide the request instead."))
    comment.settled_at = comment.settled_by = None
    comment.save(update_fields=["settled_at", "settled_by"])
    record("comment.put_back", comment, actor=actor)


@action
def request_from_comment(pk: int, *, actor: Actor) -> ChangeRequest:
    """Make a change request of a reader's words. Records change_request.made and comment.settled."""
    require(actor, "knowledge.request")
    comment = _lock_comment(pk, actor)
    if comment.request_id is not None:
        raise DomainError(_("A change request was made of this comment already."))
    asked = request_change(actor=actor, wrong=comment.text, language=comment.language, article=comment.article)
    comment.request = asked
    _settle(comment, actor)
    record("comment.settled", comment, actor=actor, data={"request": asked.pk})
    return asked


def _lock_comment(pk: int, actor: Actor) -> ArticleComment:
    require_drafting(actor)
    comments = ArticleComment.objects.filter(pk=pk, article__in=visible_to(actor)).select_related("article")
    comment = comments.select_for_update(of=("self",)).first()
    if comment is None:
        raise NotFound
    return comment


def _settle(comment: ArticleComment, actor: Actor) -> None:
    comment.settled_at, comment.settled_by_id = clock.now(), actor.id
    comment.save(update_fields=["settled_at", "settled_by", "request"])


@action
def forget_old_dismissals(*, actor: Actor) -> int:
    """Delete dismissals that have run out, with the words in them; return how many."""
    require(actor, "knowledge.count")
    return Dismissal.objects.filter(at__lt=clock.now() - timedelta(days=DISMISSED_DAYS)).delete()[0]
