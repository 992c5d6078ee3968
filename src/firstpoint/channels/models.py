"""What the demo would have sent."""

from django.db import models

from firstpoint.core import clock


class DemoMessage(models.Model):
    """A mail or text message of the demo; nobody got it."""

    channel = models.CharField(max_length=16)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("-at", "-id"), name="channels_demo_newest"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
