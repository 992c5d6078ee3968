"""The command line: everything that an operator does."""

import os
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from firstpoint.project.exporting import exports
from firstpoint.project.importing.commands import imports

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")]
Port = Annotated[int, typer.Option(envvar="PORT", help="Port of the pages.")]
LivePort = Annotated[int, typer.Option(envvar="LIVE_PORT", help="Port of the live feed; 0 for the one after --port.")]
OwnLivePort = Annotated[int, typer.Option(envvar="LIVE_PORT", help="Port of the live feed.")]
Workers = Annotated[int, typer.Option(help="Processes that serve pages; 0 for one per core.")]
Threads = Annotated[int, typer.Option(help="Requests that each of these processes answers at the same time.")]
Cases = Annotated[int, typer.Option(help="How many cases to live through, the first time.")]
Concurrency = Annotated[int, typer.Option(help="Jobs that run at the same time.")]


class Commands(TyperGroup):
    """Commands that say in a sentence what keeps them from working, instead of where in the code it showed."""

    def invoke(self, ctx: Any) -> Any:
        import psycopg

        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError

        from firstpoint.core.errors import DomainError
        from firstpoint.project.processes import CannotStart

        try:
            return super().invoke(ctx)
        except (psycopg.OperationalError, OperationalError) as error:
            sentence = f"The database does not answer. Look at DATABASE_URL and whether PostgreSQL runs.\n{error}"
        except (CannotStart, DomainError, ImproperlyConfigured, PermissionError) as error:
            sentence = str(error)
        typer.secho(sentence.strip(), fg="red", err=True)
        raise typer.Exit(1)


main = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, help="Firstpoint: customer contact for government."
)


def addresses() -> None:
    """See to the two database addresses: the operator's, or those of the embedded server, which is started."""
    from firstpoint.project import env
    from firstpoint.project.processes import CannotStart

    knobs = env.read()
    if os.environ.get("DATABASE_URL"):
        if not os.environ.get("DATABASE_OWNER_URL"):
            raise CannotStart("DATABASE_URL is set: set DATABASE_OWNER_URL too, the role that owns the tables.")
        return
    from firstpoint.core.database import embedded

    made = embedded.start(knobs.data_folder / "postgres")
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = made.application, made.owner


def set_up_django(*, as_owner: bool = False) -> None:
    """Load Django with the application's role, or with the owner's for changes to the tables."""
    addresses()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstpoint.project.settings")
    if as_owner:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    import django

    django.setup()


main.add_typer(imports, name="import")
main.add_typer(exports, name="export")


@main.callback()
def firstpoint() -> None:
    """Keep commands under their names, however few there are."""


@main.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 0, threads: Threads = 4) -> None:
    """Serve the pages and the API."""
    set_up_django()
    from firstpoint.project import processes, static_files

    static_files.collect()
    processes.serve_pages(host, port, workers=workers or os.cpu_count() or 1, threads=threads)


@main.command()
def live(host: Host = "127.0.0.1", port: OwnLivePort = 8001) -> None:
    """Serve the live feed that tells the desk's screens what has changed."""
    addresses()
    from firstpoint.project import processes

    processes.serve_live(host, port)


@main.command()
def worker(concurrency: Concurrency = 4) -> None:
    """Run the jobs: reading input, delivering messages, keeping things in order."""
    set_up_django()
    from firstpoint.project import processes

    processes.run_worker(concurrency=concurrency)


@main.command()
def start(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    live_port: LivePort = 0,
    workers: Workers = 0,
    concurrency: Concurrency = 4,
) -> None:
    """Run pages, live feed and worker together until stopped."""
    from firstpoint.project import starting

    starting.start(host, port, live_port or port + 1, workers=workers, concurrency=concurrency)


@main.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000, live_port: LivePort = 0, cases: Cases = 350) -> None:
    """Make or open the demonstration agency, and run everything until stopped."""
    from firstpoint.project.demo import starting

    starting.start(host, port, live_port or port + 1, cases=cases)


@main.command()
def health() -> None:
    """Say whether everything that should run does; ends with code 1 when something is wrong."""
    set_up_django()
    from firstpoint.project.health import checks

    table = Table("", "", "", box=None, show_header=False)
    found = checks()
    for check in found:
        table.add_row("[green]well" if check.is_well else "[red]wrong", check.name, check.finding)
    Console().print(table)
    raise typer.Exit(code=not all(check.is_well for check in found))


staff = typer.Typer(no_args_is_help=True, help="Staff: the first administrator, and who there is.")
main.add_typer(staff, name="staff")


@staff.command("add-administrator")
def add_administrator(
    email: str,
    name: Annotated[str, typer.Option(help="The name that colleagues see.")],
    language: Annotated[str, typer.Option(help="Language of the desk.")] = "en",
    password_stdin: Annotated[bool, typer.Option(help="Read the password from the standard input.")] = False,
) -> None:
    """Put an administrator on the staff list, and print a link at which they choose their password."""
    set_up_django()
    from firstpoint.project import staffing

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    typer.echo(staffing.add_administrator(email, name=name, language=language, password=password))


@staff.command("list")
def list_staff() -> None:
    """List the staff with roles, tiers and departments."""
    set_up_django()
    from firstpoint.project import staffing

    Console().print(staffing.staff_table())


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date, and grant the application's role its rights."""
    from psycopg.conninfo import conninfo_to_dict

    addresses()
    role = str(conninfo_to_dict(os.environ["DATABASE_URL"])["user"])
    set_up_django(as_owner=True)
    from django.core.management import call_command

    from firstpoint.core.database.roles import grant_application_role

    call_command("migrate", verbosity=1)
    grant_application_role(role)


words = typer.Typer(no_args_is_help=True, help="The words that people read, in every language.")
main.add_typer(words, name="messages")


@words.command("gather")
def gather_messages() -> None:
    """Bring every language's catalogue in line with the code."""
    set_up_words()
    from firstpoint.project import messages

    for path in messages.gather():
        typer.echo(path)


@words.command("check")
def check_messages() -> None:
    """Fail when words are untranslated, or translated and used nowhere."""
    set_up_words()
    from firstpoint.project import messages

    problems = messages.problems()
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(code=bool(problems))


@words.command("compile")
def compile_messages() -> None:
    """Compile every language's catalogue, as an installation needs it."""
    set_up_words()
    from firstpoint.project import messages

    messages.compile_all()


def set_up_words() -> None:
    """Give Django's reader of templates the few settings it asks for; no database is needed."""
    from django.conf import settings

    settings.configure()


if __name__ == "__main__":
    main()
