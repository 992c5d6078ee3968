"""Files at articles: for the readers of what is published, and for staff whom they are to be shown to."""

from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge.models import Article, ArticleFile, ArticleVersion
from firstpoint.domain.knowledge.rights import visible_to


def files_of(article: Article) -> QuerySet[ArticleFile]:
    """Return the files of an article by language and title, whether it is published or not."""
    return article.files.select_related("added_by").order_by("language", "title", "pk")


def get_file(article: Article, pk: int) -> ArticleFile:
    """Return a file of an article that its caller may see. Raises NotFound."""
    found = files_of(article).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def get_published_file(actor: Actor, slug: str, pk: int) -> ArticleFile:
    """Return a file of an article that the actor may read, as long as its language is published. Raises NotFound."""
    published = ArticleVersion.objects.filter(
        article=OuterRef("article"), language=OuterRef("language"), is_published=True
    )
    files = ArticleFile.objects.filter(Exists(published), article__in=visible_to(actor), article__slug=slug)
    found = files.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
