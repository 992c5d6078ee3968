"""Where work waits for advisers of one tier."""

from django.db import models

from firstpoint.core.database.fields import TextField


class Queue(models.Model):
    """A queue of one tier; advisers of that tier take from it."""

    code = models.SlugField(unique=True)
    name = TextField()
    tier = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(tier__in=(1, 2, 3)), name="catalogue_queue_tier"),)

    def __str__(self) -> str:
        return str(self.name)
