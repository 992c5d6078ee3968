"""What readers tell and show: their words about an article, what they searched for, and what came of it.

These are words, so they stand here; the journal holds that they were said, and nothing of what.
"""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models.articles import Article, ArticleVersion, Audience
from firstpoint.domain.knowledge.models.requests import ChangeRequest
from firstpoint.domain.people.models import User


class ArticleComment(models.Model):
    """What a reader wrote after saying whether an article helped, for staff alone.

    It is settled once somebody who writes has read it; `request` is the change request that was made of it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, help_text="In which the reader saw the site")
    helpful = models.BooleanField()
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(ChangeRequest, null=True, on_delete=models.SET_NULL, related_name="comments")

    class Meta:
        indexes = (
            models.Index(fields=("article", "-at"), name="knowledge_comments"),
            models.Index(fields=("-at",), name="knowledge_comments_at"),
            models.Index(fields=("-at",), condition=models.Q(settled_at__isnull=True), name="knowledge_comments_new"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class SearchPlace(models.TextChoices):
    SITE = "site", _("Site")
    FORM = "form", _("Form")
    DESK = "desk", _("Desk")


class SearchMade(models.Model):
    """One search and what came of it. No person, address or visit is kept with it.

    `key` is what the links of its results carry, unguessable. `text` is empty for what was typed into a form: those
    words belong to the question, not to the figures. `has_answer` says whether the best result was likely to answer.
    `followed` is the first result that was opened; `position` counts from 1. `helpful` is what the reader said there.
    `asked_at` is when a contact came of the search.
    """

    key = models.CharField(max_length=24, unique=True)
    text = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12)
    place = models.CharField(max_length=8, choices=SearchPlace)
    audience = models.CharField(max_length=12, choices=Audience)
    total = models.PositiveIntegerField(help_text="How many results there were")
    has_answer = models.BooleanField()
    at = models.DateTimeField()
    followed = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField(null=True)
    helpful = models.BooleanField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="knowledge_searches"),
            models.Index("language", Lower("text"), "at", condition=~models.Q(text=""), name="knowledge_search_words"),
            models.Index(
                fields=("at",), condition=models.Q(has_answer=False) & ~models.Q(text=""), name="knowledge_unanswered"
            ),
            models.Index(
                fields=("at",), condition=models.Q(asked_at__isnull=False) & ~models.Q(text=""), name="knowledge_asked"
            ),
        )

    def __str__(self) -> str:
        return self.text or self.key
