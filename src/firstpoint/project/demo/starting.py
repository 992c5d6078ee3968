"""`firstpoint demo`: everything from an empty folder to a running agency, and again in seconds."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from firstpoint.project import env, starting
from firstpoint.project.processes import require_free_port

CONTENT = Path(__file__).parent / "content"

console = Console()


def start(host: str, port: int, live_port: int, *, cases: int) -> None:
    """Make what is missing of the demonstration, then run it until a signal asks to stop."""
    require_free_port(host, port)
    require_free_port(host, live_port)
    folder = env.read().data_folder
    seen = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not listened on)
    os.environ.setdefault("FIRSTPOINT_DEMO", "1")
    os.environ.setdefault("SITE_URL", f"http://{seen}:{port}")
    os.environ.setdefault("LIVE_URL", f"http://{seen}:{live_port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    keep_secret_key(folder)
    with ExitStack() as until_the_end:
        with _doing("Starting the database"):
            until_the_end.enter_context(starting.database())
        prepare(cases=cases)
        starting.run(host, port, live_port, workers=0, concurrency=4, announce=announce)
        console.print("Stopped.")


def keep_secret_key(folder: Path) -> None:
    """Draw the key that signs links and sessions, unless the operator or an earlier start has set one."""
    kept = folder / "secret_key"
    if os.environ.get("SECRET_KEY") or kept.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "secret_key.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(60))
    draft.rename(kept)


def prepare(*, cases: int) -> None:
    """Bring tables, static files and data to where they should be; what is there already stays."""
    with _doing("Bringing the tables up to date"):
        starting.migrate()
    from firstpoint.project.cli import set_up_django

    set_up_django()
    from firstpoint.project import static_files

    with _doing("Gathering styles and scripts"):
        static_files.collect()
    try:
        import_content()
        fill(cases=cases)
    finally:
        let_go_of_database()


def let_go_of_database() -> None:
    """Close this process's connections: from here on it only watches, and nothing shall wait for it at the end."""
    from django.db import connection

    connection.close()
    cast("Any", connection).close_pool()


def import_content() -> None:
    """Import the catalogue and the articles, the first time."""
    from firstpoint.core import clock
    from firstpoint.domain.knowledge.models import Article
    from firstpoint.project.importing.catalogue import import_catalogue
    from firstpoint.project.importing.knowledge import import_knowledge
    from firstpoint.project.importing.synonyms import import_synonyms

    if Article.objects.exists():
        return
    with clock.frozen(clock.now() - timedelta(days=70)):
        with _doing("Importing services and enquiry types"):
            _require_sound(import_catalogue(CONTENT / "catalogue.json").problems)
        with _doing("Importing articles"):
            _require_sound(import_knowledge(CONTENT / "articles", language="en").problems)
            _require_sound(import_synonyms(CONTENT / "synonyms.csv", language="en").problems)


def _require_sound(problems: list[str]) -> None:
    if problems:
        raise RuntimeError("\n".join(problems))


def fill(*, cases: int) -> None:
    """Fill in staff, customers and weeks of cases, the first time."""
    from firstpoint.core import clock
    from firstpoint.domain.cases.models import Case
    from firstpoint.project.demo import living

    if Case.objects.exists():
        return
    with _progress() as progress:
        task = progress.add_task("Living through five weeks", total=cases)
        living.fill(cases=cases, now=clock.now(), told=lambda done: progress.advance(task, done))


def announce() -> None:
    """Print where everything is and who can sign in."""
    from django.conf import settings

    from firstpoint.project.demo.agency import PASSWORD, STAFF, address_of

    places = Table("", "", title="Alder County, a demonstration", title_justify="left", show_header=False, box=None)
    for name, path in (
        ("Public site", "/en/"),
        ("In Spanish", "/es/"),
        ("Desk", "/desk/"),
        ("Mail and text messages", "/demo/outbox/"),
    ):
        places.add_row(name, f"{settings.SITE_URL}{path}")
    people = Table("Sign in as", "Roles", "Tier", "Desk in", title=f"Password of all: {PASSWORD}", title_justify="left")
    for name, language, roles, tier, _departments in STAFF:
        people.add_row(address_of(name), ", ".join(roles), str(tier or ""), language)
    console.print(places, people, "Stop with ctrl-C. The data stays for the next start.", sep="\n")


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


@contextmanager
def _doing(what: str) -> Iterator[None]:
    """Show that something is going on, and for how long it has been."""
    began = time.monotonic()
    with console.status(f"{what} …"):
        yield
    console.print(f"{what}: {time.monotonic() - began:.1f} s")
