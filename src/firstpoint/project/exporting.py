"""The commands `firstpoint export knowledge` and `export catalogue`: files that can be kept, read and imported elsewhere."""

import json
from pathlib import Path
from typing import Annotated

import typer

exports = typer.Typer(no_args_is_help=True, help="Export the catalogue or knowledge to files.")


@exports.command()
def catalogue(
    file: Annotated[Path, typer.Argument(help="Where to write; a file that is there already is replaced.")],
) -> None:
    """Write the whole catalogue as JSON, as `firstpoint import catalogue` reads it; docs/import.md describes it."""
    from firstpoint.project.cli import set_up_django

    set_up_django()
    from firstpoint.domain.catalogue.queries.entries import whole_catalogue

    whole = whole_catalogue()
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for section, entries in whole.items():
        typer.echo(f"{section}: {1 if section == 'agency' else len(entries)} written")


@exports.command()
def knowledge(
    folder: Annotated[Path, typer.Argument(help="Where to write; it must be empty, or not there yet.")],
    language: Annotated[str, typer.Option(help="Only articles in this language.")] = "",
    audience: Annotated[
        str, typer.Option(help="“staff” for everything, “public” to leave out what is for staff alone.")
    ] = "staff",
) -> None:
    """Write every published article as Markdown, with the files that stand at it; docs/import.md describes them."""
    from firstpoint.project.cli import set_up_django

    set_up_django()
    written, attached = export_knowledge(folder, language=language, audience=audience)
    typer.echo(f"{written} articles (one for each language) and {attached} files at them are in {folder}.")


def export_knowledge(folder: Path, *, language: str, audience: str) -> tuple[int, int]:
    """Write the folder and return how many articles and how many files at them it holds. Raises DomainError."""
    from django.conf import settings

    from firstpoint.core.errors import DomainError
    from firstpoint.domain.knowledge.models import Audience
    from firstpoint.domain.knowledge.queries.exporting import export
    from firstpoint.domain.people.models import SYSTEM

    if language and language not in dict(settings.LANGUAGES):
        raise DomainError(
            f"“{language}” is not a language of this site. Use one of: {', '.join(dict(settings.LANGUAGES))}."
        )
    if audience not in Audience.values:
        raise DomainError(f"“{audience}” is no audience. Use one of: {', '.join(Audience.values)}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DomainError(
            f"{folder} is not an empty folder. Give another one, so that nothing old stays among the new."
        )
    articles = attached = 0
    for file in export(SYSTEM, audience=audience, language=language):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as opened:
            opened.writelines(file.content)
        articles, attached = (articles, attached + 1) if "/" in file.path else (articles + 1, attached)
    folder.mkdir(parents=True, exist_ok=True)
    return articles, attached
