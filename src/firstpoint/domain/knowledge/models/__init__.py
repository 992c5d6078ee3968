"""Articles, their versions and drafts, what is asked to be changed, and what search reads of them."""

from firstpoint.domain.knowledge.models.articles import Article, ArticleKind, ArticleVersion, Audience, FormerSlug
from firstpoint.domain.knowledge.models.drafts import ArticleDraft, DraftState, DraftText
from firstpoint.domain.knowledge.models.feedback import ArticleComment, SearchMade, SearchPlace
from firstpoint.domain.knowledge.models.figures import ArticleDay, SearchDay
from firstpoint.domain.knowledge.models.files import ArticleFile
from firstpoint.domain.knowledge.models.findings import Dismissal, FindingKind
from firstpoint.domain.knowledge.models.links import LinkState, OutsideLink
from firstpoint.domain.knowledge.models.requests import ChangeRequest, RequestState
from firstpoint.domain.knowledge.models.responses import ResponseChannel, StandardResponse, StandardResponseText
from firstpoint.domain.knowledge.models.search import Collection, CountChange, Meaning, Posting, Spelling, Stem, Synonym

__all__ = (
    "Article",
    "ArticleComment",
    "ArticleDay",
    "ArticleDraft",
    "ArticleFile",
    "ArticleKind",
    "ArticleVersion",
    "Audience",
    "ChangeRequest",
    "Collection",
    "CountChange",
    "Dismissal",
    "DraftState",
    "DraftText",
    "FindingKind",
    "FormerSlug",
    "LinkState",
    "Meaning",
    "OutsideLink",
    "Posting",
    "RequestState",
    "ResponseChannel",
    "SearchDay",
    "SearchMade",
    "SearchPlace",
    "Spelling",
    "StandardResponse",
    "StandardResponseText",
    "Stem",
    "Synonym",
)
