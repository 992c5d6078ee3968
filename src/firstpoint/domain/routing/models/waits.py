"""How much waits, and how long an answer takes just now; jobs keep the rows true."""

from django.db import models

from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.contacts.models import Channel


class WaitEstimate(models.Model):
    """How long an answer takes just now, in working time of the agency's calendar; a job keeps the single row true."""

    first_answer_seconds = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_answer_seconds} s"


class QueueLoad(models.Model):
    """What waits in one queue on one channel: how much, and since when the longest; and how fast it is taken.

    `taken` cases were taken in `attended` minutes of advisers, both of the times in which something waited, and both
    fading: what is half an hour old counts half. `available` advisers are there now.
    """

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="loads")
    channel = models.CharField(max_length=16, choices=Channel)
    waiting = models.PositiveIntegerField()
    longest_since = models.DateTimeField(null=True)
    taken = models.FloatField(default=0, db_default=0)
    attended = models.FloatField(default=0, db_default=0)
    available = models.PositiveSmallIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("queue", "channel"), name="routing_load_of_queue"),)

    def __str__(self) -> str:
        return f"{self.queue_id} {self.channel}: {self.waiting}"


class Overflow(models.Model):
    """A queue in which more waits than its tier can take: the tier above may take from it too."""

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, related_name="overflow")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue_id} since {self.since}"
