"""Each row of the catalogue that was saved is kept as it was then, with who saved it and why."""

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError
from firstpoint.domain.catalogue.models import Change
from firstpoint.domain.catalogue.queries.entries import entry_of, section_of

LONGEST_REASON = 500


def keep_change(row: models.Model, *, by: Actor, why: str) -> None:
    """Keep what the row says now, under the next number; the caller holds its lock, has the right and records the event."""
    why = why.strip()
    if len(why) > LONGEST_REASON:
        raise DomainError(_("Say why in at most %(most)s characters.") % {"most": LONGEST_REASON})
    section, code = section_of(row), getattr(row, "code", "")
    last = Change.objects.filter(section=section, code=code).aggregate(last=Max("number"))["last"] or 0
    Change.objects.create(
        section=section,
        code=code,
        number=last + 1,
        says=entry_of(row),
        why=why,
        by_id=by.id,
        at=clock.now(),
    )
