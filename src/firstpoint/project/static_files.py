"""The styles, scripts and pictures that pages name, gathered under names that tell their content."""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Gather the static files when any has changed since; several processes may ask at once."""
    if settings.DEBUG:
        return
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collected, present = folder / "collected", _fingerprint()
        if collected.exists() and collected.read_text() == present:
            return
        # A killed run leaves no note, so the next one gathers again.
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(present)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            found.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()
