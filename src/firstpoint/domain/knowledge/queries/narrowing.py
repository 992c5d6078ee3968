"""What a search found, narrowed to a service or an audience, and counted by both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firstpoint.domain.knowledge.models import ArticleVersion


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The versions and their articles in the order found; how many there are by service and audience, by their codes.

    Each is counted within the choice of the other, so that whoever chooses again sees what they would get.
    """

    version_ids: Sequence[int]
    article_ids: Sequence[int] = ()
    services: Mapping[str, int] = field(default_factory=dict)
    audiences: Mapping[str, int] = field(default_factory=dict)


def narrow(version_ids: Sequence[int], service: str = "", audience: str = "") -> Narrowed:
    """Return those of the versions whose articles are of the service and for the audience, where given; one query."""
    columns = ("pk", "article_id", "article__service__code", "article__audience")
    rows = {row[0]: row[1:] for row in ArticleVersion.objects.filter(pk__in=version_ids).values_list(*columns)}
    services: Counter[str] = Counter()
    audiences: Counter[str] = Counter()
    kept: list[tuple[int, int]] = []
    for pk in version_ids:
        if pk not in rows:
            continue
        article_id, of_service, for_audience = rows[pk]
        is_of_service, is_for_audience = service in ("", of_service), audience in ("", for_audience)
        if is_for_audience and of_service:
            services[of_service] += 1
        if is_of_service:
            audiences[for_audience] += 1
        if is_of_service and is_for_audience:
            kept.append((pk, article_id))
    return Narrowed([pk for pk, _ in kept], [article_id for _, article_id in kept], services, audiences)
