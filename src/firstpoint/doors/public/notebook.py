"""What readers do, noted in this process's memory and written down every few seconds by a thread of its own.

No page waits for it, no cookie is set, and nothing of a person is noted. See docs/decisions/0010.
"""

import logging
import re
import secrets
import threading

from django.db import connection
from django.http import HttpRequest

from firstpoint.core import clock
from firstpoint.domain.knowledge.actions import Notes, Search, Step, write_notes
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.domain.people.models import public_site

SECONDS = 10
# When the database is away for long, figures are what can be done without.
MOST_NOTES = 20_000
# Robots that say what they are; the others cannot be told from people without following people about.
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|https?://", re.IGNORECASE)

log = logging.getLogger(__name__)

_lock = threading.Lock()
_notes = Notes()
_late: list[Step] = []


def note_search(
    request: HttpRequest, text: str, *, language: str, total: int, has_answer: bool, place: str, key: str = ""
) -> str:
    """Note a search and return its key, which its results carry as `found=KEY.POSITION`; a known key is kept.

    `total` is how many results there were, `has_answer` whether the best of them was likely to answer.
    """
    key = key or secrets.token_urlsafe(12)
    if _is_person(request):
        with _lock:
            if len(_notes) < MOST_NOTES:
                _notes.searches.setdefault(key, Search(key, text, language, place, total, has_answer, clock.now()))
    return key


def note_read(request: HttpRequest, slug: str, *, language: str, found: Found) -> None:
    """Note that an article was read, and the search that led to it."""
    if _is_person(request):
        with _lock:
            _notes.reads[slug, language] += 1
        if found.position:
            _note(Step(found.key, clock.now(), article=slug, position=found.position))


def note_judged(found: Found, *, helpful: bool) -> None:
    """Note whether the article that a search led to helped."""
    _note(Step(found.key, clock.now(), helpful=helpful))


def note_asked(found: Found) -> None:
    """Note that a contact came of a search."""
    _note(Step(found.key, clock.now(), asked=True))


def _note(step: Step) -> None:
    with _lock:
        if step.key and len(_notes) < MOST_NOTES:
            _notes.steps.append(step)


def _is_person(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "POST"}
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and not ROBOT.search(request.headers.get("User-Agent", ""))
    )


def write() -> None:
    """Write down what was noted. What cannot be written now is kept for the next time."""
    global _notes, _late
    with _lock:
        notes, _notes = _notes, Notes()
    if not notes and not _late:
        return
    late, fresh = _late, notes.steps
    notes.steps = [*late, *fresh]
    try:
        missing = write_notes(notes, actor=public_site())
    except Exception:
        notes.steps = fresh
        _put_back(notes)
        raise
    # A search that is nowhere after another round was never made.
    _late = [step for step in missing if step in fresh]


def _put_back(notes: Notes) -> None:
    with _lock:
        if len(notes) + len(_notes) < MOST_NOTES:
            _notes.reads.update(notes.reads)
            _notes.searches = {**notes.searches, **_notes.searches}
            _notes.steps = [*notes.steps, *_notes.steps]


def forget() -> None:
    """Drop everything noted; for tests, whose transactions are undone."""
    global _notes, _late
    with _lock:
        _notes, _late = Notes(), []


def keep_writing() -> None:
    """Write down notes every few seconds for as long as this process serves."""
    threading.Thread(target=_write_for_ever, name="notebook", daemon=True).start()


def _write_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(SECONDS):
        try:
            write()
        except Exception as error:
            log.warning("Notes of readers wait for the database: %s", error)
        finally:
            connection.close()
