"""What staff and readers say is wrong or missing in the knowledge, and what became of it."""

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
    """Somebody asks that an article be changed, or written where there is none.

    What a reader says is asked by the public site: `page` is the path that they were on, `reply_to` where they hear of
    the answer, until it is forgotten.
    """

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="requests")
    language = models.CharField(max_length=12)
    wrong = models.TextField(help_text="What is wrong or missing")
    page = models.CharField(max_length=300, blank=True)
    reply_to = models.EmailField(blank=True)
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
