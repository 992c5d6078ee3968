"""What is shown of the articles that a search found: where they are, what they are about, and the passage that matched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.html import format_html
from django.utils.safestring import SafeString

from firstpoint.core.access import Actor
from firstpoint.core.database.fields import Text
from firstpoint.core.published import kept
from firstpoint.domain.catalogue.models import Audience as ServiceAudience
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.fusion import Ranked
from firstpoint.domain.knowledge.queries.meaning import Likeness
from firstpoint.domain.knowledge.queries.memory import Memory
from firstpoint.domain.knowledge.queries.passages import Mark, find_marks, passage
from firstpoint.domain.knowledge.rights import audiences_of

# Of a few kilobytes each.
MOST_HELD = 2000
SHOWN = """
    SELECT version.id, version.title, version.summary, version.text, version.staff_text, article.slug, article.kind,
        article.service_id, article.enquiry_type_id, article.audience
    FROM knowledge_articleversion version JOIN knowledge_article article ON article.id = version.article_id
    WHERE version.id = ANY(%s)
"""


class Shown(NamedTuple):
    """What there is to show of a version, to whom it may be shown at all."""

    title: str
    summary: str
    text: str
    staff_text: str
    slug: str
    kind: str
    service_id: int | None
    enquiry_type_id: int | None
    audience: str


_shown = Memory[int, Shown](MOST_HELD)


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
    known = _shown.recall([each.version_id for each in ranked], _read)
    places = [each for each in ranked if each.version_id in known and known[each.version_id].audience in audiences]
    shown = [known[each.version_id] for each in places]
    staff_texts = [each.staff_text if Audience.STAFF in audiences else "" for each in shown]
    marks = find_marks([*(each.text for each in shown), *staff_texts], stems, language)
    return list(map(_hit, places, shown, marks[: len(shown)], marks[len(shown) :]))


def _read(version_ids: list[int]) -> dict[int, Shown]:
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [version_ids])
        return {version_id: Shown(*columns) for version_id, *columns in cursor.fetchall()}


def _hit(place: Ranked, shown: Shown, marks: Sequence[Mark], staff_marks: Sequence[Mark]) -> Hit:
    form_code, form_name = _forms().get(shown.enquiry_type_id, ("", None))
    alike = place.likeness
    is_for_staff = not marks and (bool(staff_marks) or bool(alike and alike.is_staff_part))
    text, marks = (shown.staff_text, staff_marks) if is_for_staff else (shown.text, marks)
    return Hit(
        slug=shown.slug,
        title=shown.title,
        summary=shown.summary,
        passage=_passage(shown.summary, text, marks, alike),
        kind=shown.kind,
        service_name=_services().get(shown.service_id),
        enquiry_type_code=form_code,
        enquiry_type_name=form_name,
        is_for_staff=is_for_staff,
        score=place.score,
    )


def _passage(summary: str, text: str, marks: Sequence[Mark], alike: Likeness | None) -> SafeString:
    """Return the passage with the marked words, else the one that means most like the query, else the summary."""
    if marks:
        return passage(text, marks)
    if alike and alike.end:
        return format_html("{}{}", "… " if alike.start else "", passage(text[alike.start :], ()))
    return passage(summary or text, ())


@kept
def _services() -> dict[int | None, Text]:
    """Return the names of the public's services by id."""
    public = Service.objects.filter(audience=ServiceAudience.PUBLIC)
    return {pk: Text(name) for pk, name in public.values_list("pk", "name")}


@kept
def _forms() -> dict[int | None, tuple[str, Text]]:
    """Return the codes and names of the enquiry types that are offered to the public, by id."""
    offered = enquiry_types()
    return {pk: (code, Text(name)) for pk, code, name in offered.values_list("pk", "code", "current_version__name")}
