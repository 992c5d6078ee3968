"""Readers say whether an article helped them: events, from which every figure about it is read."""

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import NotFound
from firstpoint.core.events import record
from firstpoint.domain.knowledge.queries.articles import find_version
from firstpoint.domain.knowledge.rights import visible_to


@action
def vote(slug: str, *, actor: Actor, language: str, helpful: bool) -> None:
    """Note whether the article helped a reader of the language. Records article.voted. Raises NotFound."""
    require(actor, "knowledge.vote")
    version = find_version(visible_to(actor).filter(slug=slug), language)
    if version is None:
        raise NotFound
    record("article.voted", version.article, actor=actor, data={"helpful": helpful, "version": version.pk})
