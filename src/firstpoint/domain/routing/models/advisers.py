"""What work an adviser can be given: languages, channels, skills, how much at once, and whether they are there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.people.models import User


class Presence(models.TextChoices):
    AVAILABLE = "available", _("Available")
    BUSY = "busy", _("Busy")
    AWAY = "away", _("Away")
    OFFLINE = "offline", _("Offline")


class Adviser(models.Model):
    """Somebody who answers customers, as far as routing knows them.

    Without a row, somebody takes whatever their tier does. No languages or channels means all of them. `skills` maps
    the code of a skill to a level from 1 to 5. `capacity` is how many cases of a channel they are offered at once; a
    channel that is not in it has no limit. `given_at` is when they were last offered work, so that it goes round.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="adviser")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=16, choices=Channel), default=list, blank=True)
    skills = models.JSONField(default=dict)
    capacity = models.JSONField(default=dict)
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.OFFLINE)
    presence_at = models.DateTimeField(default=clock.now)
    presence_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.presence}"
