"""Everything that is done to knowledge."""

from firstpoint.domain.knowledge.actions.publishing import Facts, Words, publish_article, relate_articles
from firstpoint.domain.knowledge.actions.voting import vote

__all__ = ("Facts", "Words", "publish_article", "relate_articles", "vote")
