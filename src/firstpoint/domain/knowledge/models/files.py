"""Files that readers take away from an article: forms to print, tables, maps."""

from django.db import models
from django.db.models.functions import Lower

from firstpoint.domain.knowledge.models.articles import Article
from firstpoint.domain.people.models import User


class ArticleFile(models.Model):
    """A file that stands at one language of an article, for whoever may read the article.

    `title` is what readers see, `name` what the file is called where they keep it, `stored_as` its name in the file
    store, `digest` the SHA-256 of what it holds. Another file may take its place under the same address.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="In bytes")
    digest = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            # Small and capital letters are the same to many of the systems that the files are exported to.
            models.UniqueConstraint("article", "language", Lower("name"), name="knowledge_file_name"),
        )

    def __str__(self) -> str:
        return self.title
