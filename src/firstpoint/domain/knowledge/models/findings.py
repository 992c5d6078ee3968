"""What readers lack, as their searches and votes show it, and what an editor took off that list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.models.articles import Article
from firstpoint.domain.people.models import User


class FindingKind(models.TextChoices):
    UNANSWERED = "unanswered", _("Searches without a good answer")
    ASKED = "asked", _("Searches followed by a contact")
    LOW = "low", _("Articles that help few readers")


class Dismissal(models.Model):
    """A finding that somebody dealt with or saw no need to: for a while it stands on no list.

    It is about the words of a search, or about an article. Since words may be anything, no dismissal is kept for long.
    """

    kind = models.CharField(max_length=12, choices=FindingKind)
    language = models.CharField(max_length=12)
    words = models.CharField(max_length=200, blank=True)
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "language", "words", "article"), nulls_distinct=False, name="knowledge_one_dismissal"
            ),
        )
        indexes = (models.Index(fields=("at",), name="knowledge_dismissed_at"),)

    def __str__(self) -> str:
        return self.words or str(self.article_id)
