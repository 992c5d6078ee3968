"""Who else has a case open just now."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case, Reply, Viewer

# Screens tell of themselves every half minute, and one such word may get lost.
PRESENT = timedelta(seconds=75)


def viewers_of(actor: Actor, case: Case) -> QuerySet[Viewer]:
    """Return who else has the case open, by name, each with `is_writing`: has words to the customer that are not sent."""
    drafts = Reply.objects.filter(case=case, author=OuterRef("user")).exclude(body="")
    here = Viewer.objects.filter(case=case, seen_at__gte=clock.now() - PRESENT).exclude(user=actor.id)
    return here.annotate(is_writing=Exists(drafts)).select_related("user").order_by("user__name", "user")
