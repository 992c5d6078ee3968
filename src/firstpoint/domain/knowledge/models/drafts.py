"""Words that are not published yet: one draft for each language of an article, and every text that a save replaced."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models.articles import Article, ArticleVersion
from firstpoint.domain.people.models import User


class DraftState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")


class Wording(models.Model):
    """What is being written, and who saved it when."""

    title = models.CharField(max_length=500, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    staff_body = models.TextField(blank=True, help_text="For staff alone")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ArticleDraft(Wording):
    """The words of an article in one language on their way to publication.

    `saves` counts them: whoever saves or publishes names the count that they have seen. `based_on` is the published
    version that the draft began from or was last compared with; `translates` is the version that it says again.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFT)
    saves = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(ArticleVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    translates = models.ForeignKey(ArticleVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, help_text="Why it was returned")
    publish_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="knowledge_one_draft"),
            models.CheckConstraint(
                condition=models.Q(state=DraftState.SCHEDULED, publish_at__isnull=False, scheduled_by__isnull=False)
                | (~models.Q(state=DraftState.SCHEDULED) & models.Q(publish_at__isnull=True)),
                name="knowledge_draft_scheduled",
            ),
        )
        indexes = (models.Index(fields=("state", "publish_at"), name="knowledge_draft_state"),)

    def __str__(self) -> str:
        return self.title


class DraftText(Wording):
    """A text that a later save replaced, or one that was set aside because somebody else had saved meanwhile."""

    draft = models.ForeignKey(ArticleDraft, on_delete=models.CASCADE, related_name="texts")
    is_aside = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title
