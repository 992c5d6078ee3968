"""Review-by dates: what passed is noted once for each date, and looked at again."""

from datetime import date

from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.knowledge.queries.editing import due_reviews
from firstpoint.domain.knowledge.queries.reviewers import reviewers_of
from firstpoint.domain.knowledge.queries.versions import today

YEARS_BETWEEN_REVIEWS = 1


@action
def confirm_article(pk: int, *, actor: Actor) -> date:
    """Note that an article was looked over and is right as it is; return the next review-by date, a year from today.

    Records article.reviewed.
    """
    article = lock(actor, "knowledge.publish", pk)
    day = today()
    # The 29th of February is looked at again on the 28th.
    is_leap_day = (day.month, day.day) == (2, 29)
    next_day = day.replace(year=day.year + YEARS_BETWEEN_REVIEWS, day=28 if is_leap_day else day.day)
    article.review_by = next_day
    # Whoever has the form with its facts open sees that they changed.
    article.changes += 1
    article.save(update_fields=["review_by", "changes"])
    record("article.reviewed", article, actor=actor, data={"review_by": next_day.isoformat()})
    return next_day


@action
def note_due_reviews(*, actor: Actor) -> None:
    """Note every article whose review-by date has passed since last time, and tell those who review them.

    Records article.review_due for each article, and staff.reviews_fell_due for everybody who is to be told.
    """
    require(actor, "knowledge.publish")
    noted = due_reviews()
    for pk in noted:
        note_review_due(pk, actor=actor)
    for user in reviewers_of(noted):
        record("staff.reviews_fell_due", user, actor=actor)


@action
def note_review_due(pk: int, *, actor: Actor) -> None:
    """Note that an article's review-by date has passed, once for each date. Records article.review_due."""
    article = lock(actor, "knowledge.publish", pk)
    if article.review_by is None or article.review_by > today() or article.review_noted_for == article.review_by:
        return
    article.review_noted_for = article.review_by
    article.save(update_fields=["review_noted_for"])
    record("article.review_due", article, actor=actor, data={"review_by": article.review_by.isoformat()})
