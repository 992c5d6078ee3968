"""Reads of knowledge: articles by what they belong to, and search."""

from firstpoint.domain.knowledge.queries.articles import (
    ArticlePage,
    all_published,
    articles_of_occasion,
    articles_of_service,
    get_article,
    most_asked,
)
from firstpoint.domain.knowledge.queries.hits import Hit
from firstpoint.domain.knowledge.queries.search import Hits, search

__all__ = (
    "ArticlePage",
    "Hit",
    "Hits",
    "all_published",
    "articles_of_occasion",
    "articles_of_service",
    "get_article",
    "most_asked",
    "search",
)
