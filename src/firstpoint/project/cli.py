"""The command line: everything that an operator does."""

import os

import typer

main = typer.Typer(no_args_is_help=True, add_completion=False, help="Firstpoint: customer contact for government.")


def addresses() -> None:
    """See to the two database addresses: the operator's, or those of the embedded server, which is started."""
    if os.environ.get("DATABASE_URL"):
        return
    from firstpoint.core.database import embedded
    from firstpoint.project import env

    made = embedded.start(env.read().data_folder / "postgres")
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = made.application, made.owner


def set_up_django(*, as_owner: bool = False) -> None:
    """Load Django with the application's role, or with the owner's for changes to the tables."""
    addresses()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstpoint.project.settings")
    if as_owner:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    import django

    django.setup()


@main.callback()
def firstpoint() -> None:
    """Keep commands under their names, however few there are."""


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
