"""What staff search for and read at the desk, noted as the public's searches and reads are: that it was, not by whom."""

import secrets

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.domain.knowledge.actions.noting import Notes, Search, Step, write_notes
from firstpoint.domain.knowledge.models import SearchPlace
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.people.models import SYSTEM


@action
def note_staff_search(text: str, *, actor: Actor, language: str, total: int, has_answer: bool) -> str:
    """Note a search at the desk, and return its key, which its results carry. Records search.made."""
    require(actor, "knowledge.view")
    key = secrets.token_urlsafe(12)
    search = Search(key, text, language, SearchPlace.DESK, total, has_answer, clock.now())
    write_notes(Notes(searches={key: search}), actor=SYSTEM)
    return key


@action
def note_staff_read(slug: str, *, actor: Actor, language: str, found: Found) -> None:
    """Note that staff read an article at the desk. Records article.read, and search.followed for a search that led there."""
    require(actor, "knowledge.view")
    notes = Notes()
    notes.reads[slug, language] += 1
    if found.position:
        notes.steps.append(Step(found.key, clock.now(), article=slug, position=found.position))
    write_notes(notes, actor=SYSTEM)
