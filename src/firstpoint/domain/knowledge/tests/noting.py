"""What readers do, noted for tests as the site notes it."""

from itertools import count

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.knowledge.actions import Notes, Search, Step, write_notes
from firstpoint.domain.people.models import public_site

_numbers = count(1)


def a_search(
    text: str = "water",
    *,
    opened: str = "",
    position: int = 1,
    helpful: bool | None = None,
    asked: bool = False,
    language: str = "en",
    place: str = "site",
    total: int = 3,
    has_answer: bool | None = None,
    by: Actor | None = None,
) -> str:
    """Note a search, the result of it that was opened, and what came of it; return its key."""
    key, now = f"key-{next(_numbers):012}", clock.now()
    steps = [Step(key, now, article=opened, position=position)] if opened else []
    steps += [Step(key, now, helpful=helpful)] if helpful is not None else []
    steps += [Step(key, now, asked=True)] if asked else []
    is_good = total > 0 if has_answer is None else has_answer
    searched = Search(key, text, language, place, total, is_good, now)
    assert write_notes(Notes(searches={key: searched}, steps=steps), actor=by or public_site()) == []
    return key


def reads(times: int = 1, slug: str = "bill", language: str = "en", *, by: Actor | None = None) -> None:
    """Note that an article was read so often."""
    notes = Notes()
    notes.reads[slug, language] = times
    write_notes(notes, actor=by or public_site())
