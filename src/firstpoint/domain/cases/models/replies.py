"""Words to a customer before and around their sending: drafts, what can be taken back, links to self-service."""

from django.db import models

from firstpoint.core import clock
from firstpoint.domain.cases.models.cases import Case
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.contacts.models import Message, MessageKind
from firstpoint.domain.knowledge.models import ArticleVersion, StandardResponseText
from firstpoint.domain.people.models import User


class Reply(models.Model):
    """What somebody has typed and not sent yet, for themselves alone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=MessageKind)
    body = models.TextField(blank=True)
    article_version = models.ForeignKey(ArticleVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    response_text = models.ForeignKey(StandardResponseText, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "author", "kind"), name="cases_one_reply"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.author_id} {self.kind}"


class Undo(models.Model):
    """What a case was before its newest words that can be taken back. `notice` went along with them."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.message_id}"


class Nudge(models.Model):
    """A link to where a customer can do something themselves, as it was sent. `token` is what the link carries."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="nudges")
    version = models.ForeignKey(EnquiryTypeVersion, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    followed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at}"
