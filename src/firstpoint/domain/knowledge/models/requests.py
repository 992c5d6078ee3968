"""What staff say is wrong or missing in the knowledge, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models.articles import Article
from firstpoint.domain.people.models import User


class RequestState(models.TextChoices):
    OPEN = "open", _("Open")
    TAKEN = "taken", _("In work")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


class ChangeRequest(models.Model):
    """Somebody asks that an article be changed, or written where there is none."""

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="requests")
    language = models.CharField(max_length=12)
    wrong = models.TextField(help_text="What is wrong or missing")
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "asked_at"), name="knowledge_request_state"),
            models.Index(fields=("asked_by", "asked_at"), name="knowledge_request_asked_by"),
        )

    def __str__(self) -> str:
        return self.wrong[:60]
