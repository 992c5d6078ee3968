"""Articles are taken from their readers, at once or at a moment, and put back; translations are said to hold still."""

from datetime import datetime

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, Stale
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.indexing import forget_versions, index_versions
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.queries.versions import Standing, languages_of, published_source


@action
def withdraw_article(article: Article, *, actor: Actor) -> None:
    """Take an article from its readers in every language. Records article.withdrawn."""
    article = lock(actor, "knowledge.publish", article.pk)
    if not _withdraw(article):
        raise DomainError(_("Nothing of this article is published."))
    record("article.withdrawn", article, actor=actor)


def _withdraw(article: Article) -> bool:
    """Take what is published away and say whether there was anything."""
    article.withdraw_at = None
    article.save(update_fields=["withdraw_at"])
    published = article.versions.filter(is_published=True)
    forget_versions(list(published.only("article")), {article.pk: article.audience})
    return published.update(is_published=False) > 0


@action
def schedule_withdrawal(article: Article, *, actor: Actor, withdraw_at: datetime | None) -> None:
    """Have an article withdrawn at a moment to come, or never with None. Records article.withdrawal_scheduled."""
    article = lock(actor, "knowledge.publish", article.pk)
    if withdraw_at and withdraw_at <= clock.now():
        raise DomainError(_("This moment has passed. Choose one to come, or withdraw now."))
    article.withdraw_at = withdraw_at
    article.save(update_fields=["withdraw_at"])
    record("article.withdrawal_scheduled", article, actor=actor, data={"is_set": withdraw_at is not None})


@action
def withdraw_due_article(pk: int, *, actor: Actor) -> None:
    """Withdraw an article whose moment has come. Records article.withdrawn when anything of it was published."""
    article = lock(actor, "knowledge.publish", pk)
    if article.withdraw_at and article.withdraw_at <= clock.now() and _withdraw(article):
        record("article.withdrawn", article, actor=actor)


@action
def put_back_article(article: Article, *, actor: Actor) -> None:
    """Publish the last version of every language that was withdrawn again. Records article.put_back."""
    article = lock(actor, "knowledge.publish", article.pk)
    withdrawn = [
        state.version
        for state in languages_of(actor, article)
        if state.version and state.standing == Standing.WITHDRAWN
    ]
    if not withdrawn:
        raise DomainError(_("Nothing of this article was withdrawn."))
    for version in withdrawn:
        version.is_published = True
        version.save(update_fields=["is_published"])
    index_versions(withdrawn)
    record("article.put_back", article, actor=actor)


@action
def confirm_translation(article: Article, *, actor: Actor, language: str, source: int) -> None:
    """Note that a published translation still says what its source says now. Records article.translation_confirmed.

    `source` is the number of the source's version that the actor compared. Raises Stale when there is a newer one.
    """
    article = lock(actor, "knowledge.publish", article.pk)
    version = article.versions.filter(language=language, is_published=True).first()
    now = published_source(article, language)
    if version is None or now is None:
        raise DomainError(_("There is no published translation to confirm."))
    if now.number != source:
        raise Stale
    version.translates = now
    version.save(update_fields=["translates"])
    record("article.translation_confirmed", article, actor=actor, data={"language": language})
