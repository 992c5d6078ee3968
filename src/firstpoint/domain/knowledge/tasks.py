"""Jobs that the clock asks for: publication and withdrawal at their moment, reviews that fall due, words counted anew,
links visited, readers' words forgotten, meaning worked out."""

from time import monotonic

from procrastinate import JobContext
from procrastinate.contrib.django import app

from django.conf import settings

from firstpoint.core.outside import Outside, Visitor
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.queries.editing import due_drafts, due_withdrawals
from firstpoint.domain.knowledge.queries.links import due_urls
from firstpoint.domain.people.models import SYSTEM

# A little less than until the next round.
ENCODING_SECONDS = 50
# What robots.txt files call the robot that looks at links, and how much it does in a round.
ROBOT = "Firstpoint"
MOST_LINKS, MOST_SECONDS = 60, 60


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
    """Note the articles whose review-by date has passed, and have those told who look them over."""
    actions.note_due_reviews(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="count_words", lock="count_words", queueing_lock="count_words")
def count_words(timestamp: int) -> None:
    """Count how rare words are and how they are spelled, where something was published since."""
    actions.count_words(actor=SYSTEM)


@app.periodic(cron="23 4 * * *")
@app.task(name="count_words_anew", lock="count_words", queueing_lock="count_words_anew")
def count_words_anew(timestamp: int) -> None:
    """Count all words again, whatever the counts have come to miss."""
    actions.count_words(actor=SYSTEM, anew=True)


@app.periodic(cron="*/10 * * * *")
@app.task(name="sum_knowledge_days", queueing_lock="sum_knowledge_days")
def sum_knowledge_days(timestamp: int) -> None:
    """Sum what readers did today and yesterday."""
    actions.sum_days(actor=SYSTEM, days=1)


@app.periodic(cron="47 3 * * *")
@app.task(name="settle_knowledge_days", queueing_lock="settle_knowledge_days")
def settle_knowledge_days(timestamp: int) -> None:
    """Sum the days again to which something may have come late, and forget what was taken off the list long ago."""
    actions.sum_days(actor=SYSTEM, days=actions.DAYS_UNTIL_SETTLED)
    actions.forget_old_dismissals(actor=SYSTEM)


@app.periodic(cron="*/10 * * * *")
@app.task(name="visit_links", queueing_lock="visit_links", lock="visit_links", pass_context=True)
def visit_links(context: JobContext, timestamp: int) -> None:
    """Look whether the pages outside that articles lead to are still there: some of them in each round."""
    actions.gather_links(actor=SYSTEM)
    visitor = Visitor(Outside(f"{ROBOT} (looks at links; {settings.SITE_URL})"), ROBOT)
    visits = visitor.visit_all(due_urls(MOST_LINKS), seconds=MOST_SECONDS, should_stop=context.should_abort)
    actions.note_visits(visits, actor=SYSTEM)


@app.periodic(cron="57 3 * * *")
@app.task(name="forget_readers_words", queueing_lock="forget_readers_words")
def forget_readers_words(timestamp: int) -> None:
    """Forget what readers searched for and said, and their addresses, when it was kept long enough."""
    actions.forget_readers_words(actor=SYSTEM)


@app.task(name="encode_article", retry=5, priority=-1)
def encode_article(subject_id: int) -> None:
    """Let an article that was published be found by its meaning."""
    actions.encode_versions(actor=SYSTEM, article_id=subject_id)


@app.periodic(cron="* * * * *")
@app.task(name="encode_articles", queueing_lock="encode_articles", priority=-1, pass_context=True)
def encode_articles(context: JobContext, timestamp: int) -> None:
    """Go on with all others, after an import or with another model; what is left comes a minute later."""
    until = monotonic() + ENCODING_SECONDS
    while monotonic() < until and not context.should_abort() and actions.encode_versions(actor=SYSTEM):
        pass
