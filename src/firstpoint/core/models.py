"""The core's own tables: the journal, stored files and the counters of rate limits."""

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One thing that happened. Append-only: the application's role may insert and read, nothing else.

    The table is partitioned by year and its real key is (id, at); Django is told of `id` alone.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
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
    incarnation = models.SmallIntegerField()
    xid = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "core_event"

    def __str__(self) -> str:
        return f"{self.type} {self.subject_type} {self.subject_id}"


class StoredFile(models.Model):
    """The bytes of one uploaded file, kept in the database so that every machine sees them."""

    name = models.CharField(max_length=100, unique=True)
    content = models.BinaryField()
    stored_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class RateCount(models.Model):
    """How often something was tried in one window of time; the table is unlogged, a crash may forget it."""

    key = models.CharField(max_length=120, primary_key=True)
    window_ends_at = models.DateTimeField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return self.key
