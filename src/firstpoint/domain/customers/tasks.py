"""Jobs that forget what customers no longer need."""

from procrastinate.contrib.django import app

from firstpoint.domain.customers import actions
from firstpoint.domain.people.models import SYSTEM


@app.periodic(cron="7 * * * *")
@app.task(name="forget_old_codes", queueing_lock="forget_old_codes")
def forget_old_codes(timestamp: int) -> None:
    """Delete one-time codes that ran out a day ago."""
    actions.forget_old_codes(actor=SYSTEM)
