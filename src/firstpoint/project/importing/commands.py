"""The commands `firstpoint import knowledge`, `firstpoint import catalogue` and `firstpoint import synonyms`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track as show_progress

if TYPE_CHECKING:
    from firstpoint.core.outcome import Outcome

imports = typer.Typer(no_args_is_help=True, help="Import the catalogue or knowledge from files.")

File = Annotated[Path, typer.Argument(help="What to import; docs/import.md describes the formats.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything, store nothing.")]

T = TypeVar("T")


@imports.command()
def catalogue(file: File, dry_run: DryRun = False) -> None:
    """Import services, enquiry types and what they need: a JSON file, or a CSV file of one section."""
    _set_up()
    from firstpoint.project.importing.catalogue import import_catalogue

    _report(import_catalogue(file, dry_run=dry_run, track=_track), dry_run=dry_run)


@imports.command()
def knowledge(
    file: File,
    dry_run: DryRun = False,
    language: Annotated[str, typer.Option(help="Language of rows that do not name theirs.")] = "",
    column: Annotated[
        list[str] | None,
        typer.Option("--map", help="Which column holds a field.", metavar="FIELD=COLUMN"),
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Only rows in which the column has the value.", metavar="COLUMN=VALUE")
    ] = None,
    service: Annotated[str, typer.Option(help="Code of the service of rows that do not name theirs.")] = "",
    prefix: Annotated[str, typer.Option(help="Put before slugs that are made from titles, and before ids.")] = "",
) -> None:
    """Import articles: a CSV or JSON file, or a folder of Markdown."""
    _set_up()
    from django.conf import settings

    from firstpoint.project.importing.knowledge import import_knowledge

    outcome = import_knowledge(
        file,
        language=language or settings.LANGUAGE_CODE,
        said=column or (),
        conditions=where or (),
        service=service,
        prefix=prefix,
        dry_run=dry_run,
        track=_track,
    )
    _report(outcome, dry_run=dry_run)


@imports.command()
def synonyms(
    file: File,
    dry_run: DryRun = False,
    language: Annotated[str, typer.Option(help="Language of rows that do not name theirs.")] = "",
    export: Annotated[bool, typer.Option("--export", help="Write the groups that there are into the file.")] = False,
) -> None:
    """Import words that mean the same, a group a row: a CSV or JSON file. Or write such a file."""
    _set_up()
    from django.conf import settings

    from firstpoint.project.importing.synonyms import export_synonyms, import_synonyms

    if export:
        typer.echo(f"synonyms: {export_synonyms(file)} written")
        return
    _report(import_synonyms(file, language=language or settings.LANGUAGE_CODE, dry_run=dry_run), dry_run=dry_run)


def _set_up() -> None:
    from firstpoint.project.cli import set_up_django

    set_up_django()


def _track(items: Sequence[T]) -> Iterator[T]:
    """Show a bar while the items are gone through, on a terminal only."""
    console = Console(stderr=True)
    yield from show_progress(
        items, description="Importing", console=console, transient=True, disable=not console.is_terminal
    )


def _report(outcome: "Outcome", *, dry_run: bool) -> None:
    """Print what came of it; end with exit code 1 when something must be mended."""
    for note in outcome.notes:
        typer.echo(note)
    if outcome.problems:
        for problem in outcome.problems:
            typer.secho(problem, fg="red", err=True)
        typer.echo(f"Nothing was imported: {len(outcome.problems)} to mend.", err=True)
        raise typer.Exit(1)
    for sentence in outcome.sentences():
        typer.echo(sentence)
    if dry_run:
        typer.echo("Nothing was stored: this was a dry run.")
