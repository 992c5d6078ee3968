"""Jobs that the clock asks for: publication and withdrawal at their moment, reviews that fall due, words counted anew."""

from procrastinate.contrib.django import app

from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.queries.editing import due_drafts, due_reviews, due_withdrawals
from firstpoint.domain.people.models import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="keep_publication_moments")
def keep_publication_moments(timestamp: int) -> None:
    """Publish and withdraw what is due."""
    for pk in due_withdrawals():
        actions.withdraw_due_article(pk, actor=SYSTEM)
    for pk in due_drafts():
        actions.publish_due_draft(pk, actor=SYSTEM)


@app.periodic(cron="10 5 * * *")
@app.task(name="note_due_reviews")
def note_due_reviews(timestamp: int) -> None:
    """Note the articles whose review-by date has passed."""
    for pk in due_reviews():
        actions.note_review_due(pk, actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="count_words", queueing_lock="count_words")
def count_words(timestamp: int) -> None:
    """Count how rare words are and how they are spelled, where something was published since."""
    actions.count_words(actor=SYSTEM)
