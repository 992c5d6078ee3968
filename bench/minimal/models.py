"""The two tables whose models in Firstpoint and procrastinate refuse to be written, as plain models."""

from django.db import models

from firstpoint.core import clock


class Event(models.Model):
    """A row of the journal; the database fills in incarnation and transaction."""

    at = models.DateTimeField(default=clock.now)
    type = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    is_look = models.BooleanField(default=False)
    data = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "core_event"

    def __str__(self) -> str:
        return self.type


class Job(models.Model):
    """A job in the queue; a trigger of procrastinate writes its own row of history."""

    queue_name = models.CharField(max_length=128, default="default")
    task_name = models.CharField(max_length=128)
    args = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "procrastinate_jobs"

    def __str__(self) -> str:
        return self.task_name
