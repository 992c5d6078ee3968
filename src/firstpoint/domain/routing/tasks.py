"""Jobs that keep the queues in line with what happened elsewhere."""

from contextlib import suppress

from procrastinate.contrib.django import app

from firstpoint.domain.people.actions import mail_notices as mail
from firstpoint.domain.people.models import SYSTEM, NoticesBy
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.queries import NotSetUp
from firstpoint.domain.routing.queries.digests import is_digest_time
from firstpoint.domain.routing.queries.triage import is_learning_due


@app.task(name="follow_case", retry=5)
def follow_case(subject_id: int) -> None:
    """Take a case that ended out of its queue, or put one that opened again back."""
    actions.follow_case(subject_id, actor=SYSTEM)


@app.task(name="return_work_of", retry=5)
def return_work_of(subject_id: int) -> None:
    """Put the work of somebody who left back into its queues."""
    actions.return_work_of(subject_id, actor=SYSTEM)


@app.task(name="follow_enquiry_type", retry=5)
def follow_enquiry_type(subject_id: int) -> None:
    """Bring the work of a case that is about something else in line."""
    actions.follow_enquiry_type(subject_id, actor=SYSTEM)


@app.periodic(cron="*/10 * * * *")
@app.task(name="train_triage_when_due", queueing_lock="train_triage_when_due", lock="train_triage", priority=-1)
def train_triage_when_due(timestamp: int) -> None:
    """Learn from decisions while few are known, each time that there are half as many again."""
    if is_learning_due():
        actions.train_triage(actor=SYSTEM)


@app.periodic(cron="13 2 * * *")
@app.task(name="train_triage", queueing_lock="train_triage", lock="train_triage", priority=-1)
def train_triage(timestamp: int) -> None:
    """Learn from the newest decisions every night, where there is something to learn."""
    with suppress(actions.CannotLearn):
        actions.train_triage(actor=SYSTEM)


@app.periodic(cron="*/5 * * * *")
@app.task(name="estimate_wait")
def estimate_wait(timestamp: int) -> None:
    """Refresh the wait that the site shows, once there is an agency."""
    with suppress(NotSetUp):
        actions.estimate_wait(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="watch_queues", queueing_lock="watch_queues")
def watch_queues(timestamp: int) -> None:
    """Note what waits where, and let the next tier help where it is too much."""
    with suppress(NotSetUp):
        actions.watch_queues(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="time_out_hand_offs", queueing_lock="time_out_hand_offs")
def time_out_hand_offs(timestamp: int) -> None:
    """Give work that nobody accepted back to its sender."""
    actions.time_out_hand_offs(actor=SYSTEM)


@app.task(name="offer_work", retry=5, lock="offer_work")
def offer_work(subject_id: int) -> None:
    """Offer what waits where work is pushed, as something came in, or somebody is there or gone."""
    actions.offer_work(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="offer_work_again", queueing_lock="offer_work_again", lock="offer_work")
def offer_work_again(timestamp: int) -> None:
    """Offer what was let pass to the next."""
    actions.offer_work(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="escalate_cases", queueing_lock="escalate_cases", lock="escalate_cases")
def escalate_cases(timestamp: int) -> None:
    """Tell of promises that come into danger."""
    actions.escalate_cases(actor=SYSTEM)


@app.periodic(cron="7 * * * *")
@app.task(name="cover_absences", queueing_lock="cover_absences", lock="cover_absences")
def cover_absences(timestamp: int) -> None:
    """Give the cases of those who are away to their deputies, and back."""
    actions.cover_absences(actor=SYSTEM)


@app.periodic(cron="*/2 * * * *")
@app.task(name="mail_notices", queueing_lock="mail_notices", lock="mail_notices")
def mail_notices(timestamp: int) -> None:
    """Mail what is new to those who want it soon."""
    mail(actor=SYSTEM, by=NoticesBy.MAIL)


@app.periodic(cron="*/15 * * * *")
@app.task(name="mail_digests", queueing_lock="mail_digests", lock="mail_notices")
def mail_digests(timestamp: int) -> None:
    """Mail what is new to those who want it once a day, at seven by the agency's clock."""
    with suppress(NotSetUp):
        if is_digest_time():
            mail(actor=SYSTEM, by=NoticesBy.DIGEST)
