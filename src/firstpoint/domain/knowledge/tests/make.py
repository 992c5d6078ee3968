"""Articles for tests, published as an editor publishes them."""

from typing import Any

from firstpoint.domain.knowledge.actions import Words, publish_article
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.people.models import SYSTEM


def english(title: str = "Pay your water bill", body: str = "Pay online or by phone.", **more: Any) -> Words:
    """Return words in English."""
    return Words("en", title, body, **more)


def spanish(title: str = "Pague el agua", body: str = "Pague en línea o por teléfono.", **more: Any) -> Words:
    """Return words in Spanish."""
    return Words("es", title, body, **more)


def an_article(slug: str = "pay-your-water-bill", *words: Words, **facts: Any) -> Article:
    """Publish an article, in English when no words are given."""
    return publish_article(slug, actor=SYSTEM, words=words or (english(),), **facts)
