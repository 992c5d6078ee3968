"""Articles that have another name now: old addresses lead on."""

from firstpoint.domain.knowledge.models import Audience, FormerSlug


def slug_now(old_slug: str) -> str | None:
    """Return what a public article of this old slug is called now; None when no public article was called so."""
    former = FormerSlug.objects.filter(slug=old_slug, article__audience=Audience.PUBLIC)
    return former.values_list("article__slug", flat=True).first()
