"""Jobs that forget saved forms that nobody came back to."""

from procrastinate.contrib.django import app

from firstpoint.domain.intake import actions
from firstpoint.domain.people.models import SYSTEM


@app.periodic(cron="47 * * * *")
@app.task(name="forget_old_drafts", queueing_lock="forget_old_drafts")
def forget_old_drafts(timestamp: int) -> None:
    """Delete drafts that can no longer be resumed."""
    actions.forget_old_drafts(actor=SYSTEM)
