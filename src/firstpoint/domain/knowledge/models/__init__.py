"""Articles, their versions and drafts, what is asked to be changed, and what search reads of them."""

from firstpoint.domain.knowledge.models.articles import Article, ArticleKind, ArticleVersion, Audience, FormerSlug
from firstpoint.domain.knowledge.models.drafts import ArticleDraft, DraftState, DraftText
from firstpoint.domain.knowledge.models.feedback import ArticleComment, SearchMade, SearchPlace
from firstpoint.domain.knowledge.models.requests import ChangeRequest, RequestState
from firstpoint.domain.knowledge.models.search import Collection, Posting, Spelling, Stem, Synonym

__all__ = (
    "Article",
    "ArticleComment",
    "ArticleDraft",
    "ArticleKind",
    "ArticleVersion",
    "Audience",
    "ChangeRequest",
    "Collection",
    "DraftState",
    "DraftText",
    "FormerSlug",
    "Posting",
    "RequestState",
    "SearchMade",
    "SearchPlace",
    "Spelling",
    "Stem",
    "Synonym",
)
