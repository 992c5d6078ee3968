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


if __name__ == "__main__":
    main()
