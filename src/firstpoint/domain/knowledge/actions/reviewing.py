"""Review-by dates: what passed is noted once for each date, and looked at again."""

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.knowledge.queries.versions import today


@action
def note_review_due(pk: int, *, actor: Actor) -> None:
    """Note that an article's review-by date has passed, once for each date. Records article.review_due."""
    article = lock(actor, "knowledge.publish", pk)
    if article.review_by is None or article.review_by > today() or article.review_noted_for == article.review_by:
        return
    article.review_noted_for = article.review_by
    article.save(update_fields=["review_noted_for"])
    record("article.review_due", article, actor=actor, data={"review_by": article.review_by.isoformat()})
