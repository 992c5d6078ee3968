"""One article holds its languages side by side; each language has versions, of which one is published."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.people.models import User


class ArticleKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    FAQ = "faq", _("Frequent question")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Public")
    STAFF = "staff", _("Staff only")


class Article(models.Model):
    """A piece of knowledge under a slug that is the same in every language."""

    slug = models.SlugField(max_length=120, unique=True)
    external_id = models.CharField(max_length=160, blank=True, help_text="What it is called where it was imported from")
    kind = models.CharField(max_length=12, choices=ArticleKind, default=ArticleKind.ARTICLE)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PUBLIC)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    occasions = models.ManyToManyField(Occasion, related_name="articles", blank=True)
    enquiry_type = models.ForeignKey(
        EnquiryType, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    related = models.ManyToManyField("self", symmetrical=False, blank=True)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    most_asked = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Rank among the most asked questions"
    )
    review_by = models.DateField(null=True)
    review_noted_for = models.DateField(null=True, help_text="The review-by date that was last noted as passed")
    withdraw_at = models.DateTimeField(null=True, help_text="When all of it is to be withdrawn")
    changes = models.PositiveIntegerField(default=0, help_text="How often its facts were changed at the desk")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("external_id",), condition=~models.Q(external_id=""), name="knowledge_external_id"
            ),
        )

    def __str__(self) -> str:
        return self.slug


class ArticleVersion(models.Model):
    """The words of an article in one language, as they were published.

    `body` is Markdown; `html` is the safe rendering of it, made when the version was. `staff_body` is what staff alone
    read beside it: it stands in columns of its own, so that nothing has to take it out of what the public gets.
    `translates` is the version of another language that this one says again.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    summary = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    html = models.TextField()
    keywords = models.JSONField(default=list)
    translates = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    is_published = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, help_text="The words of the html alone, for search")
    staff_body = models.TextField(blank=True)
    staff_html = models.TextField(blank=True)
    staff_text = models.TextField(blank=True, help_text="The words of the staff_html alone, for search by staff")
    grade = models.FloatField(null=True, help_text="School grade that reading it takes, where a formula says so")
    links = ArrayField(models.TextField(), default=list, help_text="Where it leads, parts for staff included")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language", "number"), name="knowledge_version_number"),
            models.UniqueConstraint(
                fields=("article", "language"),
                condition=models.Q(is_published=True),
                name="knowledge_one_published",
            ),
        )
        indexes = (GinIndex(fields=("links",), condition=models.Q(is_published=True), name="knowledge_version_links"),)

    def __str__(self) -> str:
        return self.title


class FormerSlug(models.Model):
    """What an article was called before: its old address leads to the new one."""

    slug = models.SlugField(max_length=120, primary_key=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
