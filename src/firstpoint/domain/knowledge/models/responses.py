"""Standard responses: words that staff answer with, by language and channel; former words stay with who wrote them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.database.fields import Text
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.people.models import User


class ResponseChannel(models.TextChoices):
    """For which channel a text is written; codes are those of the channels that words go out by."""

    ANY = "", _("Any channel")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class StandardResponse(models.Model):
    """What staff answer with again and again. `number` counts its changes."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name

    @property
    def service_name(self) -> Text | str:
        """What it is about, empty for everything."""
        return self.service.name if self.service else ""


class StandardResponseText(models.Model):
    """The words of a standard response in one language for one channel, as they were saved with its change `number`.

    An empty body that is current says that the words were taken away.
    """

    response = models.ForeignKey(StandardResponse, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=16, choices=ResponseChannel, blank=True)
    body = models.TextField(blank=True)
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("response", "language", "channel"),
                condition=models.Q(is_current=True),
                name="knowledge_one_current_response_text",
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} {self.language} {self.channel} {self.number}"
