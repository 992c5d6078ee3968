"""What was noted about readers, summed by day, so that no figure is counted from its beginnings again.

A job writes these rows from the journal and the searches; none of them depends on what was typed.
"""

from django.db import models

from firstpoint.domain.knowledge.models.articles import Article, Audience
from firstpoint.domain.knowledge.models.feedback import SearchPlace


class Outcomes(models.Model):
    """What came of searches. `positions` is the sum of the positions of the first results opened, counted from 1."""

    opened = models.PositiveIntegerField(default=0)
    positions = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    said_yes = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class ArticleDay(Outcomes):
    """One article on one day of the agency's, in one language and for one audience: reads, votes, searches that led there.

    The language of reads and votes is that of the words; of searches, that in which they were made.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=12, choices=Audience)
    reads = models.PositiveIntegerField(default=0)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("day", "article", "language", "audience"), name="knowledge_article_day"),
        )
        indexes = (
            models.Index(fields=("article", "day"), name="knowledge_days_of_article"),
            models.Index(
                fields=("day",),
                condition=models.Q(helpful__gt=0) | models.Q(unhelpful__gt=0),
                name="knowledge_days_of_votes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}"


class SearchDay(Outcomes):
    """The searches of one day of the agency's, in one language, from one place, by one audience.

    `empty` found nothing; `unsure` found something, but nothing that was likely to answer.
    """

    day = models.DateField()
    language = models.CharField(max_length=12)
    place = models.CharField(max_length=8, choices=SearchPlace)
    audience = models.CharField(max_length=12, choices=Audience)
    made = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("day", "language", "place", "audience"), name="knowledge_search_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.language}"
