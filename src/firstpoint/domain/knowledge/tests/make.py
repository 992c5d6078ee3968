"""Articles for tests, published as an editor publishes them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.actions import Words, add_file, publish_article, save_response
from firstpoint.domain.knowledge.models import Article, ArticleFile, StandardResponse
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


def a_pdf(name: str = "form.pdf", content: bytes = b"") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + content + b"x" * 300)


def a_file(article: Article, name: str = "form.pdf", *, language: str = "en", title: str = "") -> ArticleFile:
    """Put a PDF at an article."""
    return add_file(article, actor=SYSTEM, language=language, upload=a_pdf(name), title=title)


def a_response(code: str = "card", *, actor: Actor = SYSTEM, **says: Any) -> StandardResponse:
    """Write a standard response, in both languages when no texts are given."""
    texts = {("en", ""): "Here is your card, {customer_name}.", ("es", ""): "Aquí está su tarjeta."}
    return save_response(code, actor=actor, **{"name": "Card", "texts": texts} | says)
