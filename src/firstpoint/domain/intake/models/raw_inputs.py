"""Everything that came from outside, as it came, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.contacts.models import Channel, Contact


class RawState(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    RECEIVED = "received", _("Received")
    QUARANTINED = "quarantined", _("In quarantine")
    DISCARDED = "discarded", _("Discarded")


class RawInput(models.Model):
    """One raw input, unique by the channel's own id for it; stored before anything is parsed."""

    channel = models.CharField(max_length=16, choices=Channel)
    external_id = models.CharField(max_length=200)
    content = models.BinaryField()
    accepted_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=RawState, default=RawState.ACCEPTED)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it waits in quarantine, or was discarded")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("channel", "external_id"), name="intake_once"),)
        indexes = (
            models.Index(
                fields=("accepted_at",),
                condition=models.Q(state__in=("accepted", "quarantined")),
                name="intake_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"
