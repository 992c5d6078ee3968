"""Search over the knowledge base: any of the words, the heaviest matches first, each with the passage that matched."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F
from django.utils.safestring import SafeString

from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.domain.knowledge.models import ArticleVersion
from firstpoint.domain.knowledge.queries.passages import find_marks, passage
from firstpoint.domain.knowledge.queries.words import composed, configuration, fold, plain_text
from firstpoint.domain.knowledge.rights import visible_to

# More than anybody means: longer texts are cut, so that no query grows beyond measure.
LONGEST_TEXT = 2000
MOST_WORDS = 40
LONGEST_WORD = 60

# Weights of D, C (body), B (summary and keywords), A (title). The plain rank, not divided by length: on real questions
# it finds the right answer more often than cover density, which a query for any of the words has little of.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]


SHOWN = (
    "title",
    "summary",
    "html",
    "article__slug",
    "article__kind",
    "article__service__name",
    "article__enquiry_type__code",
    "article__enquiry_type__is_active",
    "article__enquiry_type__current_version__name",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found; `passage` is HTML that is safe to show."""

    slug: str
    title: str
    summary: str
    passage: SafeString
    kind: str
    service_name: Text | None
    enquiry_type_code: str
    enquiry_type_name: Text | None


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the hits, and how many there are in all."""

    hits: list[Hit]
    total: int


def search(actor: Actor, text: str, language: str, limit: int = 10, offset: int = 0) -> Found:
    """Return what the actor may see of the articles in the language that hold any of the words, best first.

    Takes anything that can be typed; three queries at most.
    """
    query = any_of_the_words(text)
    if not query:
        return Found([], 0)
    rules = configuration(language)
    looked_for = SearchQuery(query, search_type="raw", config=rules)
    found = ArticleVersion.objects.filter(
        article__in=visible_to(actor), language=language, is_published=True, words=looked_for
    )
    total = found.count()
    ranked = (
        found.annotate(rank=SearchRank(F("words"), looked_for, weights=WEIGHTS))
        .select_related("article__service", "article__enquiry_type__current_version")
        .only(*SHOWN)
        .order_by("-rank", "pk")
    )
    versions = list(ranked[offset : offset + limit]) if total else []
    texts = [plain_text(version.html) for version in versions]
    marks = find_marks(texts, query, rules) if texts else []
    return Found([_hit(*parts) for parts in zip(versions, texts, marks, strict=True)], total)


def any_of_the_words(text: str) -> str:
    """Return a query in PostgreSQL's notation that asks for any of the text's words; empty when it has none."""
    folded = fold(composed(text[:LONGEST_TEXT])).lower()
    words = list(dict.fromkeys(word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", folded)))
    return " | ".join(f"'{word}'" for word in words[:MOST_WORDS])


def _hit(version: ArticleVersion, text: str, marks: list[tuple[int, int]]) -> Hit:
    article = version.article
    enquiry_type = article.enquiry_type if article.enquiry_type and article.enquiry_type.is_active else None
    current = enquiry_type.current_version if enquiry_type else None
    return Hit(
        slug=article.slug,
        title=version.title,
        summary=version.summary,
        passage=passage(text if marks else version.summary or text, marks),
        kind=article.kind,
        service_name=Text(article.service.name) if article.service else None,
        enquiry_type_code=enquiry_type.code if enquiry_type and current else "",
        enquiry_type_name=Text(current.name) if current else None,
    )
