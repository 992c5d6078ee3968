"""Search over the knowledge base: any of the words, the best answers first, each with the passage that matched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.domain.knowledge.models import ArticleVersion
from firstpoint.domain.knowledge.queries.passages import find_marks, passage
from firstpoint.domain.knowledge.queries.scoring import scores, statistics_of
from firstpoint.domain.knowledge.queries.spelling import mend
from firstpoint.domain.knowledge.queries.words import Word, codes_of, composed, stems_of, words_in
from firstpoint.domain.knowledge.rights import audiences_of, visible_to

# More than anybody means: longer texts are cut, so that no query grows beyond measure.
LONGEST_TEXT = 2000
MOST_WORDS = 40
# Answers that are this much worse than the best help nobody.
WORST_SHARE = 0.15
# Tuned on questions with and without an answer, see the search bench.
CONFIDENT = 0.15


SHOWN = (
    "title",
    "summary",
    "text",
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
    """A stretch of the hits, and how many there are in all.

    `confidence` is the best hit's share of the score that an article could reach at the very most; below a threshold
    nothing here is likely to answer, and `is_answered` says so. `mended` is the text with its typos mended, else empty.
    """

    hits: list[Hit]
    total: int
    confidence: float = 0.0
    mended: str = ""

    @property
    def is_answered(self) -> bool:
        """Say whether the best hit is likely to answer."""
        return self.confidence >= CONFIDENT


def search(actor: Actor, text: str, language: str, limit: int = 10, offset: int = 0) -> Found:
    """Return what the actor may see of the articles in the language that answers the text, best first.

    Takes anything that can be typed; three queries, and one more for words that this process has not met or for typos.
    """
    asked, audiences = composed(text[:LONGEST_TEXT]), audiences_of(actor)
    words = words_in(asked)[:MOST_WORDS]
    if not words:
        return Found([], 0)
    stems_by_word = stems_of({word.text for word in words}, language)
    stems = {*stems_by_word.values(), *codes_of(words, asked)}
    known = statistics_of(stems, language)
    unknown = [word for word, stem in stems_by_word.items() if stem not in known.holding]
    mended = mend(unknown, language, audiences) if known.versions else {}
    if mended:
        stems = {*stems, *stems_of(mended.values(), language).values()}
        known = statistics_of(stems, language)
    found = scores(stems, known, language, audiences)
    found = [each for each in found if each.score >= WORST_SHARE * found[0].score]
    hits = _hits(actor, [each.version_id for each in found[offset : offset + limit]], stems, language)
    return Found(
        hits,
        len(found),
        confidence=found[0].share if found else 0.0,
        mended=_rewritten(asked, words, mended) if mended else "",
    )


def _rewritten(asked: str, words: Sequence[Word], mended: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for word in words:
        if word.text in mended:
            pieces += [asked[at : word.start], mended[word.text]]
            at = word.end
    return "".join([*pieces, asked[at:]])


def _hits(actor: Actor, version_ids: Sequence[int], stems: Collection[str], language: str) -> list[Hit]:
    """Return what is shown of versions, in this order; those that the actor may not see are left out."""
    if not version_ids:
        return []
    versions = (
        ArticleVersion.objects.filter(article__in=visible_to(actor))
        .select_related("article__service", "article__enquiry_type__current_version")
        .only(*SHOWN)
        .in_bulk(version_ids)
    )
    shown = [versions[pk] for pk in version_ids if pk in versions]
    marks = find_marks([version.text for version in shown], stems, language)
    return [_hit(*parts) for parts in zip(shown, marks, strict=True)]


def _hit(version: ArticleVersion, marks: list[tuple[int, int]]) -> Hit:
    article = version.article
    enquiry_type = article.enquiry_type if article.enquiry_type and article.enquiry_type.is_active else None
    current = enquiry_type.current_version if enquiry_type else None
    return Hit(
        slug=article.slug,
        title=version.title,
        summary=version.summary,
        passage=passage(version.text if marks else version.summary or version.text, marks),
        kind=article.kind,
        service_name=Text(article.service.name) if article.service else None,
        enquiry_type_code=enquiry_type.code if enquiry_type and current else "",
        enquiry_type_name=Text(current.name) if current else None,
    )
