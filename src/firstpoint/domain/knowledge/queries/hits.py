"""What is shown of the articles that a search found: where they are, what they are about, and the passage that matched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.utils.html import format_html
from django.utils.safestring import SafeString

from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import EnquiryType, Service
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.fusion import Ranked
from firstpoint.domain.knowledge.queries.meaning import Likeness
from firstpoint.domain.knowledge.queries.passages import Span, find_marks, passage
from firstpoint.domain.knowledge.rights import audiences_of

SHOWN = """
    SELECT version.id, version.title, version.summary, version.text, version.staff_text, article.slug, article.kind,
        article.service_id, article.enquiry_type_id
    FROM knowledge_articleversion version JOIN knowledge_article article ON article.id = version.article_id
    WHERE version.id = ANY(%s) AND article.audience = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found; `passage` is HTML that is safe to show, and out of a part for staff where it says so."""

    slug: str
    title: str
    summary: str
    passage: SafeString
    kind: str
    service_name: Text | None
    enquiry_type_code: str
    enquiry_type_name: Text | None
    is_for_staff: bool = False
    score: float = 0.0


def hits_of(actor: Actor, ranked: Sequence[Ranked], stems: Collection[str], language: str) -> list[Hit]:
    """Return what is shown of versions, in this order; those that the actor may not see are left out. One query."""
    if not ranked:
        return []
    audiences = audiences_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, ([each.version_id for each in ranked], list(audiences)))
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    shown = [(each, rows[each.version_id]) for each in ranked if each.version_id in rows]
    texts = [
        (text, staff_text if Audience.STAFF in audiences else "")
        for _place, (_title, _summary, text, staff_text, *_) in shown
    ]
    marks = find_marks(list(chain.from_iterable(texts)), stems, language)
    return [_hit(*each, *parts) for each, *parts in zip(shown, marks[::2], marks[1::2], strict=True)]


def _hit(place: Ranked, shown: Sequence[Any], marks: Sequence[Span], staff_marks: Sequence[Span]) -> Hit:
    title, summary, text, staff_text, slug, kind, service_id, enquiry_type_id = shown
    form_code, form_name = _forms().get(enquiry_type_id, ("", None))
    alike = place.likeness
    is_for_staff = not marks and (bool(staff_marks) or bool(alike and alike.is_staff_part))
    return Hit(
        slug=slug,
        title=title,
        summary=summary,
        passage=_passage(summary, staff_text if is_for_staff else text, staff_marks if is_for_staff else marks, alike),
        kind=kind,
        service_name=_services().get(service_id),
        enquiry_type_code=form_code,
        enquiry_type_name=form_name,
        is_for_staff=is_for_staff,
        score=place.score,
    )


def _passage(summary: str, text: str, marks: Sequence[Span], alike: Likeness | None) -> SafeString:
    """Return the passage with the marked words, else the one that means most like the query, else the summary."""
    if marks:
        return passage(text, marks)
    if alike and alike.end:
        return format_html("{}{}", "… " if alike.start else "", passage(text[alike.start :], ()))
    return passage(summary or text, ())


@kept
def _services() -> dict[int, Text]:
    """Return the names of the services by id."""
    return {pk: Text(name) for pk, name in Service.objects.values_list("pk", "name")}


@kept
def _forms() -> dict[int, tuple[str, Text]]:
    """Return the codes and names of the enquiry types that are offered, by id."""
    offered = EnquiryType.objects.filter(is_active=True, current_version__isnull=False)
    return {pk: (code, Text(name)) for pk, code, name in offered.values_list("pk", "code", "current_version__name")}
