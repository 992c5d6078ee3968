"""Articles and their versions."""

from firstpoint.domain.knowledge.models.articles import Article, ArticleKind, ArticleVersion, Audience

__all__ = ("Article", "ArticleKind", "ArticleVersion", "Audience")
